"""One question in three styles.

There is only one directory, so there is one Desk for it, and it keeps the state.
No nested functions needed.
"""

import asyncio


class Desk:
    def __init__(self):
        self.callback = None
        self.future = None

    def ask(self, fetch, name, callback):
        self.callback = callback
        fetch(name, self.on_response)

    def on_response(self, response):
        if response.error is None:
            self.callback(response.body, None)
        else:
            self.callback(None, response.error)

    def ask_future(self, fetch, name):
        self.future = asyncio.Future()
        self.ask(fetch, name, self.fill)
        return self.future

    def fill(self, body, error):
        if self.future.done():
            return          # otherwise InvalidStateError
        if error is None:
            self.future.set_result(body)
        else:
            self.future.set_exception(error)


desk = Desk()


def find_with_callback(fetch, name, callback):
    desk.ask(fetch, name, callback)


def find_with_future(fetch, name):
    return desk.ask_future(fetch, name)


async def find_with_await(fetch, name):
    return await desk.ask_future(fetch, name)
