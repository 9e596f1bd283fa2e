"""A gate for the whole program, as an attribute of a class; the first who comes builds it."""

import asyncio
from contextlib import asynccontextmanager


class Gate:
    room = 0

    @classmethod
    @asynccontextmanager
    async def passing(cls, limit):
        if not cls.room:
            cls.room = asyncio.BoundedSemaphore(limit)
            print("the gate is built for", limit)
        await cls.room.acquire()
        try:
            yield
        finally:
            cls.room.release()


async def through_the_gate(fetch, url, limit):
    async with Gate.passing(limit):
        return await fetch(url)


async def fetch_urls(fetch, urls, limit):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(through_the_gate(fetch, url, limit)) for url in urls]
    return [task.result() for task in tasks]
