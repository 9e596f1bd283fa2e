"""The reader goes home without the answer: you launch the request, and nobody waits for it.

When the newspaper is folded up, `ask` is done. Then the program goes on, and at its end whatever is
still under way is lost, your callback or your task too. Wait for the answer as well before `ask`
ends: await the task, or an `asyncio.Event` that your callback sets.
"""

from tornado.httpclient import AsyncHTTPClient


async def ask(name, url, meanwhile):
    def hear(future):
        print(f"{name}: {future.result().body.decode()}")

    AsyncHTTPClient().fetch(url).add_done_callback(hear)
    await meanwhile()
