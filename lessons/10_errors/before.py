"""
Callback: the try block is left before the answer comes, so Kyoto's error is only logged (stderr).

    0.0  Oslo: calling
    0.0  Oslo: hung up
    0.0  Kyoto: calling
    0.0  Kyoto: hung up
    0.5  Oslo: 4 degrees
    1.5  radio: that was the weather
"""

import asyncio

from tornado.ioloop import IOLoop

SECONDS = {"Oslo": 0.5, "Kyoto": 1.0}
DEGREES = {"Oslo": 4}  # the station in Kyoto is broken


def tell(station):
    if station not in DEGREES:
        raise OSError(f"no answer from {station}")
    print(f"{station}: {DEGREES[station]} degrees")


def report(station):
    print(f"{station}: calling")
    try:
        IOLoop.current().call_later(SECONDS[station], tell, station)
    except OSError:
        print(f"{station}: broken")
    finally:
        print(f"{station}: hung up")


def talk(said):
    print("radio: that was the weather")
    said.set()


async def main():
    said = asyncio.Event()
    IOLoop.current().call_later(1.5, talk, said)
    report("Oslo")
    report("Kyoto")
    await said.wait()


asyncio.run(main())
