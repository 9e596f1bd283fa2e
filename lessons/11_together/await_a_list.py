"""
Nobody can await a list, and gather takes none; yield in a gen.coroutine does, and so does multi.

    0.0  await fetches: object list can't be used in 'await' expression
    0.0  gather(fetches): unhashable type: 'list'
    0.0  Brest: asked for
    0.0  Cadiz: asked for
    0.3  Cadiz: answers
    0.9  foghorn: booh
    1.2  Brest: answers
    1.2  yield fetches: [6, 3]
    1.2  multi(fetches): [6, 3]
    1.2  gather(*fetches): [6, 3]
"""

import asyncio

from tornado import gen
from tornado.ioloop import PeriodicCallback

SECONDS = {"Brest": 1.2, "Cadiz": 0.3}
METRES = {"Brest": 6, "Cadiz": 3}


def sound():
    print("foghorn: booh")


async def fetch(harbour):
    print(f"{harbour}: asked for")
    await asyncio.sleep(SECONDS[harbour])
    print(f"{harbour}: answers")
    return METRES[harbour]


@gen.coroutine
def yield_all(fetches):
    return (yield fetches)


async def main():
    foghorn = PeriodicCallback(sound, 900)
    foghorn.start()
    # Tasks are under way when they are made, as is what AsyncHTTPClient().fetch returns.
    fetches = [asyncio.create_task(fetch(harbour)) for harbour in SECONDS]
    try:
        await fetches
    except TypeError as error:
        print(f"await fetches: {error}")
    try:
        await asyncio.gather(fetches)
    except TypeError as error:
        print(f"gather(fetches): {error}")
    print(f"yield fetches: {await yield_all(fetches)}")
    print(f"multi(fetches): {await gen.multi(fetches)}")
    print(f"gather(*fetches): {await asyncio.gather(*fetches)}")
    foghorn.stop()


asyncio.run(main())
