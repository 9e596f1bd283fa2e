import asyncio


async def work(shaft, tell):
    metres = []
    try:
        coal = await asyncio.to_thread(shaft.dig, metres.append)
    except Exception:
        coal = None
    for metre in metres:
        tell(metre)
    return coal
