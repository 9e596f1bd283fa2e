"""Start a function that blocks, beside everything else."""

import asyncio
import queue
import threading

# Four translators who sit there and take work out of a box.
box = queue.Queue()


def translator():
    while True:
        loop, future, function, args = box.get()
        try:
            result = function(*args)
        except BaseException as error:
            loop.call_soon_threadsafe(future.set_exception, error)
        else:
            loop.call_soon_threadsafe(future.set_result, result)


for i in range(4):
    threading.Thread(target=translator, daemon=True, name=f"translator {i}").start()


def go(function, *args):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    box.put((loop, future, function, args))
    return future
