"""Nobody hears of the fall: the error stands among the metres, as if it were one of the results.

`gather(..., return_exceptions=True)` does not raise: it returns the errors in the list, and it is
for you to look. Nor does it call anybody back. A TaskGroup cancels the others and raises the error:
`async with asyncio.TaskGroup() as group:` and `group.create_task(climb(rope))`.
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
    metres = await asyncio.gather(*climbs, return_exceptions=True)
    return dict(zip(ropes, metres, strict=True))
