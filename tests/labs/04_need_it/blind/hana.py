"""asyncio can already do this: in debug mode it warns about slow callbacks :-)"""

import asyncio
import logging


class SlowEar(logging.Handler):
    """Listens to asyncio's own warnings: 'Executing <Task ...> took 0.401 seconds'."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.heard = False

    def emit(self, record):
        message = record.getMessage()
        if message.startswith("Executing") and " took " in message:
            self.heard = True


async def classify(function):
    loop = asyncio.get_running_loop()
    ear = SlowEar()
    logging.getLogger("asyncio").addHandler(ear)
    loop.slow_callback_duration = 0.1
    loop.set_debug(True)
    try:
        await asyncio.sleep(0)      # debug counts from the next turn on
        result = function()
        if asyncio.iscoroutine(result):
            asynchronous = True
            await result
        elif asyncio.isfuture(result):
            asynchronous = not result.done()
            await result
        else:
            asynchronous = False
        await asyncio.sleep(0.05)
    finally:
        loop.set_debug(False)       # leave everything as it was
        logging.getLogger("asyncio").removeHandler(ear)
    return {"blocks": ear.heard, "asynchronous": asynchronous}
