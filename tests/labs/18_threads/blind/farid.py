"""Dig a shaft, and tell the office of each metre."""

import asyncio


async def work(shaft, tell):
    loop = asyncio.get_running_loop()

    def report(metre):
        # not tell(metre), the loop shall do it as soon as it can
        loop.call_soon(tell, metre)

    tons = await loop.run_in_executor(None, shaft.dig, report)
    return tons
