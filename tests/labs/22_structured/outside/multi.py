from tornado import gen


async def climb(rope):
    rope.fix()
    try:
        return await rope.climb()
    finally:
        await rope.take_down()


async def expedition(ropes):
    return await gen.multi({who: climb(rope) for who, rope in ropes.items()})
