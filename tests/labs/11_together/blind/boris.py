"""Fetch many urls with callbacks only, no semaphore."""

import asyncio


def fetch_urls(fetch, urls, limit):
    everything = asyncio.Future()
    answers = [None] * len(urls)
    todo = list(enumerate(urls))
    todo.reverse()              # pop() takes from the end
    missing = len(urls)

    def start():
        number, url = todo.pop()

        def answered(future):
            nonlocal missing
            answers[number] = future.result()
            missing -= 1
            if todo:
                start()
            elif missing == 0:
                everything.set_result(answers)

        fetch(url).add_done_callback(answered)

    if not urls:
        everything.set_result([])
    for _ in range(min(limit, len(urls))):
        start()
    return everything
