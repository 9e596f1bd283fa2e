"""After a fall the others climb on to the top, and the error arrives only when all have been there.

`gather(..., return_exceptions=True)` waits for everybody, and looks at no error before that. (So
does `gen.multi`.) Whoever should turn back has to be cancelled as soon as the error is there: a
TaskGroup does it, and waits for all as well.
"""

import asyncio


async def climb(rope):
    rope.fix()
    try:
        return await rope.climb()
    finally:
        await rope.take_down()


async def expedition(ropes):
    climbs = [climb(rope) for rope in ropes.values()]
    results = await asyncio.gather(*climbs, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return dict(zip(ropes, results, strict=True))
