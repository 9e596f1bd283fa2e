import asyncio
from concurrent.futures import ThreadPoolExecutor


class Guard:
    def __init__(self):
        self.pool = ThreadPoolExecutor(4, thread_name_prefix="guard")

    async def fits(self, kept, word):
        job = asyncio.create_task(self._fits(kept, word))
        await asyncio.sleep(0)
        return await job

    async def _fits(self, kept, word):
        return await asyncio.wrap_future(self.pool.submit(lambda: kept.matches(word)))


guard = Guard()


async def log_in(door, name, password):
    print(name, "knocks")
    kept = door.account(name)
    fits = False if kept is None else await guard.fits(kept, password)
    if fits:
        door.let_in(name)
    return fits
