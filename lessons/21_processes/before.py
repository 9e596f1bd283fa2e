"""
Each process has a book of its own: two guests have number 1, and the host's book stays empty.

    0.6  Selma: soup, number 1
    0.9  Jonas: stew, number 1
    1.5  Flora: cake, number 2
    1.5  host: 0 orders are in my book
"""

import asyncio
import time
from concurrent.futures import ProcessPoolExecutor

from tornado.ioloop import IOLoop

book = []


def write_down(dish):
    book.append(dish)
    return len(book)


def cook(dish):
    # This runs in the process of a kitchen.
    time.sleep(0.6)
    return write_down(dish)


async def order(guest, kitchen, dish):
    number = await IOLoop.current().run_in_executor(kitchen, cook, dish)
    print(f"{guest}: {dish}, number {number}")


async def main():
    # Two kitchens, each with one cook, and each cook is a process.
    with ProcessPoolExecutor(1) as left, ProcessPoolExecutor(1) as right:
        selma = asyncio.create_task(order("Selma", left, "soup"))
        await asyncio.sleep(0.3)
        jonas = asyncio.create_task(order("Jonas", right, "stew"))
        await asyncio.sleep(0.6)
        await order("Flora", left, "cake")
        await asyncio.gather(selma, jonas)
    print(f"host: {len(book)} orders are in my book")


# A process that is started anew imports this file: it must not run main as well.
if __name__ == "__main__":
    asyncio.run(main())
