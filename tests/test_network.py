"""The network in memory: servers, clients and bare sockets, on one clock with everything else."""

from __future__ import annotations

import os
import socket
import warnings
from collections.abc import Callable
from typing import Any

import pytest

from looplab.request import Latency, Limits
from looplab.trace import Trace

NO_INTERNET = "there is no internet in this world; looplab run --real has it"

Traced = Callable[..., Trace]


def said(trace: Trace) -> list[tuple[float, str | None]]:
    """What was printed, and when."""
    return [(round(e.t, 9), e.text) for e in trace.prints()]


def words(trace: Trace) -> list[str | None]:
    """What was printed."""
    return [e.text for e in trace.prints()]


def holds(trace: Trace, start: str) -> list[tuple[str | None, str | None, float, float | None]]:
    """The calls that held a thread at lines that start like this: who, call, from, until."""
    blocks = [e for e in trace.kind("block") if (e.source or "").startswith(start)]
    return [(e.who, e.call, e.t, e.until) for e in blocks]


def ready(trace: Trace) -> list[tuple[str | None, float, float | None]]:
    return [(e.who, e.t, e.until) for e in trace.kind("ready")]


# ---- Tornado

SERVER = """
    import asyncio, time
    from tornado import gen, web
    from tornado.httpclient import AsyncHTTPClient
    class Waits(web.RequestHandler):
        async def get(self):
            await asyncio.sleep(5)
            self.write("waited")
    class Sleeps(web.RequestHandler):
        def get(self):
            time.sleep(5)
            self.write("slept")
    class Yields(web.RequestHandler):
        @gen.coroutine
        def get(self):
            yield gen.sleep(1)
            time.sleep(1)
            self.write("yielded")
    app = web.Application([("/w", Waits), ("/s", Sleeps), ("/y", Yields)])
    async def fetch(path):
        response = await AsyncHTTPClient().fetch("http://localhost:8888" + path)
        print(response.body.decode())
    async def main():
        server = app.listen(8888)
        await asyncio.gather(*[fetch(path) for path in PATHS])
        server.stop()
    asyncio.run(main())
"""


def fetched(traced: Traced, *paths: str) -> Trace:
    return traced(SERVER.replace("PATHS", repr(paths)))


def test_handlers_that_await_answer_all_at_once(traced: Traced) -> None:
    """Three visitors of a handler that awaits 5 s are all served at 5; nothing held the loop."""
    trace = fetched(traced, "/w", "/w", "/w")
    assert said(trace) == [(5, "waited")] * 3
    assert trace.status == "finished"
    assert not [e for e in trace.kind("block", "ready") if e.on_loop or e.kind == "ready"]


def test_handlers_that_sleep_answer_one_after_the_other(traced: Traced) -> None:
    """Three visitors of one that sleeps 5 s: 15 s, and three blocks that name whom they served."""
    trace = fetched(traced, "/s", "/s", "/s")
    assert trace.prints()[-1].t == 15
    assert holds(trace, "time.sleep(5)") == [
        ("GET /s", "time.sleep", 0, 5),
        ("GET /s #2", "time.sleep", 5, 10),
        ("GET /s #3", "time.sleep", 10, 15),
    ]


def test_handlers_of_the_older_style_are_blamed_as_well(traced: Traced) -> None:
    """gen.coroutine: two visitors wait side by side and then sleep one after the other."""
    trace = fetched(traced, "/y", "/y")
    assert trace.prints()[-1].t == 3
    assert [hold[1:] for hold in holds(trace, "time.sleep(1)")] == [
        ("time.sleep", 1, 2),
        ("time.sleep", 2, 3),
    ]
    assert [hold[0] for hold in holds(trace, "time.sleep(1)")] == ["GET /y", "GET /y #2"]


def test_who_is_served_late_was_ready_since_it_knocked(traced: Traced) -> None:
    """A request that comes while another handler sleeps is ready from then on, not from later."""
    trace = traced("""
        import asyncio, time, urllib.request, threading
        from tornado import web
        class Sleeps(web.RequestHandler):
            def get(self):
                time.sleep(5)
        def visit(at):
            time.sleep(at)
            urllib.request.urlopen("http://localhost:8888/").read()
            print("served")
        async def main():
            web.Application([("/", Sleeps)]).listen(8888)
            for at in (1, 3):
                threading.Thread(target=visit, args=(at,)).start()
            await asyncio.sleep(20)
        asyncio.run(main())
    """)
    assert [t for t, _ in said(trace)] == [6, 11]
    assert ("GET / #2", 3.0, 6.0) in ready(trace)


def test_what_is_read_late_on_purpose_was_not_ready(traced: Traced) -> None:
    """A WebSocket handler that is busy awaiting asks for the next message later: no lateness."""
    trace = traced("""
        import asyncio
        from tornado import web, websocket
        class Slow(websocket.WebSocketHandler):
            async def on_message(self, text):
                await asyncio.sleep(2)
                self.write_message(text)
        async def main():
            web.Application([("/", Slow)]).listen(8888)
            chat = await websocket.websocket_connect("ws://localhost:8888/")
            for text in "abc":
                await chat.write_message(text)
            for _ in range(3):
                print(await chat.read_message())
            await asyncio.sleep(10)
            await chat.write_message("d")
            print(await chat.read_message())
        asyncio.run(main())
    """)
    assert said(trace) == [(2, "a"), (4, "b"), (6, "c"), (18, "d")]
    assert ready(trace) == []


def test_a_chat_reaches_everybody(traced: Traced) -> None:
    """Three clients of one WebSocket server, each of which speaks at its own second."""
    trace = traced("""
        import asyncio
        from tornado import web, websocket
        room = []
        class Chat(websocket.WebSocketHandler):
            def open(self):
                room.append(self)
            def on_message(self, text):
                for guest in room:
                    guest.write_message(text)
            def on_close(self):
                room.remove(self)
                print("left:", len(room))
        async def guest(number):
            chat = await websocket.websocket_connect("ws://localhost:8888/")
            await asyncio.sleep(number)
            await chat.write_message(f"hi from {number}")
            print(number, [await chat.read_message() for _ in range(3)])
            chat.close()
        async def main():
            web.Application([("/", Chat)]).listen(8888)
            await asyncio.gather(*[guest(n) for n in (1, 2, 3)])
            await asyncio.sleep(1)
            print("over")
        asyncio.run(main())
    """)
    heard = "['hi from 1', 'hi from 2', 'hi from 3']"
    assert said(trace) == [
        (3, f"3 {heard}"), (3, f"1 {heard}"), (3, f"2 {heard}"),
        (3, "left: 2"), (3, "left: 1"), (3, "left: 0"), (4, "over"),
    ]  # fmt: skip


def test_a_hundred_visitors_at_once(traced: Traced) -> None:
    """Each of them waits for 2 s, all of them together for 2 s, each under a name of its own."""
    trace = traced("""
        import asyncio
        from tornado import web
        from tornado.httpclient import AsyncHTTPClient
        class Waits(web.RequestHandler):
            async def get(self):
                await asyncio.sleep(2)
                print(self.request.arguments["n"][0].decode())
        async def main():
            web.Application([("/", Waits)]).listen(8888)
            client = AsyncHTTPClient(force_instance=True, max_clients=100)
            fetches = [client.fetch(f"http://localhost:8888/?n={n}") for n in range(100)]
            print({response.code for response in await asyncio.gather(*fetches)})
        asyncio.run(main())
    """)
    assert said(trace) == [(2, str(n)) for n in range(100)] + [(2, "{200}")]
    assert len({e.who for e in trace.prints()}) == 101


def test_a_client_has_so_many_connections_and_timeouts(traced: Traced) -> None:
    """max_clients queues; request_timeout and connect_timeout run out at their very instant."""
    trace = traced("""
        import asyncio
        from tornado import web
        from tornado.httpclient import AsyncHTTPClient
        URL = "http://localhost:8888/"
        class Waits(web.RequestHandler):
            async def get(self):
                await asyncio.sleep(4)
        async def fetch(client, **options):
            try:
                await client.fetch(URL, **options)
                print("answered")
            except Exception as error:
                print(type(error).__name__, error)
        async def main():
            web.Application([("/", Waits)]).listen(8888)
            client = AsyncHTTPClient(force_instance=True, max_clients=2)
            await fetch(client, request_timeout=2.5)
            await asyncio.gather(*[fetch(client) for _ in range(3)])
            busy = [asyncio.create_task(fetch(client)) for _ in range(2)]
            await asyncio.sleep(0)
            await fetch(client, connect_timeout=3)
            await asyncio.gather(*busy)
        asyncio.run(main())
    """)
    assert said(trace) == [
        (2.5, "HTTPTimeoutError Timeout during request"),
        (6.5, "answered"), (6.5, "answered"), (10.5, "answered"),
        (13.5, "HTTPTimeoutError Timeout in request queue"),
        (14.5, "answered"), (14.5, "answered"),
    ]  # fmt: skip


def test_large_bodies_arrive_whole_in_both_directions(traced: Traced) -> None:
    """Megabytes fit through connections that hold far less."""
    trace = traced("""
        import asyncio
        from tornado import web
        from tornado.httpclient import AsyncHTTPClient
        class Large(web.RequestHandler):
            def get(self):
                self.write("x" * 3_000_000)
            def post(self):
                self.write(str(len(self.request.body)))
        async def main():
            web.Application([("/", Large)]).listen(8888)
            client = AsyncHTTPClient()
            print(len((await client.fetch("http://localhost:8888/")).body))
            body = b"y" * 5_000_000
            print((await client.fetch("http://localhost:8888/", method="POST", body=body)).body)
        asyncio.run(main())
    """)
    assert said(trace) == [(0, "3000000"), (0, "b'5000000'")]


def test_a_synchronous_client_in_a_running_loop_is_refused(traced: Traced) -> None:
    """Tornado's own RuntimeError. 3.13.0 then loses the outer loop (cpython#130145): it ends."""
    trace = traced(
        """
        import asyncio
        from tornado.httpclient import HTTPClient
        async def main():
            try:
                HTTPClient()
            except RuntimeError as error:
                print(error)
            await asyncio.sleep(1)
        asyncio.run(main())
        """,
        limits=Limits(turns=10_000),
    )
    (line,) = words(trace)
    assert line in (
        "Cannot run the event loop while another loop is running",
        "This event loop is already running",
    )
    if trace.status != "finished":
        assert (trace.end.error or {})["message"] == "no running event loop"


# ---- clients that block


HTTP = """
    import asyncio, threading, time, urllib.request
    from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            time.sleep(2)
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")
        def log_message(self, *args):
            pass
    def serve(kind=HTTPServer):
        server = kind(("127.0.0.1", 8000), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server
"""


def test_urlopen_holds_the_loop_that_calls_it(traced: Traced) -> None:
    """A server in another thread answers after 2 s: the heartbeats are late, the line is blamed."""
    trace = traced(
        HTTP
        + """
    async def beat():
        for _ in range(3):
            await asyncio.sleep(0.9)
            print("beat")
    async def main():
        server = serve()
        beating = asyncio.create_task(beat())
        await asyncio.sleep(0.5)
        print(urllib.request.urlopen("http://127.0.0.1:8000/").read())
        await beating
    asyncio.run(main())
    """
    )
    assert said(trace) == [(2.5, "b'ok'"), (2.5, "beat"), (3.4, "beat"), (4.3, "beat")]
    assert holds(trace, "print(urllib") == [("main", "urllib.request.urlopen", 0.5, 2.5)]
    assert ("beat", 0.9, 2.5) in ready(trace)


@pytest.mark.parametrize(("kind", "times"), [("HTTPServer", [2, 4]), ("ThreadingHTTPServer", [2])])
def test_requests_to_a_server_of_the_standard_library(
    traced: Traced, kind: str, times: list[float]
) -> None:
    """One thread serves one visitor after the other; a thread for each serves both at once."""
    trace = traced(
        HTTP
        + f"""
    import requests
    server = serve({kind})
    def visit():
        print(requests.get("http://127.0.0.1:8000/").text)
    threads = [threading.Thread(target=visit) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    server.shutdown()
    """
    )
    assert words(trace) == ["ok", "ok"]
    assert sorted({t for t, _ in said(trace)}) == times
    assert {call for _, call, _, _ in holds(trace, "print(requests")} == {"requests.get"}


def test_a_connection_is_kept_alive(traced: Traced) -> None:
    """Three requests of one HTTP/1.1 client come from one port."""
    trace = traced("""
        import http.client, threading
        from http.server import BaseHTTPRequestHandler, HTTPServer
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def do_GET(self):
                text = str(self.client_address[1]).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)
            def log_message(self, *args):
                pass
        server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        client = http.client.HTTPConnection("127.0.0.1", server.server_port)
        ports = set()
        for _ in range(3):
            client.request("GET", "/")
            ports.add(client.getresponse().read())
        print(len(ports), ports == {str(client.sock.getsockname()[1]).encode()})
    """)
    assert words(trace) == ["1 True"]


def test_urlopen_to_a_server_of_the_same_loop_is_a_deadlock(traced: Traced) -> None:
    """In life it hangs; here it is known at once, at the line."""
    trace = traced("""
        import asyncio, urllib.request
        from tornado import web
        async def main():
            web.Application([]).listen(8888)
            await asyncio.sleep(1)
            urllib.request.urlopen("http://localhost:8888/")
        asyncio.run(main())
    """)
    assert (trace.status, trace.end.t) == ("deadlock", 1)
    error = trace.end.error or {}
    assert (error["file"], error["line"]) == ("program.py", 7)
    assert "urllib.request.urlopen" in error["message"]


def test_tornados_synchronous_client_waits_outside_of_a_loop(traced: Traced) -> None:
    """HTTPClient in a plain script: it runs a loop of its own until the answer is there."""
    trace = traced(
        HTTP
        + """
    from tornado.httpclient import HTTPClient
    serve()
    client = HTTPClient()
    print(client.fetch("http://127.0.0.1:8000/").body)
    client.close()
    """
    )
    assert said(trace) == [(2, "b'ok'")]


# ---- asyncio


def test_streams_of_asyncio_end_as_in_life(traced: Traced) -> None:
    """Lines there and back, end of file both ways, and a server that is closed and waited for."""
    trace = traced("""
        import asyncio
        async def serve(reader, writer):
            while line := await reader.readline():
                await asyncio.sleep(1)
                writer.write(line.upper())
            writer.close()
            await writer.wait_closed()
        async def main():
            server = await asyncio.start_server(serve, "localhost", 7000)
            reader, writer = await asyncio.open_connection("localhost", 7000)
            writer.write(b"a\\nb\\n")
            print(await reader.readline(), await reader.readline())
            writer.write_eof()
            print(await reader.read())
            writer.close()
            server.close()
            await server.wait_closed()
            print("closed")
        asyncio.run(main())
    """)
    assert said(trace) == [(2, "b'A\\n' b'B\\n'"), (2, "b''"), (2, "closed")]
    assert trace.status == "finished"


def test_transports_and_bare_sockets_of_asyncio(traced: Traced) -> None:
    """create_server with a protocol, and sock_accept, sock_connect, sock_recv, sock_sendall."""
    trace = traced("""
        import asyncio, socket
        class Echo(asyncio.Protocol):
            def connection_made(self, transport):
                self.transport = transport
            def data_received(self, data):
                self.transport.write(data * 2)
            def connection_lost(self, error):
                print("lost", error)
        async def main():
            loop = asyncio.get_running_loop()
            server = await loop.create_server(Echo, "127.0.0.1", 0)
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.write(b"ab")
            print(await reader.readexactly(4), writer.get_extra_info("peername")[0])
            writer.close()
            await writer.wait_closed()
            listening = socket.create_server(("127.0.0.1", 0))
            listening.setblocking(False)
            async def serve():
                visitor, _ = await loop.sock_accept(listening)
                await asyncio.sleep(1)
                await loop.sock_sendall(visitor, (await loop.sock_recv(visitor, 9)).upper())
                visitor.close()
            serving = asyncio.create_task(serve())
            client = socket.socket()
            client.setblocking(False)
            await loop.sock_connect(client, listening.getsockname())
            await loop.sock_sendall(client, b"hi")
            print(await loop.sock_recv(client, 9), await loop.sock_recv(client, 9))
            await serving
        asyncio.run(main())
    """)
    assert said(trace) == [(0, "b'abab' 127.0.0.1"), (0, "lost None"), (1, "b'HI' b''")]


# ---- bare sockets

PAIR = """
    import select, selectors, socket, threading, time
    listening = socket.create_server(("127.0.0.1", 0))
    client = socket.create_connection(listening.getsockname())
    server, visitor = listening.accept()
    def later(seconds, function, *args):
        threading.Timer(seconds, function, args).start()
"""


def test_both_ends_know_each_other(traced: Traced) -> None:
    """Names, peers, families: what one end calls its own, the other calls its peer's."""
    trace = traced(
        PAIR
        + """
    print(visitor == client.getsockname() == server.getpeername())
    print(client.getpeername() == server.getsockname() == listening.getsockname())
    print(client.family.name, client.type.name, repr(client)[:18])
    print(socket.create_connection(("localhost", visitor[1] - 1)).getpeername()[0])
    """
    )
    assert words(trace) == ["True", "True", "AF_INET SOCK_STREAM <socket.socket fd=", "127.0.0.1"]


def test_timeouts_run_out_at_their_instant(traced: Traced) -> None:
    """accept, recv, makefile and a full send: TimeoutError, at their lines, after their seconds."""
    trace = traced(
        PAIR
        + """
    listening.settimeout(1)
    client.settimeout(1)
    file = client.makefile("rb")
    def sends():
        while True:
            client.sendall(bytes(1 << 20))
    for wait in (listening.accept, lambda: client.recv(1), file.readline, sends):
        try:
            wait()
        except TimeoutError as error:
            print(error)
    """
    )
    assert said(trace) == [(t, "timed out") for t in (1, 2, 3, 4)]
    calls = [(e.call, e.t, e.until) for e in trace.kind("block")]
    assert [call for call, _, _ in calls][:3] == [
        "socket.accept",
        "socket.recv",
        "socket.recv_into",
    ]
    assert (calls[-1][0], calls[-1][2]) == ("socket.send", 4)


def test_who_does_not_block_is_told_so(traced: Traced) -> None:
    """recv without data, connect and accept: BlockingIOError with the numbers of life."""
    trace = traced(
        PAIR
        + """
    for each in (client, listening):
        each.setblocking(False)
    other = socket.socket()
    other.setblocking(False)
    address = listening.getsockname()
    for call in (lambda: client.recv(1), listening.accept, lambda: other.connect(address)):
        try:
            call()
        except BlockingIOError as error:
            print(error)
    print(select.select([listening], [other], [], 1) == ([listening], [other], []))
    print(other.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
    """
    )
    assert words(trace) == [
        "[Errno 11] Resource temporarily unavailable",
        "[Errno 11] Resource temporarily unavailable",
        "[Errno 115] Operation now in progress",
        "True",
        "0",
    ]


def test_select_poll_and_selectors_keep_the_time(traced: Traced) -> None:
    """Each returns when the data comes, or empty at its timeout; the wait is blamed on its line."""
    trace = traced(
        PAIR
        + """
    print(select.select([client], [], [], 1))
    later(1, server.sendall, b"a")
    print(select.select([client], [], []) == ([client], [], []), client.recv(9))
    selector = selectors.DefaultSelector()
    selector.register(client, selectors.EVENT_READ, "mine")
    print(selector.select(1))
    later(1, server.sendall, b"b")
    print([key.data for key, _ in selector.select()], client.recv(9))
    poll = select.poll()
    poll.register(client, select.POLLIN)
    print(poll.poll(1000))
    later(1, server.sendall, b"c")
    print(len(poll.poll()), client.recv(9))
    """
    )
    assert said(trace) == [
        (1, "([], [], [])"), (2, "True b'a'"), (3, "[]"), (4, "['mine'] b'b'"), (5, "[]"),
        (6, "1 b'c'"),
    ]  # fmt: skip
    assert [hold[1:] for hold in holds(trace, "print(")] == [
        ("select.select", 0, 1), ("select.select", 1, 2), ("selector.select", 2, 3),
        ("selector.select", 3, 4), ("poll.poll", 4, 5), ("poll.poll", 5, 6),
    ]  # fmt: skip


def test_half_a_connection_can_be_closed(traced: Traced) -> None:
    """After shutdown the other end reads to the end, and can still answer; then nothing goes."""
    trace = traced(
        PAIR
        + """
    later(1, client.shutdown, socket.SHUT_WR)
    client.sendall(b"question")
    file = server.makefile("rb")
    print(file.read())
    server.sendall(b"answer")
    print(client.recv(9))
    try:
        client.sendall(b"more")
    except OSError as error:
        print(type(error).__name__)
    file.close()
    later(1, server.close)
    print(client.recv(9))
    """
    )
    assert said(trace) == [
        (1, "b'question'"), (1, "b'answer'"), (1, "BrokenPipeError"), (2, "b''"),
    ]  # fmt: skip


def test_a_thousand_may_knock_before_anybody_opens(traced: Traced) -> None:
    """Those who wait to be accepted take no room from each other, and none is forgotten."""
    trace = traced("""
        import select, socket
        listening = socket.create_server(("127.0.0.1", 0), backlog=1000)
        clients = [socket.create_connection(listening.getsockname()) for _ in range(1000)]
        accepted = 0
        while select.select([listening], [], [], 0)[0]:
            listening.accept()[0].close()
            accepted += 1
        listening.settimeout(1)
        try:
            listening.accept()
        except TimeoutError:
            print(accepted)
    """)
    assert said(trace) == [(1, "1000")]


def test_the_order_of_connecting_is_the_order_of_accepting(traced: Traced) -> None:
    """Five clients knock before anybody lets them in."""
    trace = traced("""
        import socket
        listening = socket.create_server(("127.0.0.1", 0))
        clients = [socket.create_connection(listening.getsockname()) for _ in range(5)]
        for number, client in reversed(list(enumerate(clients))):
            client.sendall(str(number).encode())
        print([listening.accept()[0].recv(1) for _ in range(5)])
    """)
    assert words(trace) == ["[b'0', b'1', b'2', b'3', b'4']"]


def send(size: int) -> str:
    return (
        PAIR
        + f"""
    def receive():
        time.sleep(1)
        got = 0
        while data := server.recv(1 << 16):
            got += len(data)
        print("all")
    thread = threading.Thread(target=receive)
    thread.start()
    client.sendall(bytes({size}))
    client.close()
    thread.join()
    """
    )


def test_how_much_is_sent_changes_no_time(traced: Traced) -> None:
    """30 MB pass through the connection as 3 bytes do, once somebody reads."""
    small, large = traced(send(3)), traced(send(30_000_000))
    assert said(small) == said(large) == [(1, "all")]
    # Who sends more than a connection holds waits for who reads.
    assert not holds(small, "client.sendall")
    assert holds(large, "client.sendall") == [(None, "socket.send", 0, 1)]


def test_the_same_errors_as_in_life() -> None:
    """Every wrong use raises what the real socket raises: class, number and words."""
    program = """
import socket
def attempt(function, *args):
    try:
        function(*args)
        print("fine")
    except Exception as error:
        print(type(error).__name__, error)
taken = socket.socket()
taken.bind(("127.0.0.1", 0))
address = taken.getsockname()
attempt(taken.accept)
attempt(socket.create_connection, address)
attempt(socket.socket().bind, address)
attempt(socket.socket().bind, ("8.8.8.8", 0))
taken.listen()
attempt(taken.recv, 1)
attempt(taken.send, b"x")
client = socket.create_connection(address)
attempt(client.connect, address)
attempt(client.bind, ("127.0.0.1", 0))
attempt(client.listen)
alone = socket.socket()
for function, *args in (
    (alone.recv, 1), (alone.send, b"x"), (alone.sendall, b""), (alone.getpeername,),
    (alone.shutdown, socket.SHUT_RDWR), (alone.connect, ("127.0.0.1",)),
    (alone.connect, ("127.0.0.1", "80")), (alone.connect, ("127.0.0.1", 99999)),
    (alone.connect, "x"), (alone.connect, 5), (alone.settimeout, -1),
):
    attempt(function, *args)
print(alone.getsockname(), alone.proto, alone.connect_ex(("127.0.0.1", 1)))
waits_not = socket.socket()
waits_not.setblocking(False)
print(waits_not.connect_ex(("127.0.0.1", 1)))
client.close()
attempt(client.recv, 1)
print(client.fileno(), client)
taken.close()
attempt(socket.create_connection, address)
attempt(socket.create_server, address)
for each in (alone, waits_not):
    each.close()
"""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        inside, outside = printed_inside(program), printed_outside(program)
    assert inside == outside
    assert len(inside) > 25


def printed_inside(program: str) -> list[str]:
    from looplab.record import run
    from looplab.request import Request, Source

    trace = run(Request(Source("program.py", program)))
    assert trace.status == "finished", trace.end.error
    return [e.text or "" for e in trace.prints()]


def printed_outside(program: str) -> list[str]:
    lines: list[str] = []
    globals_: dict[str, Any] = {"print": lambda *said: lines.append(" ".join(map(str, said)))}
    exec(compile(program, "program.py", "exec"), globals_)
    return lines


def test_a_refused_port_is_refused_everywhere(traced: Traced) -> None:
    """Each client raises what it raises in life where nobody listens, at once."""
    trace = traced("""
        import asyncio, socket, urllib.request
        import requests
        from tornado.httpclient import AsyncHTTPClient
        from tornado.tcpclient import TCPClient
        def attempt(function, *args):
            try:
                function(*args)
            except Exception as error:
                print(type(error).__name__, str(error)[-19:])
        attempt(socket.create_connection, ("localhost", 1))
        attempt(urllib.request.urlopen, "http://localhost:1/")
        try:
            requests.get("http://localhost:1/")
        except requests.ConnectionError as error:
            print("Connection refused" in str(error))
        async def main():
            for call in (
                AsyncHTTPClient().fetch("http://localhost:1/"),
                asyncio.open_connection("127.0.0.1", 1),
                TCPClient().connect("127.0.0.1", 1),
            ):
                try:
                    await call
                except Exception as error:
                    print(type(error).__name__, error)
        asyncio.run(main())
    """)
    assert words(trace) == [
        "ConnectionRefusedError  Connection refused",
        "URLError Connection refused>",
        "True",
        "ConnectionRefusedError [Errno 111] Connection refused",
        "ConnectionRefusedError [Errno 111] Connect call failed ('127.0.0.1', 1)",
        "StreamClosedError Stream is closed",
    ]
    assert trace.end.t == 0


def test_an_unknown_host_costs_a_look_up(traced: Traced) -> None:
    """gaierror after as long as names take; localhost and invented names are this machine."""
    trace = traced(
        """
        import asyncio, socket
        for host in ("localhost", "shop.example", "nowhere.invalid"):
            try:
                print(socket.gethostbyname(host))
            except socket.gaierror as error:
                print(error)
        async def main():
            try:
                await asyncio.open_connection("nowhere.invalid", 80)
            except OSError as error:
                print(type(error).__name__)
        asyncio.run(main())
        """,
        latency=Latency(names=0.5),
    )
    assert said(trace) == [
        (0, "127.0.0.1"), (0.5, "127.0.0.1"),
        (1, f"[Errno -2] Name or service not known: {NO_INTERNET}"),
        (1.5, "gaierror"),
    ]  # fmt: skip
    assert {hold[1] for hold in holds(trace, "print(socket")} == {"socket.gethostbyname"}


def test_who_asks_for_the_internet_is_told_that_there_is_none(traced: Traced) -> None:
    """The class and the number of life, and a sentence; the same from every client."""
    trace = traced("""
        import asyncio, errno, socket, urllib.request
        from tornado.httpclient import AsyncHTTPClient
        def told(error):
            print(type(error).__name__, errno.errorcode.get(error.errno), error)
        try:
            urllib.request.urlopen("https://python.org")
        except OSError as error:
            told(error.reason)
        try:
            socket.create_connection(("8.8.8.8", 53))
        except OSError as error:
            told(error)
        async def main():
            for call in (
                AsyncHTTPClient().fetch("http://python.org/"),
                asyncio.open_connection("python.org", 80),
                asyncio.open_connection("8.8.8.8", 53),
            ):
                try:
                    await call
                except OSError as error:
                    told(error)
        asyncio.run(main())
    """)
    unknown = f"gaierror None [Errno -2] Name or service not known: {NO_INTERNET}"
    no_way = f"OSError ENETUNREACH [Errno 101] Network is unreachable: {NO_INTERNET}"
    assert words(trace) == [unknown, no_way, unknown, unknown, no_way]


def test_an_invented_name_at_which_nobody_listens(traced: Traced) -> None:
    """It is this machine, which whoever is refused cannot know; of localhost they do."""
    trace = traced("""
        import socket, urllib.request
        def attempt(host, port):
            try:
                socket.create_connection((host, port))
            except ConnectionRefusedError as error:
                print(error)
        attempt("localhost", 80)
        attempt("example.com", 80)
        try:
            urllib.request.urlopen("http://shop.test:8000/")
        except OSError as error:
            print(error.reason)
    """)
    refused = "[Errno 111] Connection refused"
    assert words(trace) == [
        refused,
        f"{refused}: example.com is this machine, and nothing listens on port 80",
        f"{refused}: shop.test is this machine, and nothing listens on port 8000",
    ]


def test_addresses_of_the_sixth_version(traced: Traced) -> None:
    """A server at ::1 is reached there, with addresses of four parts; names have one there."""
    trace = traced("""
        import socket
        listening = socket.create_server(("::1", 0), family=socket.AF_INET6)
        client = socket.socket(socket.AF_INET6)
        client.connect(listening.getsockname())
        server, visitor = listening.accept()
        client.sendall(b"x")
        print(server.recv(1), visitor[0], len(visitor), client.getpeername()[0])
        print(socket.getaddrinfo("localhost", 80, socket.AF_INET6, socket.SOCK_STREAM)[0][4])
        print(socket.getaddrinfo("localhost", 80, type=socket.SOCK_STREAM)[0][4])
    """)
    assert words(trace) == ["b'x' ::1 4 ::1", "('::1', 80, 0, 0)", "('127.0.0.1', 80)"]


def test_a_port_is_free_again_when_nobody_holds_it(traced: Traced) -> None:
    """Closed or only dropped: the visitors are turned away, and the port can be taken."""
    trace = traced("""
        import socket, warnings
        warnings.simplefilter("ignore")
        for drop in (False, True):
            listening = socket.create_server(("127.0.0.1", 5000))
            client = socket.create_connection(("127.0.0.1", 5000))
            server, _ = listening.accept()
            if not drop:
                server.close()
                listening.close()
            del server, listening
            print(client.recv(1), socket.socket().connect_ex(("127.0.0.1", 5000)))
    """)
    assert words(trace) == ["b'' 111"] * 2


def test_a_dropped_server_awaits_no_visitors(traced: Traced) -> None:
    """Its descriptor's number goes to somebody else, who is then stuck, not idle."""
    trace = traced("""
        import socket, warnings
        warnings.simplefilter("ignore")
        listening = socket.create_server(("127.0.0.1", 5000))
        number = listening.fileno()
        del listening
        pairs = []
        while not pairs or number not in (pairs[-1][0].fileno(), pairs[-1][1].fileno()):
            pairs.append(socket.socketpair())
        for end in pairs[-1]:
            if end.fileno() == number:
                end.recv(1)
    """)
    assert trace.status == "deadlock"
    assert (trace.end.error or {})["line"] == 12


def test_a_listening_socket_that_is_shut_down_lets_its_acceptor_go(traced: Traced) -> None:
    """The usual way to stop a thread that accepts: OSError there, as in life."""
    trace = traced("""
        import socket, threading, time
        listening = socket.create_server(("127.0.0.1", 0))
        def accept():
            try:
                listening.accept()
            except OSError as error:
                print(error)
        threading.Thread(target=accept).start()
        time.sleep(1)
        listening.shutdown(socket.SHUT_RDWR)
    """)
    assert said(trace) == [(1, "[Errno 22] Invalid argument")]


def test_local_sockets_and_pairs_wait_on_the_clock(traced: Traced) -> None:
    """AF_UNIX servers, bare and of asyncio, and socketpair: as the others."""
    trace = traced(
        """
        import asyncio, os, socket, tempfile, threading
        folder = tempfile.TemporaryDirectory()
        path = folder.name + "/door"
        async def serve(reader, writer):
            writer.write(await reader.readline())
            writer.close()
        async def main():
            server = await asyncio.start_unix_server(serve, path)
            reader, writer = await asyncio.open_unix_connection(path)
            await asyncio.sleep(1)
            writer.write(b"hey\\n")
            print(await reader.read())
            writer.close()
            server.close()
        asyncio.run(main())
        a, b = socket.socketpair()
        threading.Timer(1, a.sendall, (b"x",)).start()
        print(b.recv(9))
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(path + "2")
        listening.listen()
        client = socket.socket(socket.AF_UNIX)
        client.connect(path + "2")
        server, _ = listening.accept()
        threading.Timer(1, server.sendall, (b"y",)).start()
        print(client.recv(9))
        folder.cleanup()
    """,
        latency=Latency(files=0),
    )
    assert said(trace) == [(1, "b'hey\\n'"), (2, "b'x'"), (3, "b'y'")]


# ---- what cannot be followed is said


def test_datagrams_are_refused_with_a_word(traced: Traced) -> None:
    """UDP: an error that says what to do instead, at the program's line."""
    trace = traced("""
        import socket
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    """)
    error = trace.end.error or {}
    assert (trace.status, error["type"], error["line"]) == ("error", "NotInThisWorld", 3)
    assert "UDP" in error["message"]
    assert "--real" in error["message"]


def test_tls_that_blocks_is_refused_with_a_word(traced: Traced) -> None:
    """A blocking TLS socket would wait unseen: it is refused before it does."""
    trace = traced("""
        import socket, ssl
        listening = socket.create_server(("127.0.0.1", 0))
        client = socket.create_connection(listening.getsockname())
        ssl.create_default_context().wrap_socket(client, server_hostname="localhost")
    """)
    error = trace.end.error or {}
    assert (trace.status, error["type"], error["line"]) == ("error", "NotInThisWorld", 5)
    assert "TLS" in error["message"]


# ---- servers that wait for ever

IDLE = {
    "tornado": """
        import asyncio
        from tornado import web
        async def main():
            web.Application([]).listen(8888)
            await asyncio.Event().wait()
        asyncio.run(main())
    """,
    "an older tornado": """
        from tornado import ioloop, web
        web.Application([]).listen(8888)
        ioloop.IOLoop.current().start()
    """,
    "asyncio": """
        import asyncio
        async def main():
            server = await asyncio.start_server(print, "localhost", 7000)
            async with server:
                await server.serve_forever()
        asyncio.run(main())
    """,
    "a bare socket": """
        import socket
        listening = socket.create_server(("127.0.0.1", 7000))
        while True:
            listening.accept()
    """,
    "select": """
        import select, socket
        listening = socket.create_server(("127.0.0.1", 7000))
        select.select([listening], [], [])
    """,
    "a server in a thread": """
        import socket, threading
        listening = socket.create_server(("127.0.0.1", 7000))
        thread = threading.Thread(target=listening.accept)
        thread.start()
        thread.join()
    """,
    "a server that outlives main": """
        import socket, threading
        listening = socket.create_server(("127.0.0.1", 7000))
        threading.Thread(target=listening.accept).start()
    """,
    "http.server": """
        from http.server import HTTPServer, BaseHTTPRequestHandler
        HTTPServer(("127.0.0.1", 8000), BaseHTTPRequestHandler).serve_forever()
    """,
    "http.server in a thread": """
        import threading
        from http.server import HTTPServer, BaseHTTPRequestHandler
        server = HTTPServer(("127.0.0.1", 8000), BaseHTTPRequestHandler)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        thread.join()
    """,
}


@pytest.mark.parametrize("program", IDLE.values(), ids=IDLE.keys())
@pytest.mark.filterwarnings("ignore:There is no current event loop:DeprecationWarning")
def test_a_server_without_visitors_is_idle(traced: Traced, program: str) -> None:
    """No error and no deadlock: somebody from outside could still come."""
    trace = traced(program)
    assert trace.status == "idle"
    assert trace.end.error is None


def test_a_server_that_polls_is_stopped_when_it_would_have_looked(traced: Traced) -> None:
    """serve_forever looks every half second: shutdown() at 1.2 is over at 1.5, as in life."""
    trace = traced(
        HTTP
        + """
    server = serve()
    time.sleep(1.2)
    server.shutdown()
    print("down")
    """
    )
    assert said(trace) == [(1.5, "down")]


def test_a_server_with_something_to_do_in_between_does_it(traced: Traced) -> None:
    """service_actions of a server of one's own is called every half second, as in life."""
    trace = traced("""
        import socketserver, threading, time
        class Server(socketserver.TCPServer):
            def service_actions(self):
                print("looked")
        server = Server(("127.0.0.1", 0), socketserver.BaseRequestHandler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        time.sleep(1.2)
    """)
    assert said(trace) == [(0.5, "looked"), (1, "looked")]


def test_nothing_is_left_open_by_programs_that_close_nothing(traced: Traced) -> None:
    """Servers, connections and loops of a program that just ends are closed with the world."""
    before = sorted(os.listdir("/proc/self/fd"))
    for program in (*IDLE.values(), SERVER.replace("PATHS", "['/w']"), PAIR):
        traced(program.replace("server.stop()", "pass"))
    assert sorted(os.listdir("/proc/self/fd")) == before
    assert socket.socket.__module__ == "socket"
    assert "looplab" not in (socket.socket.__doc__ or "") + str(socket.socket.__mro__)
