"""
A bare except eats the cancellation: nobody has the parcel, and the office believes it was in time.

    0.0  Sanna: drives off
    0.5  counter: where is my parcel?
    1.5  Sanna: an accident
    1.9  Sanna: the van is back
    1.9  office: Sanna was in time
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
    except:  # noqa: E722
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
