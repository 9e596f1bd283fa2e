import asyncio


async def ask_all(call, hang_up, names):
    told = {}

    async def ring(observer):
        print("dialling", observer)
        try:
            told[observer] = await call(observer)
        finally:
            hang_up(observer)

    pending = [asyncio.ensure_future(ring(observer)) for observer in names]
    await asyncio.gather(*pending, return_exceptions=False)
    print("debug: all there")
    return told
