"""
A timeout cancels what waits: Sanna never gets to the door, and Teo leaves on time.

    0.0  Sanna: drives off
    0.5  counter: where is my parcel?
    1.5  office: Sanna is too late
    1.5  Teo: drives off
    1.9  Teo: at the door
    2.5  Teo: delivered
    2.5  office: Teo was in time
"""

import asyncio

from tornado.ioloop import IOLoop

LIMIT = 1.5
SECONDS = {"Sanna": 2.2, "Teo": 0.4}


async def deliver(courier):
    print(f"{courier}: drives off")
    await asyncio.sleep(SECONDS[courier])
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
