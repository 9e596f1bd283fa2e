import asyncio


async def ask_all(call, hang_up, names):
    try:
        got = await asyncio.gather(*map(call, names), return_exceptions=True)
        return dict(zip(names, got))
    finally:
        for name in names:
            hang_up(name)
