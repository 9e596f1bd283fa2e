"""The coroutine comes first, with an Event; the Future is its task; the callback watches that."""

import asyncio


async def find_with_await(fetch, name):
    print(f"looking for {name}")
    here = asyncio.Event()
    letters = []

    def postman(letter):
        letters.append(letter)
        here.set()

    fetch(name, postman)
    await here.wait()
    [letter] = letters
    if letter.error is not None:
        print(f"no {name} to be found: {letter.error!r}")
        raise letter.error
    return letter.body


def find_with_future(fetch, name):
    return asyncio.create_task(find_with_await(fetch, name))


def find_with_callback(fetch, name, callback):
    def look(task):
        error = task.exception()
        callback(None if error else task.result(), error)

    find_with_future(fetch, name).add_done_callback(look)
