"""
AsyncHTTPClient gives the loop back until the page is there: others are served, the clock ticks.

    0.0  Dora: how much is a letter?
    0.4  Edgar: how much is a letter?
    0.7  clock: tick
    1.0  Dora: 90 cents
    1.4  Edgar: 90 cents
    1.7  clock: tick
"""

import asyncio
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tornado.httpclient import AsyncHTTPClient

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
    response = await AsyncHTTPClient().fetch(url)
    return response.body.decode()


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
