"""What to write instead: every call that a world blames has its advice."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from looplab.instead import instead_of
from looplab.trace import Trace

Traced = Callable[..., Trace]

# One line each, that holds the loop; what the words must speak of.
BLAMED = {
    "time.sleep(1)": "asyncio.sleep",
    "urllib.request.urlopen('http://localhost:8888/')": "AsyncHTTPClient",
    "socket.create_connection(('localhost', 8888)).recv(1)": "open_connection",
    "socket.gethostbyname('soup.test')": "getaddrinfo",
    "lock.acquire()": "asyncio.Lock",
    "event.wait()": "asyncio.Event",
    "queue.Queue().get(timeout=1)": "asyncio.Queue",
    "future.result()": "wrap_future",
    "thread.join()": "to_thread",
    "subprocess.run(['sleep', '1'])": "create_subprocess_exec",
    "os.system('sleep 1')": "create_subprocess_shell",
    "open(name).read()": "to_thread",
    "pathlib.Path(name).read_text()": "to_thread",
    "base.execute('create table soup (price)')": "to_thread",
    "hashlib.scrypt(b'p', salt=b's', n=2**12, r=8, p=1)": "to_thread",
}

PROGRAM = """
    import asyncio, concurrent.futures, hashlib, os, pathlib, queue, socket, socketserver, sqlite3
    import subprocess, tempfile, threading, time, urllib.request
    class Slow(socketserver.BaseRequestHandler):
        def handle(self):
            time.sleep(1)
            self.request.sendall(b"HTTP/1.0 200 OK\\r\\n\\r\\n")
    socketserver.TCPServer.allow_reuse_address = True
    server = socketserver.TCPServer(("localhost", 8888), Slow)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    folder = tempfile.TemporaryDirectory()
    name = folder.name + "/menu"
    pathlib.Path(name).write_text("soup")
    base = sqlite3.connect(folder.name + "/base")
    async def main():
        lock, event = threading.Lock(), threading.Event()
        lock.acquire()
        threading.Timer(1, lambda: (lock.release(), event.set())).start()
        thread = threading.Thread(target=time.sleep, args=(1,))
        thread.start()
        future = concurrent.futures.ThreadPoolExecutor().submit(time.sleep, 1)
        try:
            {line}
        except queue.Empty:
            pass
    asyncio.run(main())
    base.close()
"""


@pytest.mark.parametrize("line", BLAMED)
def test_what_holds_the_loop_has_its_advice(line: str, traced: Traced) -> None:
    """The call is named as it is written, and the words say what does not hold the loop."""
    trace = traced(textwrap.dedent(PROGRAM).format(line=line))
    assert trace.status == "finished", trace.end.error
    held = [e for e in trace.kind("block") if e.running and e.source == line]
    assert held, [e.source for e in trace.kind("block")]
    words = instead_of(max(held, key=lambda event: event.duration).call)
    assert words is not None, held[0].call
    assert BLAMED[line] in words


def test_of_what_is_not_known_nothing_is_said() -> None:
    """No advice is better than wrong advice."""
    assert instead_of("frobnicate.now") is None
    assert instead_of(None) is None
