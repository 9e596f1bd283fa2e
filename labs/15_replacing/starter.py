"""Serve customers at the counter of a post office, side by side."""

import threading
import time
from urllib.request import urlopen

STAMP = threading.Lock()  # there is only one stamp


async def serve(name, office):
    # TODO: each of these lines may hold the loop, for all other customers. Replace what blocks.
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
