"""Page, shelf and form at the same time; the log in the background, after the customer has left."""

import asyncio

from tornado.httpclient import AsyncHTTPClient


class Counter:
    def __init__(self):
        self.stamp = asyncio.Lock()
        self.logging = set()

    async def serve(self, name, office):
        page, shelf, form = await asyncio.gather(
            AsyncHTTPClient().fetch(f"{office.address}/{name}"),
            asyncio.to_thread(office.query, name),
            asyncio.to_thread(self.read_form, name, office),
        )
        async with self.stamp:
            office.stamp_down(name)
            await asyncio.sleep(office.ink)
            office.stamp_up(name)
        line = asyncio.to_thread(office.log.info, "%s was served", name)
        task = asyncio.create_task(line)
        self.logging.add(task)
        task.add_done_callback(self.logging.discard)
        return f"{page.body.decode()}, shelf {shelf}, {form}"

    @staticmethod
    def read_form(name, office):
        with office.open_form(name) as file:
            return file.read()


serve = Counter().serve
