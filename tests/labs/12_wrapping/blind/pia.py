"""Start a function that blocks, beside everything else."""

import asyncio


async def go(function, *args):
    # to_thread = another thread, so nobody stands still any more :)
    task = asyncio.create_task(asyncio.to_thread(function, *args))
    return await task
