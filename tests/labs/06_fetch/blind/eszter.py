"""Ask a slow server, read the newspaper, and tell the answer."""

from tornado.httpclient import AsyncHTTPClient


async def ask(name, url, meanwhile):
    future = AsyncHTTPClient().fetch(url)
    await meanwhile()               # read while the server thinks
    response = await future
    print(f"{name}: {response.body.decode()}")
