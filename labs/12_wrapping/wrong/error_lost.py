"""If the function raises, nobody is told: who awaits the answer waits for ever.

The exception ends your thread, before it could ask the loop for anything. A Future made by hand
needs both ends: catch the exception in the thread, and write
`loop.call_soon_threadsafe(future.set_exception, error)`. `run_in_executor` has both.
"""

import asyncio
import threading


def go(function, *args):
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def work():
        loop.call_soon_threadsafe(future.set_result, function(*args))

    threading.Thread(target=work).start()
    return future
