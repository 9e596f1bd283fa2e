"""Ask a slow server, read the newspaper, and tell the answer."""

from tornado.httpclient import AsyncHTTPClient


def print_answer(name, future):
    print(f"{name}: {future.result().body.decode()}")


async def ask(name, url, meanwhile):
    future = AsyncHTTPClient().fetch(url)
    future.add_done_callback(lambda f: print_answer(name, f))
    await meanwhile()
    # the callback does the rest
