"""`office.query(name)` is called on the loop, and its result is given to the thread as a function.

`await asyncio.to_thread(office.query(name))` calls `query` first, which holds the loop. What it
returns is a number, and a thread cannot call a number: TypeError. Pass the function, and then its
argument: `await asyncio.to_thread(office.query, name)`.
"""

import asyncio

from tornado.httpclient import AsyncHTTPClient

STAMP = asyncio.Lock()


async def serve(name, office):
    response = await AsyncHTTPClient().fetch(f"{office.address}/{name}")
    price = response.body.decode()
    shelf = await asyncio.to_thread(office.query(name))
    with office.open_form(name) as file:
        form = await asyncio.to_thread(file.read)
    async with STAMP:
        office.stamp_down(name)
        await asyncio.sleep(office.ink)
        office.stamp_up(name)
    await asyncio.to_thread(office.log.info, "%s was served", name)
    return f"{price}, shelf {shelf}, {form}"
