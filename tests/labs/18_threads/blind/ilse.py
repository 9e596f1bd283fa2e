"""Dig a shaft, and tell the office of each metre."""

from concurrent.futures import ThreadPoolExecutor

from tornado.ioloop import IOLoop

pool = ThreadPoolExecutor(max_workers=4)   # up to four people


async def work(shaft, tell):
    loop = IOLoop.current()

    def report(metre):
        loop.add_callback(tell, metre)

    digging = pool.submit(shaft.dig, report)
    return digging.result()     # wait until it is dug
