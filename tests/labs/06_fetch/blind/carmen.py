"""Ask a slow server. urlopen in a thread, so I can keep my urlopen."""

import asyncio
from urllib.request import urlopen


def get(url):
    with urlopen(url) as answer:
        return answer.read().decode()


async def ask(name, url, meanwhile):
    async def question():
        print(f"{name}: {await asyncio.to_thread(get, url)}")

    async with asyncio.TaskGroup() as group:
        group.create_task(question())
        group.create_task(meanwhile())
