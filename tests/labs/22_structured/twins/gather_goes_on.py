from asyncio import ensure_future, gather


async def climb(the_rope):
    try:
        the_rope.fix()
        reached = await the_rope.climb()
        return reached
    finally:
        await the_rope.take_down()


async def expedition(ropes):
    started = []
    for who in ropes:
        started.append(ensure_future(climb(ropes[who])))
    try:
        reached = await gather(*started)
    except Exception as problem:
        print("debug: somebody fell:", type(problem).__name__)
        raise
    result = {}
    for number, who in enumerate(ropes):
        result[who] = reached[number]
    return result
