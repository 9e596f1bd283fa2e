"""A thread hashes, and the loop stands still all the same: it waits for the thread in result().

`submit` returns a Future of `concurrent.futures`, and its `result()` blocks whoever calls it. Await
it instead: `await asyncio.wrap_future(future)`, or, shorter,
`await asyncio.to_thread(account.matches, password)`.
"""

from concurrent.futures import ThreadPoolExecutor

POOL = ThreadPoolExecutor(4)


async def log_in(door, name, password):
    account = door.account(name)
    if account is None:
        return False
    right = POOL.submit(account.matches, password).result()
    if right:
        door.let_in(name)
    return right
