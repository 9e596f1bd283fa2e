"""After a fall the error arrives at once, and the others climb on: nobody calls them back.

`asyncio.gather` raises the first error as soon as it is there, and lets the others go on. It was
made to collect results, and it calls nobody back. A TaskGroup does: it cancels the others, waits
until they are over, and only then raises the error.
"""

import asyncio


async def climb(rope):
    rope.fix()
    try:
        return await rope.climb()
    finally:
        await rope.take_down()


async def expedition(ropes):
    metres = await asyncio.gather(*(climb(rope) for rope in ropes.values()))
    return dict(zip(ropes, metres, strict=True))
