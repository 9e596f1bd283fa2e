"""Every digger gets a thread of his own."""

import asyncio
import threading


class Digger(threading.Thread):
    def __init__(self, shaft, tell):
        super().__init__(daemon=True)
        self.shaft = shaft
        self.tell = tell
        self.loop = asyncio.get_event_loop()
        self.done = self.loop.create_future()

    def run(self):
        try:
            coal = self.shaft.dig(self.report)
        except Exception as e:
            self.loop.call_soon_threadsafe(self.done.set_exception, e)
        else:
            self.loop.call_soon_threadsafe(self.done.set_result, coal)

    def report(self, metre):
        self.loop.call_soon_threadsafe(self.tell, metre)


async def work(shaft, tell):
    digger = Digger(shaft, tell)
    digger.start()
    return await digger.done
