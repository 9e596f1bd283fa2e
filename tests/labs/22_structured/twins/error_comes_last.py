import asyncio


async def climb(r):
    r.fix()
    try:
        h = await r.climb()
    finally:
        await r.take_down()
    return h


async def expedition(ropes):
    everybody = asyncio.gather(*map(climb, ropes.values()), return_exceptions=True)
    outcome = dict(zip(ropes.keys(), await everybody))
    errors = [what for what in outcome.values() if isinstance(what, Exception)]
    print("debug: errors:", len(errors))
    if errors:
        raise ExceptionGroup("not everybody made it", errors)
    return outcome
