"""One question in three styles: with a callback, with a Future, with await."""

import asyncio


def find_with_callback(fetch, name, callback):

    def on_response(response):
        # either there is a body or there is an error
        if response.body:
            callback(response.body, None)
        elif response.error:
            callback(None, response.error)
        #print(response.body)

    fetch(name, on_response)


def find_with_future(fetch, name):
    future = asyncio.Future()

    def cb(result, err):
        if result:
            future.set_result(result)
        else:
            future.set_exception(err)

    find_with_callback(fetch, name, cb)
    return future


async def find_with_await(fetch, name):
    result = await find_with_future(fetch, name)
    return result
