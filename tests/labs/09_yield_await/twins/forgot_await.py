import asyncio

from tornado import gen


async def weigh(pages):
    await gen.sleep(1 / 4)
    return pages * 5


def postage(weight):
    print("to pay:")
    return weight * 2


async def write(who, pages):
    print(who, "begins", sep=": ")
    await gen.sleep(0.1 * pages)
    print(who, f"{postage(weigh(pages))} cents", sep=": ")


async def office(post):
    running = []
    for who, pages in post.items():
        running += [gen.convert_yielded(write(who, pages))]
        await gen.sleep(0)
        print(who, "at work", sep=": ")
    await asyncio.gather(*running)
    print("office:", "closed")
