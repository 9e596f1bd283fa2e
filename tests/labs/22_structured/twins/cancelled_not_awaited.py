import asyncio


async def climb(r):
    r.fix()
    try:
        h = await r.climb()
    finally:
        print("debug: going down")
        await r.take_down()
    return h


async def expedition(ropes):
    everybody = []
    for r in ropes.values():
        everybody.append(asyncio.ensure_future(climb(r)))
    try:
        heights = await asyncio.gather(*everybody)
    finally:
        for one in everybody:
            if not one.done():
                one.cancel()
    return dict(zip(ropes, heights))
