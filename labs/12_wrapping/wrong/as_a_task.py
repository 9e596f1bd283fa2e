"""`go` returns at once, but a moment later the loop calls your function, and is held by it.

A Task is no goroutine: it has no thread of its own. The loop runs it in its one thread, and an
`async def` without an `await` gives that thread to nobody else. Write
`asyncio.create_task(asyncio.to_thread(function, *args))`, or
`IOLoop.current().run_in_executor(None, function, *args)`.
"""

import asyncio


def go(function, *args):
    async def work():
        return function(*args)

    return asyncio.create_task(work())
