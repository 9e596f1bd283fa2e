"""Serve customers at the counter of a post office, side by side."""

import asyncio

from tornado.httpclient import AsyncHTTPClient


async def serve(name, office):
    stamp = asyncio.Lock()  # there is only one stamp
    http = AsyncHTTPClient()
    price = (await http.fetch(f"{office.address}/{name}")).body.decode()
    shelf = await asyncio.to_thread(office.query, name)
    with office.open_form(name) as file:
        form = await asyncio.to_thread(file.read)
    async with stamp:
        office.stamp_down(name)
        await asyncio.sleep(office.ink)
        office.stamp_up(name)
    await asyncio.to_thread(office.log.info, "%s was served", name)
    return f"{price}, shelf {shelf}, {form}"
