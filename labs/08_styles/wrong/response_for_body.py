"""You pass on the whole response where only its body was asked for.

What `fetch` gives to your callback is an envelope: the body is in `response.body`, the error, if
there is one, in `response.error`. Your errors come through as they should. Now pass on
`response.body` instead of `response`.
"""

import asyncio


def find_with_callback(fetch, name, callback):
    def on_response(response):
        callback(response, response.error)

    fetch(name, on_response)


def find_with_future(fetch, name):
    future = asyncio.Future()

    def on_answer(body, error):
        if error:
            future.set_exception(error)
        else:
            future.set_result(body)

    find_with_callback(fetch, name, on_answer)
    return future


async def find_with_await(fetch, name):
    return await find_with_future(fetch, name)
