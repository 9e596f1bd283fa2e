"""Ask a slow server, read the newspaper, and tell the answer."""

import asyncio
from urllib.request import urlopen


async def get(name, url):
    await asyncio.sleep(0)      # let the newspaper open first
    answer = urlopen(url).read().decode()
    print(f"{name}: {answer}")


async def ask(name, url, meanwhile):
    reading = asyncio.create_task(meanwhile())
    asking = asyncio.create_task(get(name, url))
    await reading
    await asking
