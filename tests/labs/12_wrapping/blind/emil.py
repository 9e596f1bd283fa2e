"""Start a function that blocks, beside everything else."""

import asyncio
import threading


class Go:
    """One goroutine, or nearly. You can await it."""

    def __init__(self, function, args):
        self.function = function
        self.args = args
        self.loop = asyncio.get_running_loop()
        self.future = self.loop.create_future()
        thread = threading.Thread(target=self.work, daemon=True)
        thread.start()

    def work(self):
        # this is the other thread, do not touch the future in here
        try:
            answer = self.function(*self.args)
        except Exception as e:
            self.loop.call_soon_threadsafe(self.future.set_exception, e)
        else:
            self.loop.call_soon_threadsafe(self.future.set_result, answer)

    def __await__(self):
        return self.future.__await__()


def go(function, *args):
    return Go(function, args)
