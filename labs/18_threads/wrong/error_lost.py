"""When a shaft caves in, nobody tells the office, and it waits for ever.

An error in a thread of your own ends that thread, and Python prints it; the Future that you await
knows nothing of it. Catch it in the thread, and hand it over:
`loop.call_soon_threadsafe(future.set_exception, error)`. Or write
`await asyncio.to_thread(shaft.dig, report)`, which raises what `dig` raised.
"""

import asyncio
import threading


async def work(shaft, tell):
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def in_the_thread():
        coal = shaft.dig(lambda metre: loop.call_soon_threadsafe(tell, metre))
        loop.call_soon_threadsafe(future.set_result, coal)

    threading.Thread(target=in_the_thread).start()
    return await future
