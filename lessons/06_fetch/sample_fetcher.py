"""
The fetcher of 2015 today: seconds printed by the program itself say who waited for whom.

    0.0  0 s: starting synchronous fetch
    1.0  1 s: server said "Hello, world"
    1.0  1 s: pfew, that was a lot of wait time
    1.0  1 s: gonna launch a fetch to the universe
    1.0  1 s: you're gonna see this line before the answer
    1.0  1 s: this one too
    2.0  2 s: yawwza, finally, server said "Hello, world"
"""

import asyncio
import socket
import time
from threading import Thread

from tornado.httpclient import AsyncHTTPClient, HTTPClient

SECONDS = 1.0


def serve(listener):
    while True:
        visitor, _ = listener.accept()
        visitor.recv(1000)
        time.sleep(SECONDS)  # this holds the server's own thread, and nobody's loop
        visitor.sendall(b"HTTP/1.0 200 OK\r\n\r\nHello, world")
        visitor.close()


def say(words):
    print(f"{int(time.time() - start)} s: {words}")


def synchronous_fetch(url):
    say("starting synchronous fetch")
    response = HTTPClient().fetch(url)
    say(f'server said "{response.body.decode()}"')
    say("pfew, that was a lot of wait time")


async def asynchronous_fetch(url):
    say("gonna launch a fetch to the universe")
    future = AsyncHTTPClient().fetch(url)
    say("you're gonna see this line before the answer")
    say("this one too")
    response = await future
    say(f'yawwza, finally, server said "{response.body.decode()}"')


start = time.time()
listener = socket.create_server(("127.0.0.1", 0))  # 0: any port that is free
Thread(target=serve, args=[listener], daemon=True).start()
url = f"http://127.0.0.1:{listener.getsockname()[1]}"
synchronous_fetch(url)
# In 2015 the loop was started here, and nothing ever stopped it. run ends with the coroutine.
asyncio.run(asynchronous_fetch(url))
