from tornado import gen
from tornado.ioloop import IOLoop


async def weigh(pages):
    await gen.sleep(1 / 4)
    return pages * 5


async def write(who, pages):
    print(who, "begins", sep=": ")
    await gen.sleep(0.1 * pages)
    weight = await weigh(pages)
    print("weighed:", weight)
    print(who, f"{weight + weight} cents", sep=": ")


async def office(post):
    for who in post:
        task = IOLoop.current().asyncio_loop.create_task(write(who, post[who]))
        await task
        print(who, "at work", sep=": ")
    print("office:", "closed")
