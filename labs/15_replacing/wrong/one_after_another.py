"""The loop is free, but the customers are served one after the other all the same.

There is one of something, and whoever is served keeps it from the beginning to the end: the only
thread of an executor, or a lock around everything. The others wait for it, without holding the
loop. Hold only what there is only one of, and only as long as needed: the stamp, while it is down.
`asyncio.to_thread` and `run_in_executor(None, ...)` have several threads.
"""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.request import urlopen

STAMP = threading.Lock()
CLERK = ThreadPoolExecutor(max_workers=1)


async def serve(name, office):
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(CLERK, serve_in_thread, name, office)


def serve_in_thread(name, office):
    price = urlopen(f"{office.address}/{name}").read().decode()
    shelf = office.query(name)
    with office.open_form(name) as file:
        form = file.read()
    with STAMP:
        office.stamp_down(name)
        time.sleep(office.ink)
        office.stamp_up(name)
    office.log.info("%s was served", name)
    return f"{price}, shelf {shelf}, {form}"
