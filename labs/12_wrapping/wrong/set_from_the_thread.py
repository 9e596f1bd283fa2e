"""The thread fills the Future itself, and the loop, which is asleep, does not notice.

A Future of asyncio is not safe to use from another thread. `set_result` puts the waiting customer
into the loop's list, but nobody wakes the loop, so the answer lies there until something else
happens. Write `loop.call_soon_threadsafe(future.set_result, answer)`, the same for
`set_exception`, or let `run_in_executor` do all of it.
"""

import asyncio
import threading


def go(function, *args):
    future = asyncio.Future()

    def work():
        try:
            answer = function(*args)
        except Exception as error:
            future.set_exception(error)
        else:
            future.set_result(answer)

    threading.Thread(target=work).start()
    return future
