"""The programs that are measured. Each has a ``main()``; the first two say themselves how long."""

from __future__ import annotations

PING_PONG = """
import asyncio, time
async def once(pairs=200, rounds=50):
    loop = asyncio.get_running_loop()
    done, left = loop.create_future(), pairs
    def ping(i):
        nonlocal left
        if i < rounds:
            loop.call_soon(pong, i)
        else:
            left -= 1
            if not left:
                done.set_result(None)
    def pong(i):
        loop.call_soon(ping, i + 1)
    began = time.process_time()
    for _ in range(pairs):
        loop.call_soon(ping, 0)
    await done
    return (time.process_time() - began) / (2 * pairs * rounds) * 1e6
async def main():
    return sorted([await once() for _ in range(20)])[5]
"""

HELLO = """
import asyncio, time
from tornado.httpclient import AsyncHTTPClient
from tornado.web import Application, RequestHandler
class Hello(RequestHandler):
    def get(self):
        self.write("hello")
async def main(requests=400):
    server = Application([("/", Hello)], log_function=lambda handler: None).listen(0, "127.0.0.1")
    port = next(iter(server._sockets.values())).getsockname()[1]
    client = AsyncHTTPClient(force_instance=True)
    began = time.process_time()
    for _ in range(requests):
        await client.fetch(f"http://127.0.0.1:{port}/")
    took = (time.process_time() - began) / requests * 1e6
    server.stop()
    client.close()
    return took
"""

# Twenty virtual seconds of visitors, at a handler that waits and at one that blocks.
VISITORS = """
import asyncio, time
from tornado.httpclient import AsyncHTTPClient
from tornado.web import Application, RequestHandler
class Gentle(RequestHandler):
    async def get(self):
        await asyncio.sleep(5)
        self.write("gentle")
class Sleepy(RequestHandler):
    def get(self):
        time.sleep(5)
        self.write("sleepy")
async def main():
    Application([("/gentle", Gentle), ("/sleepy", Sleepy)]).listen(8888)
    client = AsyncHTTPClient()
    for path in ("/gentle", "/sleepy"):
        visits = [client.fetch(f"http://localhost:8888{path}") for _ in range(3)]
        for answer in await asyncio.gather(*visits):
            print(answer.body.decode())
asyncio.run(main())
"""

# The smallest race there is: two updates across an await, three times over.
RACE = """
import asyncio
async def main():
    balance = 0
    async def deposit():
        nonlocal balance
        for _ in range(2):
            before = balance
            await asyncio.sleep(0)
            balance = before + 1
    await asyncio.gather(deposit(), deposit(), deposit())
    print(balance)
asyncio.run(main())
"""

# The same behind a server, of Tornado.
HTTP_RACE = """
import asyncio
from tornado.httpclient import AsyncHTTPClient
from tornado.web import Application, RequestHandler
class Deposit(RequestHandler):
    balance = 0
    async def get(self):
        before = Deposit.balance
        await asyncio.sleep(0.01)
        Deposit.balance = before + 1
async def main():
    server = Application([("/", Deposit)]).listen(8888, "127.0.0.1")
    client = AsyncHTTPClient(force_instance=True)
    async def visit(i):
        await asyncio.sleep(i * 0.005)
        await client.fetch("http://127.0.0.1:8888/")
    await asyncio.gather(*(visit(i) for i in range(3)))
    client.close()
    server.stop()
    await server.close_all_connections()
    print(Deposit.balance)
asyncio.run(main())
"""

# A thousand timers on a clock that jumps.
SLEEPERS = """
import asyncio
async def main():
    await asyncio.gather(*(asyncio.sleep(i % 10 + 1) for i in range(1000)))
"""
