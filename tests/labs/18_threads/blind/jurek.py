import asyncio
import queue

# queue.Queue is thread safe, asyncio.Queue is not. So I take this one and look into it
# 4 times a second.

def tell_all(q, tell):
    while not q.empty():
        tell(q.get_nowait())


async def work(shaft, tell):
    q = queue.Queue()
    digging = asyncio.create_task(asyncio.to_thread(shaft.dig, q.put))
    while not digging.done():
        await asyncio.sleep(0.25)
        tell_all(q, tell)
    tell_all(q, tell)
    return await digging
