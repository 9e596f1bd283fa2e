"""Serve customers at the counter of a post office, side by side."""

import asyncio

from tornado.httpclient import AsyncHTTPClient

COUNTER = asyncio.Lock()  # one stamp, one clerk


async def get_price(name, office):
    response = await AsyncHTTPClient().fetch(f"{office.address}/{name}")
    return response.body.decode()


async def get_form(name, office):
    file = office.open_form(name)
    form = await asyncio.to_thread(file.read)
    file.close()
    return form


async def serve(name, office):
    price = await get_price(name, office)
    # nothing blocks any more, and nobody gets into the way of somebody else
    async with COUNTER:
        shelf = await asyncio.to_thread(office.query, name)
        form = await get_form(name, office)
        office.stamp_down(name)
        await asyncio.sleep(office.ink)
        office.stamp_up(name)
    await asyncio.to_thread(office.log.info, "%s was served", name)
    return f"{price}, shelf {shelf}, {form}"
