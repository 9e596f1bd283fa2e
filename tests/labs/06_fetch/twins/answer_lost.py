import asyncio

from tornado.httpclient import AsyncHTTPClient

tasks = []


async def tell(reader, address):
    reply = await AsyncHTTPClient().fetch(address)
    text = reply.body.decode("utf-8")
    print(reader, text, sep=": ")


async def ask(reader, address, news):
    tasks.append(asyncio.create_task(tell(reader, address)))
    print("debug:", len(tasks), "launched")
    await news()
