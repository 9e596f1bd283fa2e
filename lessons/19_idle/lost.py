"""
Between two requests nobody holds the line: Ragna misses the cake, Vidar says what he has.

    1.0  Hedda: tea at five
    1.0  Ragna hears: tea at five
    1.0  Vidar hears: tea at five
    1.3  Hedda: and there is cake
    1.9  Vidar hears: and there is cake
    2.2  Hedda: no tea today
    2.2  Ragna hears: no tea today
    2.8  Vidar hears: no tea today
"""

import asyncio

from tornado.locks import Condition

news = []
published = Condition()


async def next_news():
    await published.wait()
    return news[-1]


async def news_number(number):
    while len(news) <= number:
        await published.wait()
    return news[number]


async def ragna():
    while True:
        print(f"Ragna hears: {await next_news()}")
        await asyncio.sleep(0.6)  # she reads it, and asks again


async def vidar():
    for number in range(3):
        print(f"Vidar hears: {await news_number(number)}")
        await asyncio.sleep(0.9)


async def hedda():
    for seconds, text in [(1.0, "tea at five"), (0.3, "and there is cake"), (0.9, "no tea today")]:
        await asyncio.sleep(seconds)
        print(f"Hedda: {text}")
        news.append(text)
        published.notify_all()


async def main():
    friends = [asyncio.create_task(ragna()), asyncio.create_task(vidar())]
    await hedda()
    await friends[1]


asyncio.run(main())
