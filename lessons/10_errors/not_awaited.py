"""
A task that nobody awaits: try and except protect its start, not its work, as with the callback.

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


async def tell(station):
    await asyncio.sleep(SECONDS[station])
    if station not in DEGREES:
        raise OSError(f"no answer from {station}")
    print(f"{station}: {DEGREES[station]} degrees")


async def report(station, calls):
    print(f"{station}: calling")
    try:
        calls.add(asyncio.create_task(tell(station)))
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
    calls = set()  # keep a task as long as it works: the loop holds it only weakly
    await asyncio.gather(report("Oslo", calls), report("Kyoto", calls))
    await said.wait()


asyncio.run(main())
