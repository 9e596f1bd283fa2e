"""The callback and the Future are right; find_with_await starts a loop inside the running one."""

import asyncio


def find_with_callback(fetch, name, callback):
    fetch(name, lambda response: callback(response.body, response.error))


def find_with_future(fetch, name):
    future = asyncio.Future()

    def on_response(response):
        if response.error:
            future.set_exception(response.error)
        else:
            future.set_result(response.body)

    fetch(name, on_response)
    return future


async def find_with_await(fetch, name):
    return asyncio.get_event_loop().run_until_complete(find_with_future(fetch, name))
