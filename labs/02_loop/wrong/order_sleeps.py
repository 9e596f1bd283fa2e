"""The chef cannot even order the second dish: `order` sleeps until the first one is ready.

`time.sleep` holds the loop, and whoever called `order` waits until it returns. So `order` must not
wait for anything. It only tells the loop what to call, and when, and returns at once:
`call_later(seconds, ready, cook)`.
"""

import time


def order(cook, seconds):
    print(f"{cook}: yes, chef!")
    time.sleep(seconds)
    print(f"{cook}: ready!")


def cancel(cook):
    print(f"{cook}: cancelled")


async def closing_time():
    pass
