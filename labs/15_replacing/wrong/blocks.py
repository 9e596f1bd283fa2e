"""One customer after the other: everything that `serve` calls holds the loop.

`async def` alone changes nothing. Only an `await` on something that is not ready yet gives the loop
back, and in `serve` there is none. Replace each call: `urlopen` by `await AsyncHTTPClient().fetch`,
`time.sleep` by `await asyncio.sleep`, the `threading.Lock` by an `asyncio.Lock`. For `query`,
`read` and `log.info` a thread can wait: `await asyncio.to_thread(function, argument)`.
"""

import threading
import time
from urllib.request import urlopen

STAMP = threading.Lock()  # there is only one stamp


async def serve(name, office):
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
