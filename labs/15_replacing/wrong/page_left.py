"""The page is left: `urlopen` holds the loop until the server has answered.

All else is replaced, and still the customers come in one after the other, for one call that blocks
is enough. Write `response = await AsyncHTTPClient().fetch(url)`; the page is `response.body`. The
loop is free until the answer is there.
"""

import asyncio
from urllib.request import urlopen

STAMP = asyncio.Lock()


async def serve(name, office):
    price = urlopen(f"{office.address}/{name}").read().decode()
    shelf = await asyncio.to_thread(office.query, name)
    with office.open_form(name) as file:
        form = await asyncio.to_thread(file.read)
    async with STAMP:
        office.stamp_down(name)
        await asyncio.sleep(office.ink)
        office.stamp_up(name)
    await asyncio.to_thread(office.log.info, "%s was served", name)
    return f"{price}, shelf {shelf}, {form}"
