"""Friends who connect to a server and wait, and an active one who talks to it: what do they cost?

show.py starts a server and this, and makes a row of its table of the last line.

python demos/c10k/friends.py websocket --port 8888 --server 1234
"""

import argparse
import gc
import json
import socket
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass

import children
import limits
import memory
from talk import SPEECHES, Active, Talk, newcomers, reason

FEW = 20
BATCH = 500  # friends, between two lines of progress
ENOUGH = 10.0  # seconds for a server to see that all have gone


@dataclass
class Row:
    """What was found at one server. Memory is for each friend, times are those of one answer."""

    kind: str
    asked: int
    open: int = 0
    failed: int = 0
    why: str = ""
    seconds: float = 0.0
    own_kib: float | None = None
    kernel_kib: float | None = None  # stacks and page tables; its part of a socket is not in here
    reserved_kib: float | None = None
    threads: float | None = None
    maps: float | None = None
    few_p50_ms: float | None = None
    few_p99_ms: float | None = None
    all_p50_ms: float | None = None
    all_p99_ms: float | None = None
    gone_seconds: float | None = None
    left: int = 0  # friends who had gone, and the server had not yet seen it when we gave up
    overflows: int = 0


class Visit:
    """All that happens at one server."""

    def __init__(self, kind: str, port: int, server: int, asked: int) -> None:
        self.row = Row(kind, asked)
        self.speech = SPEECHES[kind]
        self.port = port
        self.server = server
        self.friends: list[socket.socket] = []
        self.failures: Counter[str] = Counter()

    def measure(self, hold: float) -> None:
        """Open all connections, with a look at the server when there are few and when all are."""
        row, overflows = self.row, memory.overflows()
        try:
            active = Active(self.port, self.speech)
            descriptors = memory.descriptors(self.server)
            self.come(min(FEW, row.asked), active)
            earlier, few = memory.of(self.server), len(self.friends)
            row.few_p50_ms, row.few_p99_ms = active.times()
            began = time.monotonic()
            self.come(row.asked - FEW, active)
            row.seconds = time.monotonic() - began
            row.open = len(self.friends)
            self.compare(earlier, memory.of(self.server), row.open - few)
            row.all_p50_ms, row.all_p99_ms = active.times()
            if hold:
                where = f"process {self.server}, port {self.port}"
                tell(open=row.open, held=f"all are here for {hold:g} s; {where}")
                time.sleep(hold)
            self.speak_up(active)
            row.failed = row.asked - len(self.friends)
            if descriptors:
                self.leave(descriptors)
        except OSError as error:
            self.failures[f"the active friend: {reason(error)}"] += 1
            row.failed = row.asked
        row.overflows = memory.overflows() - overflows
        row.why = ", ".join(self.failures)

    def talk(
        self, friends: Iterable[socket.socket], word: bytes, answer: bytes
    ) -> list[socket.socket]:
        """Those who could say a word and hear the answer; why the others could not is kept."""
        talk = Talk(friends, word, answer)
        talk.run()
        self.failures += talk.failures
        return talk.done

    def come(self, number: int, active: Active) -> None:
        """So many more friends try to come, to say hello and then wait."""
        speech = self.speech
        for begun in range(0, number, BATCH):
            coming = newcomers(self.port, min(BATCH, number - begun))
            arrived = self.talk(coming, speech.hello, speech.welcome)
            if speech.wait:
                arrived = self.talk(arrived, speech.wait, b"")
                active.wait_for(len(self.friends) + len(arrived))
            if not arrived:
                return  # the others would have no more luck
            self.friends += arrived
            tell(open=len(self.friends))

    def compare(self, earlier: memory.Memory, now: memory.Memory, friends: int) -> None:
        """What each of so many friends costs the server."""
        if friends <= 0 or not now.own:
            return
        each = now.growth(earlier, friends)
        self.row.own_kib, self.row.reserved_kib = each["own"], each["reserved"]
        self.row.kernel_kib = each["page_tables"] + each["threads"] * memory.kernel_stack()
        self.row.threads, self.row.maps = each["threads"], each["maps"]

    def speak_up(self, active: Active) -> None:
        """In the end everybody hears something once more: who does not was not really here."""
        if self.speech.news:
            active.connection.sendall(self.speech.news)
            self.friends = self.talk(self.friends, b"", self.speech.told)
        else:
            self.friends = self.talk(self.friends, self.speech.question, self.speech.answer)

    def leave(self, descriptors: int) -> None:
        """All hang up at once; the server has seen it when it has so few descriptors again."""
        began = time.monotonic()
        for friend in self.friends:
            friend.close()
        while (left := (memory.descriptors(self.server) or 0) - descriptors) > 0:
            if time.monotonic() - began > ENOUGH:
                self.row.left = left
                break
            time.sleep(0.01)
        self.row.gone_seconds = time.monotonic() - began


def tell(**news: object) -> None:
    children.tell(json.dumps(news))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=SPEECHES)
    parser.add_argument("--port", type=int, default=8888, help="of the server (%(default)s)")
    parser.add_argument("--server", type=int, required=True, help="the number of its process")
    parser.add_argument("--connections", type=int, default=1000, help="how many (%(default)s)")
    parser.add_argument("--hold", type=float, default=0, help="seconds to stay (%(default)s)")
    parser.add_argument("--until-eof", action="store_true", help="end when the input ends")
    options = parser.parse_args()
    if options.connections < 1 or options.hold < 0:
        parser.error("--connections must be at least 1, --hold not negative")
    if options.until_eof:
        children.end_at_eof(other=options.server)
    limits.raise_descriptors()
    gc.disable()  # or a collection here would be a late answer of the server's
    visit = Visit(options.kind, options.port, options.server, options.connections)
    visit.measure(options.hold)
    tell(row=asdict(visit.row))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print("\nStopped.")
        sys.exit(130)
