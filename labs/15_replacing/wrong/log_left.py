"""The log is left: `office.log.info` holds the loop until its handler has written the line.

`info` looks as if it took no time. But it calls each handler at once, in the same thread, and comes
back when they are done; this one is slow, as one that writes to a slow disk or to another machine
is. Write `await asyncio.to_thread(office.log.info, "%s was served", name)`, or put a
`QueueHandler` in front and let a `QueueListener` write.
"""

import asyncio

from tornado.httpclient import AsyncHTTPClient

STAMP = asyncio.Lock()


async def serve(name, office):
    response = await AsyncHTTPClient().fetch(f"{office.address}/{name}")
    price = response.body.decode()
    shelf = await asyncio.to_thread(office.query, name)
    with office.open_form(name) as file:
        form = await asyncio.to_thread(file.read)
    async with STAMP:
        office.stamp_down(name)
        await asyncio.sleep(office.ink)
        office.stamp_up(name)
    office.log.info("%s was served", name)
    return f"{price}, shelf {shelf}, {form}"
