"""The metres are told on time, but the end of the digging is noticed late, or never.

You set the result of a Future in the digger's thread. The Future is done then, but whoever awaits
it is called by the loop, and nobody wakes the loop. Write
`loop.call_soon_threadsafe(future.set_result, coal)`, and the same for `set_exception`; or let
`await asyncio.to_thread(...)` do all of that.
"""

import asyncio
import threading


async def work(shaft, tell):
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def in_the_thread():
        try:
            coal = shaft.dig(lambda metre: loop.call_soon_threadsafe(tell, metre))
        except Exception as error:
            future.set_exception(error)
        else:
            future.set_result(coal)

    threading.Thread(target=in_the_thread).start()
    return await future
