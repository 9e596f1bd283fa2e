import asyncio
from functools import partial


def _deliver(callback, response):
    ok = response.error is None
    callback(response.body if ok else None, response.error)

def find_with_callback(fetch, name, callback):
    fetch(name, partial(_deliver, callback))


class FutureFiller:
    """Is called like a callback and fills its future."""

    def __init__(self):
        self.future = asyncio.get_running_loop().create_future()

    def __call__(self, body, error):
        if error is not None: self.future.set_exception(error)
        else: self.future.set_result(body)

def find_with_future(fetch, name):
    filler = FutureFiller()
    find_with_callback(fetch, name, filler)
    return filler.future


async def find_with_await(fetch, name):
    # no future here on purpose, an Event can do it too
    body = error = None
    there = asyncio.Event()

    def wake(b, e):
        nonlocal body, error
        body, error = b, e
        there.set()

    find_with_callback(fetch, name, wake)
    await there.wait()
    if error is not None: raise error
    return body
