"""Nothing begins until somebody awaits it, and then everybody stands still.

Calling an `async def` function builds a coroutine object, no more; and when it is awaited, the
function blocks on the loop's thread: `async def` gives nobody a turn. Write
`def go(function, *args): return IOLoop.current().run_in_executor(None, function, *args)`.
"""


async def go(function, *args):
    return function(*args)
