"""One after another: each url is asked for when the one before it has answered.

`await fetch(url)` in a loop waits there, and nobody has started the next one. Nothing blocks, but
the waits add up. Coroutines that you made before do not help: each begins when it is awaited. Write
a coroutine for one url, and `await asyncio.gather(*[...])` with one for each: it starts them all,
then waits for all. An `asyncio.Semaphore(limit)` inside keeps the number down.
"""


async def fetch_urls(fetch, urls, limit):
    answers = []
    for url in urls:
        answers.append(await fetch(url))
    return answers
