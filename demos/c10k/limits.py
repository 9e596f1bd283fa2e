"""What this machine allows: how many connections, and how many threads.

python demos/c10k/limits.py
"""

import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

try:
    import resource
except ImportError:
    sys.exit("This demo needs Linux or macOS: other systems have no such limits to ask for.")

BACKLOG = 1024  # what our servers ask for; Tornado's own is 128, and that of socketserver 5
SPARE = 64  # descriptors and threads that a process needs for other things than friends
MAPS_OF_A_THREAD = 3  # its stack, the page that guards it, and Python's own stack; rounded up
MACOS_MOST_FILES = 10_240  # OPEN_MAX: macOS refuses more, even where the hard limit is "unlimited"
EPHEMERAL = (49_152, 65_535)  # where the system does not say; macOS has these
ADDRESSES = 6


@dataclass(frozen=True)
class Limit:
    """One thing that the system counts, and how many friends it allows."""

    name: str
    says: str
    friends: int | None = None  # None: it is no limit of their number
    remedy: str = ""


@dataclass(frozen=True)
class Limits:
    """All that the demo asks for; the limit of threads is for the server that has them."""

    descriptors: Limit
    ports: Limit
    threads: Limit
    queue: Limit

    def first(self, with_threads: bool) -> tuple[int, Limit]:
        """The limit that is reached first, and how many friends that is."""
        found = [self.descriptors, self.ports, *([self.threads] if with_threads else [])]
        return min(((limit.friends or 0, limit) for limit in found), key=lambda pair: pair[0])

    def lines(self) -> list[str]:
        """A table of them."""
        lines = [f"{'What this machine allows':66}  friends"]
        for limit in (self.descriptors, self.ports, self.threads, self.queue):
            friends = "" if limit.friends is None else f"{limit.friends:,}"
            lines.append(f"  {limit.name:16}  {limit.says:46}{friends:>9}".rstrip())
        return lines


def number_in(path: str | Path) -> int | None:
    """The number in a file of the system; None without the file, or with a word in it."""
    try:
        return int(Path(path).read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None


def raise_descriptors() -> Limit:
    """Raise the soft limit of this process, and of its children to come, to the hard one."""
    before, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    except (ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(before, MACOS_MOST_FILES), hard))
    now = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if now == resource.RLIM_INFINITY:
        now = 2**31 - 1
    raised = f", raised from {before:,}" if before < now else ""
    remedy = "raise the hard limit of descriptors (as root: ulimit -Hn, or limits.conf)"
    says = f"{now:,} for a process{raised}"
    return Limit("file descriptors", says, max(now - SPARE, 0), remedy)


def source_addresses() -> list[str]:
    """Where friends may come from; Linux has all of 127.*.*.*, macOS 127.0.0.1 alone."""
    try:
        with socket.socket() as trial:
            trial.bind(("127.0.0.2", 0))
    except OSError:
        return ["127.0.0.1"]
    return [f"127.0.0.{2 + number}" for number in range(ADDRESSES)]


def ports() -> Limit:
    """A connection needs a port at the friend's end too; an address has only so many to give."""
    try:
        low, high = map(int, Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split())
    except (OSError, ValueError):
        low, high = EPHEMERAL
    addresses, each = source_addresses(), high - low + 1
    span = addresses[0] if len(addresses) == 1 else f"{addresses[0]} to {addresses[-1]}"
    remedy = "use a system where friends can have more addresses than 127.0.0.1"
    return Limit("ports", f"{each:,} for an address, {span}", each * len(addresses), remedy)


def left_in_the_group() -> list[int]:
    """How many threads more the control groups of this process may have: containers, services."""
    left = []
    try:
        lines = Path("/proc/self/cgroup").read_text().splitlines()
    except OSError:
        lines = []
    for _, controllers, path in (line.split(":", 2) for line in lines):
        if controllers in ("", "pids"):
            folder = Path("/sys/fs/cgroup", controllers, path.lstrip("/"))
            for group in (folder, *folder.parents):
                most = number_in(group / "pids.max")
                if most is not None:
                    left.append(most - (number_in(group / "pids.current") or 0))
    return left


def threads() -> Limit:
    """What stops threads first: several things count them, and their memory is counted too."""
    found = [(left, "left in this control group (pids.max)") for left in left_in_the_group()]
    try:
        running = int(Path("/proc/loadavg").read_text().split()[3].split("/")[1])
    except (OSError, IndexError, ValueError):
        running = 0
    if most := number_in("/proc/sys/kernel/threads-max"):
        found.append((most - running, f"{most:,} in the system (threads-max)"))
    if most := number_in("/proc/sys/kernel/pid_max"):
        found.append((most - running, f"{most:,} numbers for them (pid_max)"))
    most = resource.getrlimit(resource.RLIMIT_NPROC)[0]
    if most != resource.RLIM_INFINITY and os.geteuid():  # root is not held to it
        found.append((most - running, f"{most:,} for a user (ulimit -u)"))
    if most := number_in("/proc/sys/vm/max_map_count"):
        says = f"{most:,} memory maps (max_map_count), {MAPS_OF_A_THREAD} each"
        found.append((most // MAPS_OF_A_THREAD, says))
    if not found:
        return Limit("threads", "the system does not say", 2**31 - 1)
    left, says = min(found)
    remedy = "raise that limit, or leave out the threads (--only)"
    return Limit("threads", says, max(left - SPARE, 0), remedy)


def queue(backlog: int) -> Limit:
    """How many connections may wait until the server accepts them: the smaller number holds."""
    most = number_in("/proc/sys/net/core/somaxconn") or 128
    return Limit("accept queue", f"{min(backlog, most):,} may wait in it (somaxconn {most:,})")


def find(backlog: int = BACKLOG) -> Limits:
    """All of them. Finding them raises the soft limit of descriptors."""
    return Limits(raise_descriptors(), ports(), threads(), queue(backlog))


if __name__ == "__main__":
    print("\n".join(find().lines()))
