import asyncio

from tornado.httpclient import AsyncHTTPClient


async def get(address):
    reply = await AsyncHTTPClient().fetch(address)
    print("debug: here it is")
    return reply.body.decode()


async def ask(reader, address, news):
    text, _ = await asyncio.gather(get(address), news())
    print(reader + ": " + text)
