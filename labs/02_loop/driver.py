"""The chef: orders everything at once, or each dish at a moment of its own, and cancels some."""

import asyncio
import json
import sys

import submission

ORDERS = {"Ada": 2.0, "Ben": 1.0, "Cleo": 3.0}
CANCELLED = {"Cleo": 1.5}


async def main(orders=ORDERS, cancelled=CANCELLED, moments=None):
    try:
        async with asyncio.TaskGroup() as errands:
            await chef(errands, orders, cancelled, moments or {})
    except ExceptionGroup as several:
        # The first thing that went wrong is the one to report.
        raise several.exceptions[0] from None


async def chef(errands, orders, cancelled, moments):
    tasks = []
    for cook, seconds in orders.items():
        if moments.get(cook, 0.0) > 0.0:
            later = errand(moments[cook], submission.order, cook, seconds)
            tasks.append(errands.create_task(later))
        else:
            submission.order(cook, seconds)
    for cook, moment in cancelled.items():
        tasks.append(errands.create_task(errand(moment, submission.cancel, cook)))
    print("chef: to work!")
    # A breath, in which the cooks can answer.
    await asyncio.sleep(0)
    await submission.closing_time()
    print("chef: the kitchen is closed")
    for task in tasks:
        task.cancel()


async def errand(moment, function, *arguments):
    await asyncio.sleep(moment)
    function(*arguments)


if __name__ == "__main__":
    asyncio.run(main(**json.loads(sys.argv[1] if sys.argv[1:] else "{}")))
