import asyncio

all_tasks = []


async def _every(seconds, job):
    loop = asyncio.get_running_loop()
    when = loop.time() + seconds
    while True:
        await asyncio.sleep(when - loop.time())
        await job()
        while when <= loop.time():      # skip the turns we missed
            when += seconds


async def _after(seconds, job):
    await asyncio.sleep(seconds)
    await job()


def every(seconds, job):
    task = asyncio.create_task(_every(seconds, job))
    all_tasks.append(task)
    return task


def after(seconds, job):
    task = asyncio.create_task(_after(seconds, job))
    all_tasks.append(task)
    return task


def cancel(ticket):
    ticket.cancel()


async def stop():
    for task in all_tasks:
        task.cancel()
    # wait till they have all come to an end (CancelledError is normal here)
    await asyncio.gather(*all_tasks, return_exceptions=True)
