"""Tornado's generator coroutines: they return a Future, so one does for two styles."""

from tornado import gen
from tornado.concurrent import Future


def find_with_callback(fetch, name, callback):
    fetch(name, lambda response: callback(response.body, response.error))


@gen.coroutine
def find_with_future(fetch, name):
    arrived = Future()
    fetch(name, arrived.set_result)
    response = yield arrived
    if response.error:
        raise response.error
    raise gen.Return(response.body)


find_with_await = find_with_future
