import asyncio

from tornado import httpclient


async def ask(reader, address, news):
    here = asyncio.Event()

    def tell(reply):
        print("debug: told")
        print(reader, reply.result().body, sep=": ")
        here.set()

    client = httpclient.AsyncHTTPClient()
    client.fetch(address).add_done_callback(tell)
    await news()
    await here.wait()
