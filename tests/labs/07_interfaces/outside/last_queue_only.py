import asyncio


def as_future(develop, film):
    future = asyncio.Future()

    def ready(photos):
        if not future.done():
            future.set_result(photos)

    develop(film, ready)
    return future


def to_queue(future, queue):
    global hole
    hole = queue

    def ready(future):
        hole.put_nowait(future.result())

    future.add_done_callback(ready)


async def from_queue(queue, callback):
    while True:
        callback(await queue.get())
        queue.task_done()


def as_event(bell):
    event = asyncio.Event()
    bell.sign_up(event.set)
    return event
