"""
A timeout raises CancelledError at the await: finally runs, `except Exception` does not see it.

    0.0  Sanna: drives off
    0.5  counter: where is my parcel?
    1.9  Sanna: the van is back
    1.9  office: Sanna is too late
    1.9  Teo: drives off
    2.3  Teo: delivered
    2.7  Teo: the van is back
    2.7  office: Teo was in time
"""

import asyncio

from tornado.ioloop import IOLoop

LIMIT = 1.5
SECONDS = {"Sanna": 2.2, "Teo": 0.4}


async def deliver(courier):
    print(f"{courier}: drives off")
    try:
        await asyncio.sleep(SECONDS[courier])
        print(f"{courier}: delivered")
    except Exception:
        print(f"{courier}: an accident")
    finally:
        await asyncio.sleep(0.4)  # the way back: whoever set the limit waits for it
        print(f"{courier}: the van is back")


async def in_time(courier):
    delivery = asyncio.create_task(deliver(courier), name=courier)
    try:
        async with asyncio.timeout(LIMIT):
            await delivery
    except TimeoutError:
        print(f"office: {courier} is too late")
        return False
    print(f"office: {courier} was in time")
    return True


def ask():
    print("counter: where is my parcel?")


async def main():
    IOLoop.current().call_later(0.5, ask)
    if not await in_time("Sanna"):
        await in_time("Teo")


asyncio.run(main())
