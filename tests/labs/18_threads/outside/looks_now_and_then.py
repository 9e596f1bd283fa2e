import asyncio
import queue


async def work(shaft, tell):
    told = queue.Queue()
    digging = asyncio.create_task(asyncio.to_thread(shaft.dig, told.put))
    while not digging.done() or not told.empty():
        while not told.empty():
            tell(told.get())
        await asyncio.sleep(0.25)
    return await digging
