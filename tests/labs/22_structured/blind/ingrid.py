"""Nobody is left on the mountain, and no rope."""

import asyncio


async def climb(rope):
    rope.fix()
    try:
        return await rope.climb()
    finally:
        await rope.take_down()


async def expedition(ropes):
    # gather starts all of them, and raises the error if there is one :-)
    results = await asyncio.gather(*[climb(rope) for rope in ropes.values()])
    return dict(zip(ropes.keys(), results))
