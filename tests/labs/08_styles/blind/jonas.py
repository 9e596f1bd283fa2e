# Jonas, group B
# I did not build the functions on each other, every one asks fetch itself,
# so I can see better what happens where.

import asyncio
import time

start = time.time()

def log(*args):
    print("%.2f" % (time.time() - start), *args)


def find_with_callback(fetch, name, callback):
    log("callback style: start", name)

    def got_it(response):
        log("callback style: answer for", name, "->", response.body, response.error)
        if response.error:
            callback(None, response.error)
            return
        callback(response.body, None)

    fetch(name, got_it)
    log("callback style: end of function", name)


def find_with_future(fetch, name):
    log("future style: start", name)
    my_future = asyncio.Future()

    def got_it(response):
        log("future style: answer for", name)
        if response.error:
            my_future.set_exception(response.error)
            return
        my_future.set_result(response.body)

    fetch(name, got_it)
    log("future style: return the empty future", my_future)
    return my_future


async def find_with_await(fetch, name):
    log("await style: start", name)
    # here I put the whole response into the future and look at it afterwards
    response_future = asyncio.Future()
    fetch(name, response_future.set_result)
    response = await response_future
    log("await style: answer for", name)
    if response.error:
        raise response.error
    return response.body
