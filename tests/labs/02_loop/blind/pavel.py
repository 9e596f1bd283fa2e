"""A kitchen: the chef orders dishes, and may cancel them; the loop is to call the cooks."""
import asyncio

cooking = {}
empty = asyncio.Event()

def answer(cook):
    print(f"{cook}: yes, chef!")

def ready(cook):
    print(f"{cook}: ready!")
    cooking.pop(cook)
    check_empty()

def check_empty():
    if len(cooking) == 0:
        empty.set()

def order(cook, seconds):
    loop = asyncio.get_event_loop()
    # the cook answers soon
    loop.call_soon(answer(cook))
    # and the dish is ready later
    cooking[cook] = loop.call_later(seconds, ready, cook)
    empty.clear()

def cancel(cook):
    cooking[cook].cancel()
    cooking.pop(cook)
    print(f"{cook}: cancelled")
    check_empty()

async def closing_time():
    await empty.wait()
