"""Opens the post office, and sends customers to its counter, each at a moment of its own."""

import asyncio
import contextlib
import json
import logging
import os
import socket
import sys
import threading
import time

import submission

# What a page, a query, a form, a line of the log and the ink take, in seconds.
SECONDS = {"page": 1.0, "query": 0.3, "form": 0.4, "log": 0.2, "ink": 0.5}
PRICES = {"Dora": 90, "Edgar": 250}
SHELVES = {"Dora": 3, "Edgar": 8}
MOMENTS = {"Dora": 0.0, "Edgar": 0.3}


async def main(prices=PRICES, shelves=SHELVES, moments=MOMENTS, seconds=SECONDS):
    office = Office(prices, shelves, seconds)
    await asyncio.gather(*(visit(name, moments[name], office) for name in moments))
    # A line of the log may come later, from a thread.
    await asyncio.sleep(len(moments) * seconds["log"] + 0.1)


async def visit(name, moment, office):
    await asyncio.sleep(moment)
    print(f"{name}: comes in")
    told = await asyncio.create_task(counter(name, office), name=name)
    print(f"{name}: leaves with {told!r}")


async def counter(name, office):
    return await submission.serve(name, office)


class Office:
    """What the counter works with."""

    def __init__(self, prices, shelves, seconds):
        self._prices, self._shelves, self._seconds = prices, shelves, seconds
        self._server = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve_pages, daemon=True).start()
        self.address = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        self.ink = seconds["ink"]
        self.log = logging.Logger("post office")
        self.log.addHandler(Printer(seconds["log"]))

    def query(self, name):
        time.sleep(self._seconds["query"])
        print(f"{name}: the parcel is found")
        return self._shelves[name]

    def open_form(self, name):
        reading, writing = os.pipe()
        threading.Thread(target=self._fill_in, args=(name, writing), daemon=True).start()
        return open(reading)

    def stamp_down(self, name):
        print(f"{name}: stamp down")

    def stamp_up(self, name):
        print(f"{name}: stamp up")

    def _fill_in(self, name, writing):
        time.sleep(self._seconds["form"])
        # Nobody may be reading: that is not the post's fault.
        with contextlib.suppress(OSError), open(writing, "w") as form:
            form.write(f"form of {name}")

    def _serve_pages(self):
        while True:
            connection, _ = self._server.accept()
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection):
        with connection:
            name = connection.recv(10_000).split()[1].decode()[1:]
            time.sleep(self._seconds["page"])
            page = f"{self._prices[name]} cents"
            head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(page)}\r\nConnection: close\r\n\r\n"
            connection.sendall((head + page).encode())


class Printer(logging.Handler):
    """A log that is written slowly."""

    def __init__(self, seconds):
        super().__init__()
        self._delay = seconds

    def emit(self, record):
        time.sleep(self._delay)
        print(f"log: {record.getMessage()}")


if __name__ == "__main__":
    asyncio.run(main(**json.loads(sys.argv[1] if sys.argv[1:] else "{}")))
