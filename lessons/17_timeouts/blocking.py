"""
A timeout cannot interrupt time.sleep: it comes when the drive is over.

    0.0  Sanna: drives off
    2.2  Sanna: at the door
    2.2  counter: where is my parcel?
    2.2  office: Sanna is too late
    2.2  Teo: drives off
    2.6  Teo: at the door
    3.2  Teo: delivered
    3.2  office: Teo was in time
"""

import asyncio
import time

from tornado.ioloop import IOLoop

LIMIT = 1.5
SECONDS = {"Sanna": 2.2, "Teo": 0.4}


async def deliver(courier):
    print(f"{courier}: drives off")
    time.sleep(SECONDS[courier])
    print(f"{courier}: at the door")
    await asyncio.sleep(0.6)  # somebody has to come and sign
    print(f"{courier}: delivered")


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
