"""Nobody is left on the mountain, and no rope."""

import asyncio
from contextlib import asynccontextmanager


@asynccontextmanager
async def fixed(rope):
    """A rope that comes down again, whatever happens in the with block."""
    rope.fix()
    try:
        yield rope
    finally:
        await rope.take_down()


async def climb(rope):
    async with fixed(rope):
        return await rope.climb()


async def expedition(ropes):
    async with asyncio.TaskGroup() as party:
        tasks = {name: party.create_task(climb(rope)) for name, rope in ropes.items()}
    return {name: task.result() for name, task in tasks.items()}
