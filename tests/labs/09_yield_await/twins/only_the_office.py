import asyncio

import tornado.gen


@tornado.gen.coroutine
def weigh(pages):
    yield asyncio.sleep(1 / 4)
    raise tornado.gen.Return(pages * 5)


@tornado.gen.coroutine
def write(who, pages):
    print(who, "begins", sep=": ")
    yield asyncio.sleep(0.1 * pages)
    weight = yield weigh(pages)
    print(who, f"{weight + weight} cents", sep=": ")


async def office(post):
    def start():
        for who, pages in post.items():
            yield write(who, pages)
            print(who, "at work", sep=": ")

    running = list(start())
    print("they write:", len(running))
    await asyncio.gather(*running)
    print("office:", "closed")
