"""The digging stops at the first metre, with "This event loop is already running".

It runs in the other thread, and no loop can be run twice: not with `run_until_complete`, not with
`run_sync`, not with `start`. You need not run it, only ask it. From the digger's thread write
`loop.call_soon_threadsafe(tell, metre)`; for a coroutine there is
`asyncio.run_coroutine_threadsafe(coroutine, loop)`.
"""

import asyncio


async def work(shaft, tell):
    loop = asyncio.get_running_loop()

    async def told(metre):
        tell(metre)

    def report(metre):
        loop.run_until_complete(told(metre))

    return await asyncio.to_thread(shaft.dig, report)
