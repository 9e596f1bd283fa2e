"""One question in three styles: with a callback, with a Future, with await."""

import asyncio


def find_with_callback(fetch, name, callback):
    fetch(name, lambda r: callback(r.body, None) if r.error is None else callback(None, r.error))


# async, because a Future is something you can await
async def find_with_future(fetch, name):
    future = asyncio.Future()

    def on_answer(body, error):
        if error is None:
            future.set_result(body)
        else:
            future.set_exception(error)

    find_with_callback(fetch, name, on_answer)
    return await future


async def find_with_await(fetch, name):
    answer = await find_with_future(fetch, name)
    print("answer for", name, "is", answer)
    return answer
