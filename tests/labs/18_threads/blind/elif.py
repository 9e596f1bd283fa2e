"""Dig a shaft, and tell the office of each metre."""

import asyncio


async def work(shaft, tell):
    # dig in a thread, the loop is free
    tons = await asyncio.to_thread(shaft.dig, tell)
    return tons
