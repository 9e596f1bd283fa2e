"""An answer that comes in the middle of the newspaper is told only when that is folded up.

You launch first and wait later, which is right. But you look at the answer in the line below
`await meanwhile()`, and that runs when the newspaper is over. Let somebody else be told: a callback
(`future.add_done_callback(function)`), or a coroutine that awaits the answer and prints it, beside
the newspaper: `await asyncio.gather(hear(name, url), meanwhile())`.
"""

from tornado.httpclient import AsyncHTTPClient


async def ask(name, url, meanwhile):
    future = AsyncHTTPClient().fetch(url)
    await meanwhile()
    response = await future
    print(f"{name}: {response.body.decode()}")
