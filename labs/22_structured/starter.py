"""Nobody is left on the mountain, and no rope."""


async def climb(rope):
    rope.fix()
    metres = await rope.climb()
    await rope.take_down()
    return metres


async def expedition(ropes):
    # TODO: all climb at the same time; if one falls, the others turn back; every rope comes down.
    return {name: await climb(rope) for name, rope in ropes.items()}
