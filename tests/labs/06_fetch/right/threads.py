import asyncio
from urllib.request import urlopen


class Reader:
    def __init__(self, name, url):
        self.name = name
        self.url = url

    def get(self):
        with urlopen(self.url) as response:
            return response.read().decode("utf-8")

    async def hear(self):
        print(f"{self.name}: {await asyncio.to_thread(self.get)}")


async def ask(name, url, meanwhile):
    async with asyncio.TaskGroup() as room:
        room.create_task(meanwhile())
        room.create_task(Reader(name, url).hear())
