"""A guest who is not found gets a room all the same: the page that says sorry.

A response is there even where there is an error, and its body looks like any other. You pass it on
as if all were well, in all three styles. Look at `response.error` first: if it is None, pass the
body on; if not, pass the error on, and nothing else.
"""

import asyncio


def find_with_callback(fetch, name, callback):
    fetch(name, lambda response: callback(response.body, None))


def find_with_future(fetch, name):
    future = asyncio.Future()

    def on_response(response):
        future.set_result(response.body)

    fetch(name, on_response)
    return future


async def find_with_await(fetch, name):
    return await find_with_future(fetch, name)
