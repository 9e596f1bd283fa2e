"""The words are there, but nobody mingled and nothing was mixed: you only printed the lines.

All of it is over at the very beginning, and the bar was never asked. Between `orders` and `back at
the bar` the guest has to be away for so many seconds, `await asyncio.sleep(seconds)`, and before
`drinks` somebody has to await `mix(name)`.
"""


async def party(guests, mix):
    for name in guests:
        print(f"{name}: orders")
        print(f"{name}: back at the bar")
        print(f"{name}: drinks")
