"""Everything stops for ever at the stamp: a `threading.Lock` is held across an `await`.

The one who has the lock gives the loop back while the ink dries. The next one waits in `with`, and
that is no `await`: it holds the loop. So the first one never gets the loop again, and never gives
the stamp back. Coroutines need an `asyncio.Lock`, and `async with`: who waits for it gives the loop
back.
"""

import asyncio
import threading

from tornado.httpclient import AsyncHTTPClient

STAMP = threading.Lock()


async def serve(name, office):
    response = await AsyncHTTPClient().fetch(f"{office.address}/{name}")
    price = response.body.decode()
    shelf = await asyncio.to_thread(office.query, name)
    with office.open_form(name) as file:
        form = await asyncio.to_thread(file.read)
    with STAMP:
        office.stamp_down(name)
        await asyncio.sleep(office.ink)
        office.stamp_up(name)
    await asyncio.to_thread(office.log.info, "%s was served", name)
    return f"{price}, shelf {shelf}, {form}"
