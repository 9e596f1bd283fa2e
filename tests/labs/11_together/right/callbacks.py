"""No coroutine at all: each answer asks for the next one, the last one fills the Future."""

import asyncio


def fetch_urls(fetch, urls, limit):
    everything = asyncio.Future()
    answers, waiting = {}, list(enumerate(urls))

    def ask():
        if waiting:
            place, url = waiting.pop(0)
            fetch(url).add_done_callback(lambda future: on_answer(place, future.result()))

    def on_answer(place, text):
        print("got", text)
        answers[place] = text
        ask()
        if len(answers) == len(urls):
            everything.set_result([answers[place] for place in range(len(urls))])

    for _ in range(limit):
        ask()
    return everything
