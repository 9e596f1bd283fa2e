"""What a process takes, as the kernel counts it; and what the kernel counts of the network."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Memory:
    """What a process has now, in KiB; zero where the system does not say."""

    own: float  # without files: its part of those changes with whoever else has them open
    reserved: float  # address space, most of it never touched
    page_tables: float
    threads: int
    maps: int

    def growth(self, earlier: "Memory", friends: int) -> dict[str, float]:
        """How much there is more now, for each of so many friends."""
        before, now = vars(earlier), vars(self)
        return {name: (now[name] - before[name]) / friends for name in now}


def text_of(path: str) -> str:
    """What the kernel says in a file of /proc; nothing where there is no such file."""
    try:
        return Path(path).read_text()
    except OSError:
        return ""


def number_after(name: str, text: str) -> int:
    """The number in the line of a text that begins with the name; 0 without one."""
    found = re.search(rf"^{name}:\s*(\d+)", text, re.MULTILINE)
    return int(found[1]) if found else 0


def resident(process: int) -> float:
    """The KiB of memory in which a process is, with all that it shares."""
    command = ["ps", "-o", "rss=", "-p", str(process)]
    try:
        return float(subprocess.check_output(command, text=True))
    except (OSError, subprocess.CalledProcessError, ValueError):
        return 0.0


def of(process: int) -> Memory:
    """What a process takes now."""
    status = text_of(f"/proc/{process}/status")
    pages = text_of(f"/proc/{process}/smaps_rollup")
    return Memory(
        own=number_after("Pss_Anon", pages) or number_after("Pss", pages) or resident(process),
        reserved=number_after("VmSize", status),
        page_tables=number_after("VmPTE", status),
        threads=number_after("Threads", status),
        maps=text_of(f"/proc/{process}/maps").count("\n"),
    )


def descriptors(process: int) -> int | None:
    """How many files and connections a process has open; None where the system does not say."""
    try:
        return len(os.listdir(f"/proc/{process}/fd"))
    except OSError:
        return None


def kernel_stack() -> float:
    """The KiB that the kernel has as the stack of one thread."""
    everybody = re.search(r"/(\d+) ", text_of("/proc/loadavg"))
    stacks = number_after("KernelStack", text_of("/proc/meminfo"))
    return stacks / int(everybody[1]) if everybody else 0.0


def overflows() -> int:
    """How often, on the whole machine, a connection came when the accept queue was full."""
    names, _, rest = text_of("/proc/net/netstat").partition("\n")
    counted = dict(zip(names.split(), rest.partition("\n")[0].split(), strict=False))
    return int(counted.get("ListenOverflows", 0))
