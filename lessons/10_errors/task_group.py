"""
A TaskGroup cancels the others at the first error, waits for them, and raises an ExceptionGroup.

    0.4  Oslo: 4 degrees
    0.4  Oslo: hung up
    0.8  Kyoto: broken
    0.8  Kyoto: hung up
    0.8  Quito: hung up
    0.8  newsroom: no answer from Kyoto
    1.6  radio: that was the weather
"""

import asyncio

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
        async with asyncio.TaskGroup() as group:
            for station in SECONDS:
                group.create_task(report(station))
    except* OSError as errors:
        for error in errors.exceptions:
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
