import asyncio
from functools import partial


def first_only(future, photos):
    try:
        future.set_result(photos)
    except asyncio.InvalidStateError:
        print("once more, ignored")


def as_future(develop, film):
    future = asyncio.get_running_loop().create_future()
    develop(film, partial(first_only, future))
    return future


def to_queue(future, queue):
    async def carry():
        await queue.put(await future)

    tasks.add(task := asyncio.create_task(carry()))
    task.add_done_callback(tasks.discard)


tasks = set()


def from_queue(queue, callback):
    return asyncio.create_task(serve(queue, callback))


async def serve(queue, callback):
    thing = await queue.get()
    callback(thing)
    queue.task_done()
    await serve(queue, callback)


def as_event(bell):
    class Heard(asyncio.Event):
        def __call__(self):
            self.set()

    heard = Heard()
    bell.sign_up(heard)
    return heard
