"""The scales answer in the old way."""

import asyncio

from tornado import gen


class Scales:
    per_sheet = 5

    async def answer(self, pages):
        await gen.sleep(1 / 4)
        result = gen.Return(pages * self.per_sheet)
        print("the scales say", result.value)
        raise result


async def weigh(pages):
    return await Scales().answer(pages)


async def write(who, pages):
    print(who, "begins", sep=": ")
    await gen.sleep(0.1 * pages)
    print(who, f"{await weigh(pages) * 2} cents", sep=": ")


async def office(post):
    running = []
    for who in post:
        running.append(gen.convert_yielded(write(who, post[who])))
        await gen.sleep(0)
        print(who, "at work", sep=": ")
    await asyncio.gather(*running)
    print("office:", "closed")
