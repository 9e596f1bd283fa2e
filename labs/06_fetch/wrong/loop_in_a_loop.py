"""RuntimeError: loops do not nest, and HTTPClient, run_sync or asyncio.run would run a second one.

The synchronous `HTTPClient` runs a loop of its own until the answer is here. In a script where no
loop runs, it does; here one runs already, and it is free to wait for you. Await
`AsyncHTTPClient().fetch(url)` in a coroutine, on the loop that there is.
"""

from tornado.httpclient import HTTPClient


async def ask(name, url, meanwhile):
    response = HTTPClient().fetch(url)
    print(f"{name}: {response.body.decode()}")
    await meanwhile()
