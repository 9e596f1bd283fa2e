"""Ask the sample server twice: first by standing still, then by going on until the answer is here.

python demos/sample/sample_fetcher.py       with a sample server in another terminal
"""

import argparse
import asyncio
import sys
import time

from tornado.httpclient import AsyncHTTPClient, HTTPClient, HTTPError

BEGAN = time.monotonic()


def say(text):
    print(f"{time.monotonic() - BEGAN:5.1f}  {text}")


def synchronous_fetch(url):
    say("Synchronous: asking. Nothing else can happen here until the answer comes.")
    asked = time.monotonic()
    response = HTTPClient().fetch(url, request_timeout=0)
    say(f"The fetch took {time.monotonic() - asked:.1f} seconds.")
    say(f"The server said: {response.body.decode()}")
    say("That was long, and there was nothing to do but wait.")


async def asynchronous_fetch(url):
    print()
    say("Asynchronous: launching a fetch.")
    answer = AsyncHTTPClient().fetch(url, request_timeout=0)
    say("This line comes before the answer.")
    say("So does this one: the program goes on.")
    response = await answer
    say("Here is the answer!")
    say(f"The server said: {response.body.decode()}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--address", default="127.0.0.1", help="of the server (%(default)s)")
    parser.add_argument("--port", type=int, default=8888, help="of the server (%(default)s)")
    options = parser.parse_args()
    url = f"http://{options.address}:{options.port}/"
    try:
        synchronous_fetch(url)
        asyncio.run(asynchronous_fetch(url))
    except (OSError, ValueError, HTTPError) as error:
        start = f"python demos/sample/sample_server.py --port {options.port}"
        sys.exit(f"No answer from {url}: {error}. Start the server in another terminal: {start}")
    except KeyboardInterrupt:
        print("\nStopped.")
        sys.exit(130)
