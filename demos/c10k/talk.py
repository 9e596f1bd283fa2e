"""What friends say to a server: many of them on one selector, and an active one who waits.

Plain sockets and as little Python as can be, so that what is measured is the server.
"""

import re
import selectors
import socket
import struct
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import limits

AT_ONCE = 100  # friends who connect, or talk, at the same time
PATIENCE = 30.0  # seconds without any answer, until those who wait for one have failed
QUESTIONS = 1000  # of the active friend, each time
RESET = struct.pack("ii", 1, 0)  # hang up with a reset: the ports are free again at once


@dataclass(frozen=True)
class Speech:
    """What a friend says to a kind of server, and the pattern of each whole answer."""

    hello: bytes
    welcome: bytes
    question: bytes
    answer: bytes
    wait: bytes = b""  # said after the welcome; the answer to it comes with the news
    news: bytes = b""  # said by the active friend in the end
    told: bytes = b""


def request(method: str, path: str, *headers: str) -> bytes:
    """A request, as a browser sends it from a page of the server's own."""
    lines = (f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Origin: http://127.0.0.1", *headers)
    return "\r\n".join((*lines, "", "")).encode()


OK = rb"HTTP/1.1 200 .*\r\n\r\n"
UPGRADE = (
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
)
ECHO = Speech(b"hello\n", b"hello\n", b"ping\n", b"ping\n")
POLL = Speech(
    hello=request("GET", "/hello"),
    welcome=OK + rb"hello, \d+ wait",
    question=request("GET", "/hello"),
    answer=OK + rb"hello, \d+ wait",
    wait=request("GET", "/news"),
    news=request("POST", "/news", "Content-Length: 0"),
    told=OK + b"news",
)
WEBSOCKET = Speech(
    hello=request("GET", "/websocket", *UPGRADE),
    welcome=rb"HTTP/1.1 101 .*\r\n\r\n",
    question=b"\x81\x84\0\0\0\0ping",
    answer=b"\x81\x04ping",
)
SPEECHES = {
    "protocol": ECHO,
    "stream": ECHO,
    "poll": POLL,
    "websocket": WEBSOCKET,
    "threads": ECHO,
}


class Active:
    """The one friend who talks, and waits for each answer."""

    def __init__(self, port: int, speech: Speech) -> None:
        self.speech = speech
        self.connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.ask(speech.hello, speech.welcome)

    def ask(self, word: bytes, answer: bytes) -> bytes:
        """Say a word, and wait until the whole answer is here."""
        self.connection.sendall(word)
        heard = b""
        while not re.fullmatch(answer, heard, re.DOTALL):
            more = self.connection.recv(4096)
            if not more:
                raise ConnectionError("the server hung up")
            heard += more
        return heard

    def times(self) -> tuple[float, float]:
        """The median and the 99th percentile of the time until an answer, in milliseconds."""
        taken = []
        for _ in range(QUESTIONS):
            asked = time.perf_counter()
            self.ask(self.speech.question, self.speech.answer)
            taken.append((time.perf_counter() - asked) * 1000)
        taken.sort()
        return taken[QUESTIONS // 2], taken[QUESTIONS * 99 // 100]

    def wait_for(self, friends: int) -> None:
        """A long poll has no answer yet, so the server is asked how many of them it has."""
        end = time.monotonic() + PATIENCE
        while int(self.ask(self.speech.question, self.speech.answer).split()[-2]) < friends:
            if time.monotonic() > end:
                raise TimeoutError("requests were lost")
            time.sleep(0.01)


def newcomers(port: int, friends: int) -> Iterator[socket.socket]:
    """Connections that are on their way."""
    addresses = limits.source_addresses()
    for number in range(friends):
        friend = socket.socket()
        friend.setblocking(False)
        friend.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        friend.bind((addresses[number % len(addresses)], 0))
        friend.connect_ex(("127.0.0.1", port))
        yield friend


class Talk:
    """Friends who each say a word, and hear the answer if there is one for now."""

    def __init__(self, friends: Iterable[socket.socket], word: bytes, answer: bytes) -> None:
        self.coming = iter(friends)
        self.word = word
        self.answer = re.compile(answer, re.DOTALL) if answer else None
        self.heard: dict[socket.socket, bytes] = {}  # of those who are at it
        self.done: list[socket.socket] = []
        self.failures: Counter[str] = Counter()

    def run(self) -> None:
        """Let all of them talk."""
        with selectors.DefaultSelector() as selector:
            while self.invite(selector):
                events = selector.select(PATIENCE)
                for key, event in events:
                    assert isinstance(key.fileobj, socket.socket)
                    self.step(key.fileobj, event, selector)
                if not events:
                    self.failures["no answer came"] += len(self.heard)
                    for friend in self.heard:
                        friend.close()
                    return

    def invite(self, selector: selectors.BaseSelector) -> bool:
        """Let the next ones begin; whether anybody is here."""
        try:
            while len(self.heard) < AT_ONCE and (friend := next(self.coming, None)):
                selector.register(friend, selectors.EVENT_WRITE)
                self.heard[friend] = b""
        except OSError as error:
            self.failures[reason(error)] += 1
            self.coming = iter(())
        return bool(self.heard)

    def step(self, friend: socket.socket, event: int, selector: selectors.BaseSelector) -> None:
        """A friend can speak, or has heard something."""
        try:
            if event & selectors.EVENT_WRITE:
                over = self.speak(friend)
                if not over:
                    selector.modify(friend, selectors.EVENT_READ)
            else:
                over = self.hear(friend)
        except OSError as error:
            self.failures[reason(error)] += 1
            self.leave(friend, selector)
            friend.close()
        else:
            if over:
                self.leave(friend, selector)
                self.done.append(friend)

    def speak(self, friend: socket.socket) -> bool:
        if self.word:
            friend.send(self.word)
        return self.answer is None

    def hear(self, friend: socket.socket) -> bool:
        more = friend.recv(4096)
        if not more:
            raise ConnectionError("the server hung up")
        assert self.answer
        self.heard[friend] += more
        return self.answer.fullmatch(self.heard[friend]) is not None

    def leave(self, friend: socket.socket, selector: selectors.BaseSelector) -> None:
        selector.unregister(friend)
        del self.heard[friend]


def reason(error: OSError) -> str:
    return error.strerror or str(error)
