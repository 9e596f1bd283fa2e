"""The loop is free, but the stamp is down for two customers at once.

While the ink dries, `await` lets others run, and they stamp too. What only one may do at a time
needs a lock even where there is only one thread. Make one `asyncio.Lock()` for all customers, and
put stamp_down, the sleep and stamp_up into one `async with`.
"""

import asyncio

from tornado.httpclient import AsyncHTTPClient


async def serve(name, office):
    response = await AsyncHTTPClient().fetch(f"{office.address}/{name}")
    price = response.body.decode()
    shelf = await asyncio.to_thread(office.query, name)
    with office.open_form(name) as file:
        form = await asyncio.to_thread(file.read)
    office.stamp_down(name)
    await asyncio.sleep(office.ink)
    office.stamp_up(name)
    await asyncio.to_thread(office.log.info, "%s was served", name)
    return f"{price}, shelf {shelf}, {form}"
