"""
There is room for two bags: Bonnie is quicker than Carl, and put waits until he has taken one.

    0.0  Bonnie: bag 1 is on the counter
    0.0  Bonnie: bag 2 is on the counter
    0.0  Bonnie: no room for bag 3
    0.0  Carl: counts bag 1
    0.0  Bonnie: bag 3 is on the counter
    0.0  Bonnie: no room for bag 4
    0.7  Carl: counts bag 2
    0.7  Bonnie: bag 4 is on the counter
    0.7  Bonnie: no room for bag 5
    1.4  Carl: counts bag 3
    1.4  Bonnie: bag 5 is on the counter
    1.4  Bonnie: goes home
    2.1  Carl: counts bag 4
    2.8  Carl: counts bag 5
    3.5  Carl: that is all
"""

import asyncio

from tornado.queues import Queue

BAGS = 5
counter = Queue(maxsize=2)


async def bring():
    for bag in range(1, BAGS + 1):
        if counter.full():
            print(f"Bonnie: no room for bag {bag}")
        await counter.put(bag)
        print(f"Bonnie: bag {bag} is on the counter")
    print("Bonnie: goes home")


async def count():
    while True:
        bag = await counter.get()
        print(f"Carl: counts bag {bag}")
        await asyncio.sleep(0.7)
        counter.task_done()


async def main():
    at_work = asyncio.create_task(count())
    await bring()
    await counter.join()  # until task_done has been called for each bag
    print("Carl: that is all")
    at_work.cancel()


asyncio.run(main())
