import asyncio


async def climb(r):
    r.fix()
    try:
        h = await r.climb()
    finally:
        await r.take_down()
    return h


async def expedition(ropes):
    everybody = [asyncio.ensure_future(climb(r)) for r in ropes.values()]
    one_fell = asyncio.Event()
    still_out = len(everybody)

    def back(t):
        nonlocal still_out
        still_out -= 1
        if still_out == 0 or t.exception() is not None:
            one_fell.set()

    for t in everybody:
        t.add_done_callback(back)
    await one_fell.wait()
    for t in everybody:
        t.remove_done_callback(back)
        t.cancel()
    outcome = await asyncio.gather(*everybody, return_exceptions=True)
    for what in outcome:
        if isinstance(what, Exception):
            print("debug: raising", type(what).__name__)
            raise what
    return dict(zip(ropes, outcome))
