"""
multi waits for all, then raises the error of the first in the list; the other is logged (stderr).

    0.4  Oslo: 4 degrees
    0.4  Oslo: hung up
    0.8  Kyoto: broken
    0.8  Kyoto: hung up
    1.2  Quito: broken
    1.2  Quito: hung up
    1.2  newsroom: no answer from Quito
    1.6  radio: that was the weather
"""

import asyncio

from tornado import gen
from tornado.ioloop import IOLoop

SECONDS = {"Quito": 1.2, "Kyoto": 0.8, "Oslo": 0.4}
DEGREES = {"Oslo": 4}  # the other two are broken


async def report(station):
    try:
        await asyncio.sleep(SECONDS[station])
        if station not in DEGREES:
            raise OSError(f"no answer from {station}")
        print(f"{station}: {DEGREES[station]} degrees")
    except Exception:
        print(f"{station}: broken")
        raise
    finally:
        print(f"{station}: hung up")


async def newsroom():
    try:
        await gen.multi([report(station) for station in SECONDS])
    except OSError as error:
        print(f"newsroom: {error}")


def talk(said):
    print("radio: that was the weather")
    said.set()


async def main():
    said = asyncio.Event()
    IOLoop.current().call_later(1.6, talk, said)
    await newsroom()
    await said.wait()


asyncio.run(main())
