"""A class for each question; the coroutine gets its answer from a queue."""

import asyncio


class Question:
    def __init__(self, fetch, name):
        self.answers = asyncio.Queue()
        self.future = asyncio.get_running_loop().create_future()
        fetch(name, self)

    def __call__(self, response):
        self.answers.put_nowait((response.body, response.error))
        if self.future.done():
            return
        try:
            if response.error:
                raise response.error
            self.future.set_result(response.body)
        except Exception as error:
            self.future.set_exception(error)
            self.future.exception()


def find_with_callback(fetch, name, callback):
    def passed_on(response):
        if response.error:
            return callback(None, response.error)
        return callback(response.body, None)

    fetch(name, passed_on)


def find_with_future(fetch, name):
    return Question(fetch, name).future


async def find_with_await(fetch, name):
    body, error = await Question(fetch, name).answers.get()
    if error:
        raise error
    return body
