"""Serve customers at the counter of a post office, side by side."""

import asyncio
from urllib.request import urlopen

STAMP = asyncio.Lock()
log_lines = set()  # keep the tasks


def get_page(url):
    # urllib is all right as long as it sits in a thread
    with urlopen(url) as answer:
        return answer.read().decode()


class Customer:
    def __init__(self, name, office):
        self.name = name
        self.office = office

    async def papers(self):
        price = await asyncio.to_thread(get_page, f"{self.office.address}/{self.name}")
        shelf = await asyncio.to_thread(self.office.query, self.name)
        with self.office.open_form(self.name) as file:
            form = await asyncio.to_thread(file.read)
        return f"{price}, shelf {shelf}, {form}"

    async def stamp(self):
        async with STAMP:
            self.office.stamp_down(self.name)
            await asyncio.sleep(self.office.ink)
            self.office.stamp_up(self.name)

    def log(self):
        task = asyncio.create_task(asyncio.to_thread(self.office.log.info, "%s was served", self.name))
        log_lines.add(task)
        task.add_done_callback(log_lines.discard)


async def serve(name, office):
    customer = Customer(name, office)
    text = await customer.papers()
    await customer.stamp()
    customer.log()      # the customer need not wait for that
    return text
