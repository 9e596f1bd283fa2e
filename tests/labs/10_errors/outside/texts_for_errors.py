import asyncio


async def ask_all(call, hang_up, names):
    async def one(name):
        try:
            return await call(name)
        except OSError as error:
            return RuntimeError(str(error))
        finally:
            hang_up(name)

    got = await asyncio.gather(*(one(name) for name in names), return_exceptions=True)
    return dict(zip(names, got))
