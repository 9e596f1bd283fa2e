"""It is in a thread, but it begins only when somebody awaits it.

`asyncio.to_thread` is an `async def` function: calling it builds a coroutine object, and the thread
is started when that runs. Who runs an errand first finds nothing done. Write
`asyncio.create_task(asyncio.to_thread(function, *args))`, or
`IOLoop.current().run_in_executor(None, function, *args)`, in a `go` that is a plain `def`.
"""

import asyncio


async def go(function, *args):
    return await asyncio.to_thread(function, *args)
