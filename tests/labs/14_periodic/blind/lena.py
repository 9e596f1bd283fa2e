import asyncio

clocks = []      # tasks that only count the time
working = set()  # tasks that do a job


def begin(job):
    t = asyncio.create_task(job())
    working.add(t)
    t.add_done_callback(working.discard)
    return t


async def tick(seconds, job):
    loop = asyncio.get_running_loop()
    start = loop.time()
    n = 0
    current = None
    while True:
        n += 1
        await asyncio.sleep(start + n * seconds - loop.time())
        if current is None or current.done():
            current = begin(job)
        # else: still busy, skip this turn


async def once(seconds, job):
    await asyncio.sleep(seconds)
    begin(job)


def every(seconds, job):
    clocks.append(asyncio.create_task(tick(seconds, job)))
    return clocks[-1]


def after(seconds, job):
    clocks.append(asyncio.create_task(once(seconds, job)))
    return clocks[-1]


def cancel(ticket):
    ticket.cancel()     # stops the clock only, the job is another task


async def stop():
    for c in clocks:
        c.cancel()
    while working:
        await asyncio.wait(working)
