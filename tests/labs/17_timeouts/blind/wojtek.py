import asyncio


async def deliver(van, limit, most):
    tries = 0
    arrived = False
    while not arrived and tries < most:
        tries = tries + 1
        try:
            await asyncio.wait_for(van.drive_async(), limit)
            arrived = True
        except asyncio.TimeoutError:
            print("too late :(")
            van.park()
        except asyncio.CancelledError:
            van.park()
            raise       # the office must get it
        finally:
            van.park()
    return arrived
