import asyncio
from concurrent.futures import ThreadPoolExecutor


class Mine:
    def __init__(self):
        self.pool = ThreadPoolExecutor(20)

    async def work(self, shaft, tell):
        loop = asyncio.get_running_loop()

        async def told(metre):
            tell(metre)

        def report(metre):
            # The digger waits until the office has heard of it.
            asyncio.run_coroutine_threadsafe(told(metre), loop).result()

        return await asyncio.wrap_future(self.pool.submit(shaft.dig, report))


work = Mine().work
