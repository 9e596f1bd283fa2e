import asyncio

from tornado.httpclient import AsyncHTTPClient

STAMP = asyncio.Lock()


async def serve(name, office):
    response = await AsyncHTTPClient().fetch(f"{office.address}/{name}")
    price = response.body.decode()
    shelf = await asyncio.to_thread(office.query, name)
    with office.open_form(name) as file:
        form = file.read()
    async with STAMP:
        office.stamp_down(name)
        await asyncio.sleep(office.ink)
        office.stamp_up(name)
    await asyncio.to_thread(office.log.info, "%s was served", name)
    return f"{price}, shelf {shelf}, {form}"
