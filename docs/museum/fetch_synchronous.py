"""
The synchronous fetch, called where a loop runs: it would need a loop of its own to wait in.

    0.0  RuntimeError: Cannot run the event loop while another loop is running
"""

import asyncio

from tornado.httpclient import HTTPClient


def fetch(url):
    return HTTPClient().fetch(url).body


async def main():
    try:
        print(fetch("http://127.0.0.1:8888/"))
    except RuntimeError as error:
        print(f"RuntimeError: {error}")


asyncio.run(main())
