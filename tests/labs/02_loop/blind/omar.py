from asyncio import create_task, gather, sleep

tasks = {}

async def dish(cook, seconds):
    print(f"{cook}: yes, chef!")
    await sleep(seconds)
    print(f"{cook}: ready!")

def order(cook, seconds):
    tasks[cook] = create_task(dish(cook, seconds))

def cancel(cook):
    tasks[cook].cancel()
    print(f"{cook}: cancelled")

async def closing_time():
    # return_exceptions because of the CancelledError, took me an hour :-(
    await gather(*tasks.values(), return_exceptions=True)
