"""
gen.Return is a return in a gen.coroutine only; in a try it is caught, in async def it is an error.

    0.5  Gwen: weighed, 3 stamps
    1.0  Lars: weighed, 3 stamps
    1.5  Maud: what is Return(3)?
    1.5  Maud: weighed, None stamps
    2.0  Otis: raised Return(3)
"""

import asyncio

from tornado import gen


@gen.coroutine
def gwen():
    yield asyncio.sleep(0.5)
    return 3


@gen.coroutine
def lars():
    yield asyncio.sleep(1.0)
    raise gen.Return(3)


@gen.coroutine
def maud():
    yield asyncio.sleep(1.5)
    try:
        raise gen.Return(3)
    except Exception as error:
        print(f"Maud: what is {error!r}?")


async def otis():
    await asyncio.sleep(2.0)
    raise gen.Return(3)


async def ask(clerk, weigh):
    try:
        print(f"{clerk}: weighed, {await weigh()} stamps")
    except gen.Return as error:
        print(f"{clerk}: raised {error!r}")


async def main():
    clerks = {"Gwen": gwen, "Lars": lars, "Maud": maud, "Otis": otis}
    await asyncio.gather(*(ask(clerk, weigh) for clerk, weigh in clerks.items()))


asyncio.run(main())
