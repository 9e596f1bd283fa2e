"""The first call that fails ends `ask_all`: it raises that error, and all answers are lost.

`asyncio.gather` raises the first error at once. The other calls go on, but nobody waits for them
any more, and of a second error nobody hears at all. Write `gather(..., return_exceptions=True)`:
then it waits for all, and in its list an exception stands where there is no result. Or let each
call catch its own error and return it.
"""

import asyncio


async def ask_all(call, hang_up, names):
    answers = await asyncio.gather(*(ask(call, hang_up, name) for name in names))
    return dict(zip(names, answers, strict=True))


async def ask(call, hang_up, name):
    try:
        return await call(name)
    finally:
        hang_up(name)
