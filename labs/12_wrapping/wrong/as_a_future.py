"""You return a Future, but the work is done before it is returned, and the loop was held for it.

A Future does not make a function asynchronous. It only keeps a result until somebody asks, and here
the result is there before anybody can. The decorator `gen.coroutine` does the same to a function
without a `yield`. For what can only block, take a thread:
`return IOLoop.current().run_in_executor(None, function, *args)`.
"""

import asyncio


def go(function, *args):
    future = asyncio.Future()
    try:
        future.set_result(function(*args))
    except Exception as error:
        future.set_exception(error)
    return future
