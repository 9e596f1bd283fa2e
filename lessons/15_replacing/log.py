"""
A slow log holds the loop while Dora pays; behind a queue, for Edgar, a thread writes it.

    0.0  Dora: buys a stamp
    1.0  printer: Dora bought a stamp
    1.0  Dora: leaves
    1.0  clock: tick
    1.0  Edgar: buys a stamp
    1.0  Edgar: leaves
    1.4  clock: tick
    2.0  printer: Edgar bought a stamp
"""

import asyncio
import logging
import time
from logging.handlers import QueueHandler, QueueListener
from queue import SimpleQueue

SECONDS = 1.0

log = logging.getLogger("post office")
log.setLevel(logging.INFO)


class Printer(logging.Handler):  # an old one: each line takes it a second
    def emit(self, record):
        time.sleep(SECONDS)
        print(f"printer: {record.getMessage()}")


async def serve(name):
    print(f"{name}: buys a stamp")
    log.info("%s bought a stamp", name)
    print(f"{name}: leaves")


async def clock():
    await asyncio.sleep(0.4)
    print("clock: tick")


async def main():
    printer, queue = Printer(), SimpleQueue()
    log.handlers = [printer]
    await asyncio.gather(clock(), serve("Dora"))
    log.handlers = [QueueHandler(queue)]
    listener = QueueListener(queue, printer)
    listener.start()
    await asyncio.gather(clock(), serve("Edgar"))
    await asyncio.to_thread(listener.stop)  # stop waits for the last line: in a thread


asyncio.run(main())
