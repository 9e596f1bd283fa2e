import asyncio, time

def find_with_callback(fetch, name, callback):
    def on_response(response):
        error = response.error
        body = response.body
        if error is not None:
            body = None
        callback(body, error)
    fetch(name, on_response)

def find_with_future(fetch, name):
    future = asyncio.Future()
    def on_answer(body, error):
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(body)
    find_with_callback(fetch, name, on_answer)
    # wait until the directory has called back, otherwise the future would be returned empty
    while not future.done():
        time.sleep(0.05)
    return future

async def find_with_await(fetch, name):
    return await find_with_future(fetch, name)
