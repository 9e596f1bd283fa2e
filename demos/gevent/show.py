"""gevent beside asyncio: the same blocking function, called, in greenlets, and as coroutines.

python demos/gevent/show.py       stops by itself, or at Ctrl-C
"""

import argparse
import asyncio
import sys
import time

try:
    import gevent
    from gevent import monkey
except ImportError:
    sys.exit("This demo needs gevent: pip install gevent")

began = time.monotonic()
cart = {"loads": 0}


def say(text):
    print(f"  {time.monotonic() - began:4.1f}  {text}")


def dig(name, seconds):
    """Plain blocking code; whether it really blocks, it cannot see."""
    say(f"{name}: digs")
    time.sleep(seconds)
    say(f"{name}: found coal")


def load(name, seconds):
    """Reads, waits, writes; others come in at the wait, and no await says so."""
    loads = cart["loads"]
    time.sleep(seconds)
    cart["loads"] = loads + 1
    say(f"{name}: the cart has {cart['loads']} load")


def in_greenlets(function, seconds):
    gevent.joinall([gevent.spawn(function, name, seconds) for name in ("Silas", "Thora")])


def many_greenlets(count, seconds):
    gevent.joinall([gevent.spawn(time.sleep, seconds) for _ in range(count)])


def many_coroutines(count, seconds):
    async def main():
        await asyncio.gather(*(asyncio.sleep(seconds) for _ in range(count)))

    asyncio.run(main())


def took(function, *arguments):
    begins = time.monotonic()
    function(*arguments)
    return time.monotonic() - begins


def show(seconds, count):
    print("1. Plain calls: one after the other\n")
    dig("Silas", seconds)
    dig("Thora", seconds)

    monkey.patch_time()  # from here on time.sleep is gevent's: it lets other greenlets run
    print("\n2. The same function in two greenlets: both at once\n")
    in_greenlets(dig, seconds)

    print("\n3. The same function, called: its caller waits, as before\n")
    dig("Silas", seconds)
    say("office: dig came back, and it was over by then")

    print("\n4. Two greenlets and one cart: a load is lost, and no await shows where\n")
    in_greenlets(load, seconds)

    print(f"\n5. {count} of them, each waits {seconds:g} s\n")
    for name, many in (("greenlets", many_greenlets), ("coroutines", many_coroutines)):
        print(f"  {name:10} {took(many, count, seconds):5.1f} s")
    print(f"  one by one {count * seconds:5.1f} s, reckoned")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=1, help="for a wait (%(default)s)")
    parser.add_argument("--count", type=int, default=1000, help="in the last part (%(default)s)")
    options = parser.parse_args()
    if not 0 <= options.seconds <= 3600 or options.count < 1:
        parser.error("--seconds must be between 0 and 3600, and --count at least 1")
    sys.stdout.reconfigure(line_buffering=True)
    # Ctrl-C during a wait reaches us as in any program; gevent need not print it first.
    gevent.get_hub().NOT_ERROR += (KeyboardInterrupt,)
    try:
        show(options.seconds, options.count)
    except KeyboardInterrupt:
        print("\nStopped.")
        sys.exit(130)
