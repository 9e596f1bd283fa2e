"""Start threads that only wait, until the system has no more for us; then say what they took.

python demos/c10k/thread_limit.py       takes about a gigabyte, and ends by itself
"""

import argparse
import os
import sys
import threading

import limits
import memory

EVERY = 5000  # threads, between two lines


def tell(threads: int, earlier: memory.Memory) -> None:
    """What so many threads have taken by now."""
    now = memory.of(os.getpid())
    own, reserved = (now.own - earlier.own) / 1024, (now.reserved - earlier.reserved) / 2**20
    print(f"  {threads:7,}  {own:7,.0f} MiB  {reserved:7,.1f} GiB  {now.maps:7,}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--most", type=int, default=30_000, help="stop there (%(default)s)")
    options = parser.parse_args()
    if options.most < 1:
        parser.error("--most must be at least 1")
    limit = limits.threads()
    if limit.friends is not None:
        print(f"The limits allow about {limit.friends:,}: {limit.says}.\n")
    never = threading.Event()
    earlier = memory.of(os.getpid())
    print("  threads       memory     addresses    maps")
    for number in range(1, options.most + 1):
        try:
            threading.Thread(target=never.wait, daemon=True).start()
        except (RuntimeError, MemoryError) as error:
            tell(number - 1, earlier)
            print(f"\n{number - 1:,} threads wait, and the next one does not start: {error}.")
            return 0
        if number % EVERY == 0 or number == options.most:
            tell(number, earlier)
    print(f"\nAll {options.most:,} threads wait, and none failed.")
    return 0


if __name__ == "__main__":
    try:
        status = main()
    except KeyboardInterrupt:
        print("\nStopped.")
        status = 130
    sys.stdout.flush()
    os._exit(status)  # nobody wakes thousands of threads only to end them
