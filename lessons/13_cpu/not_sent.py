"""
A job for another process is pickled: a function is sent as its name, and a lambda has none.

    -  Rhea: PicklingError
    -  bell: ding-dong
    -  Sol: 42 visits, counted elsewhere
"""

import asyncio
import os
import pickle
from concurrent.futures import ProcessPoolExecutor

from tornado.ioloop import IOLoop


def count(visits, sender):
    return f"{visits} visits, counted {'here' if os.getpid() == sender else 'elsewhere'}"


# The function is the same: only how it can be found differs.
JOBS = {"Rhea": lambda *args: count(*args), "Sol": count}


async def send(pool, name):
    job = JOBS[name]
    try:
        found = await IOLoop.current().run_in_executor(pool, job, 42, os.getpid())
        print(f"{name}: {found}")
    except pickle.PicklingError as error:
        print(f"{name}: {type(error).__name__}")


async def ring():
    print("bell: ding-dong")


async def main():
    with ProcessPoolExecutor(1) as pool:
        await send(pool, "Rhea")
        await asyncio.gather(send(pool, "Sol"), ring())


# A process that is started anew imports this file: it must not run main as well.
if __name__ == "__main__":
    asyncio.run(main())
