"""
urlopen holds the loop until the page is there: nobody else is served, and the clock stands still.

    0.0  Dora: how much is a letter?
    1.0  Dora: 90 cents
    1.0  Edgar: how much is a letter?
    2.0  Edgar: 90 cents
    2.0  clock: tick
    3.0  clock: tick
"""

import asyncio
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.request import urlopen

SECONDS = 1.0


class Tariffs(BaseHTTPRequestHandler):  # a slow server somewhere, with threads of its own
    def do_GET(self):
        time.sleep(SECONDS)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"90 cents")

    def log_message(self, *args):
        pass


async def look_up(url):
    return urlopen(url).read().decode()


async def serve(name, moment, url):
    await asyncio.sleep(moment)
    print(f"{name}: how much is a letter?")
    print(f"{name}: {await look_up(url)}")


async def clock():
    for seconds in (0.7, 1.0):
        await asyncio.sleep(seconds)
        print("clock: tick")


async def main():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Tariffs)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    await asyncio.gather(clock(), serve("Dora", 0.0, url), serve("Edgar", 0.4, url))


asyncio.run(main())
