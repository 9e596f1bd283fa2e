"""Dig a shaft, and tell the office of each metre. With a queue, as in the lesson on queues."""

import asyncio

END = object()


async def office(queue, tell):
    while True:
        metre = await queue.get()
        if metre is END:
            break
        tell(metre)


async def work(shaft, tell):
    loop = asyncio.get_running_loop()
    queue = asyncio.Queue()

    def report(metre):
        loop.call_soon_threadsafe(queue.put_nowait, metre)

    listener = asyncio.create_task(office(queue, tell))
    try:
        tons = await loop.run_in_executor(None, shaft.dig, report)
    finally:
        # also when it caves in: first tell what is in the queue
        queue.put_nowait(END)
        await listener
    return tons
