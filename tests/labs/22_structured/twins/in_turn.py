from contextlib import asynccontextmanager


@asynccontextmanager
async def fixed(r):
    r.fix()
    try:
        yield r
    finally:
        await r.take_down()


async def climb(r):
    async with fixed(r) as fixed_rope:
        return await fixed_rope.climb()


async def expedition(all_ropes):
    names = list(all_ropes)
    heights = []
    for who in names:
        heights.append(await climb(all_ropes[who]))
        print("debug:", who, "is back")
    return dict(zip(names, heights))
