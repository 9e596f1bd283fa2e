"""A party: order, mingle, drink."""

import asyncio


async def visit(name, seconds, mix):
    print(f"{name}: orders")
    drink = asyncio.ensure_future(mix(name))

    # mingle for `seconds` and let the bar work meanwhile
    # (wait, not wait_for: wait_for would cancel my drink!)
    done, pending = await asyncio.wait([drink], timeout=seconds)
    print(f"{name}: back at the bar")

    if pending:
        await drink     # not ready yet, stand there and look thirsty
    print(f"{name}: drinks")


async def party(guests, mix):
    visits = [asyncio.ensure_future(visit(name, seconds, mix))
              for name, seconds in guests.items()]
    for v in visits:
        await v
