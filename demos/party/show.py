"""The cocktail party, in real time: stand at the bar until the drink is mixed, or mingle.

python demos/party/show.py       stops by itself, or at Ctrl-C, and leaves nothing behind
"""

import argparse
import asyncio
import logging
import resource
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path

from tornado.httpclient import AsyncHTTPClient, HTTPError
from tornado.netutil import bind_sockets

BAR = Path(__file__).with_name("bar.py")
GUESTS = {"Nora": "lemonade", "Otto": "punch", "Ida": "julep"}
TALK = 0.3  # of the time that a lemonade takes

blocking = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # the bar is next door


class Party:
    """What happens, in seconds since it began."""

    def __init__(self, bar: str, talk: float) -> None:
        self.bar, self.talk = bar, talk
        self.began = time.monotonic()
        self.mixing: list[str] = []  # the guests who have ordered, and have no drink yet
        self.drinks: dict[str, float] = {}
        self.met: list[str] = []  # while drinks were mixed

    def now(self) -> float:
        return time.monotonic() - self.began

    def say(self, who: str, text: str) -> None:
        # In one piece: the bar writes to the same terminal or pipe.
        print(f"  {self.now():3.1f}  {who}: {text}\n", end="", flush=True)

    def order(self, guest: str) -> str:
        self.say(guest, f"orders a {GUESTS[guest]}")
        self.mixing.append(guest)
        return f"{self.bar}/{GUESTS[guest]}?guest={guest}"

    def drink(self, guest: str) -> None:
        self.mixing.remove(guest)
        self.drinks[guest] = self.now()
        self.say(guest, "drinks")


async def stand_at_the_bar(party: Party, guest: str) -> None:
    order = party.order(guest)
    with blocking.open(order) as response:  # returns when the drink is mixed
        response.read()
    party.drink(guest)


async def mingle(party: Party, guest: str) -> None:
    order = party.order(guest)
    await AsyncHTTPClient().fetch(order, request_timeout=0)  # the others have the loop meanwhile
    party.drink(guest)


async def introduce(party: Party) -> None:
    """The host goes round, whenever he has the loop."""
    for one, other in combinations(GUESTS, 2):
        party.say("host", f"{one}, meet {other}")
        if party.mixing:
            party.met.append(f"{one}-{other}")
        await asyncio.sleep(party.talk)


async def who_stand_at_the_bar(party: Party) -> None:
    await asyncio.gather(*(stand_at_the_bar(party, guest) for guest in GUESTS), introduce(party))


async def who_order_in_turn(party: Party) -> None:
    host = asyncio.create_task(introduce(party))
    for guest in GUESTS:
        await mingle(party, guest)
    await host


async def who_mingle(party: Party) -> None:
    await asyncio.gather(*(mingle(party, guest) for guest in GUESTS), introduce(party))


PARTIES: dict[str, Callable[[Party], Coroutine[None, None, None]]] = {
    "They stand at the bar": who_stand_at_the_bar,
    "They order in turn": who_order_in_turn,
    "They mingle": who_mingle,
}


@contextmanager
def open_bar(seconds: float) -> Iterator[str]:
    """The address of a bar in a process of its own, which closes when our end of its stdin does."""
    [listener] = bind_sockets(0, "127.0.0.1")
    with listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        place = ("--fd", str(listener.fileno()), "--until-eof", "--seconds", str(seconds))
        process = subprocess.Popen(
            [sys.executable, str(BAR), *place],
            stdin=subprocess.PIPE,
            pass_fds=[listener.fileno()],
            start_new_session=True,  # Ctrl-C is for us
        )
    with process:  # leaving closes the stdin, and waits
        with blocking.open(address) as menu:  # there may be some time until it is answered
            menu.read()
        yield address


def show(seconds: float) -> None:
    parties: dict[str, Party] = {}
    with open_bar(seconds) as bar:
        for number, (title, take_place) in enumerate(PARTIES.items(), 1):
            print(f"{number}. {title}\n", flush=True)
            parties[title] = Party(bar, TALK * seconds)
            asyncio.run(take_place(parties[title]))
            print(flush=True)
    print(f"  {'':24}{''.join(f'{guest:>7}' for guest in GUESTS)}   met meanwhile")
    for title, party in parties.items():
        drinks = "".join(f"{party.drinks[guest]:5.1f} s" for guest in GUESTS)
        print(f"  {title:24}{drinks}   {', '.join(party.met) or 'nobody'}")
    standing, _, mingling = (max(party.drinks.values()) for party in parties.values())
    times = f"{standing / mingling:.1f} times as long"
    print(f"\n  Standing at the bar, it takes {times} until all have a drink.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=1, help="for a lemonade (%(default)s)")
    options = parser.parse_args()
    if not 0.1 <= options.seconds <= 3600:
        parser.error("--seconds must be between 0.1 and 3600")
    if 0 <= resource.getrlimit(resource.RLIMIT_NOFILE)[0] < 64:  # a bar without them serves nobody
        sys.exit("The party needs 64 files that may be open: allow more with ulimit -n.")
    try:
        show(options.seconds)
    except (OSError, HTTPError) as error:
        sys.exit(f"The demo could not go on: {error}. Run it once more.")
    except KeyboardInterrupt:
        logging.disable()  # asyncio would log a second Ctrl-C as the error of some task
        print("\nStopped.")
        sys.exit(130)
