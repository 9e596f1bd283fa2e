"""Serve customers at the counter of a post office, side by side."""

import asyncio

from tornado.httpclient import AsyncHTTPClient

STAMP = asyncio.Lock()  # there is only one stamp


def read_form(name, office):
    with office.open_form(name) as file:
        return file.read()


async def serve(name, office):
    page = await AsyncHTTPClient().fetch(f"{office.address}/{name}")
    price = page.body.decode()
    shelf = await asyncio.to_thread(office.query, name)
    form = await asyncio.to_thread(read_form, name, office)
    async with STAMP:
        office.stamp_down(name)
        await asyncio.sleep(office.ink)
        office.stamp_up(name)
    await asyncio.to_thread(office.log.info, "%s was served", name)
    return f"{price}, shelf {shelf}, {form}"
