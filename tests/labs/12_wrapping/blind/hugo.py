"""Start a function that blocks, beside everything else."""

import asyncio


async def run(function, args):
    await asyncio.sleep(0)      # let the others go first
    return function(*args)


def go(function, *args):
    # a task begins by itself, nobody needs to await it
    return asyncio.create_task(run(function, args))
