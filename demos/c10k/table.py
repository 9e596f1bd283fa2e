"""What was found, in words and columns; pure text, for a pipe as for a terminal."""

from friends import FEW, Row
from limits import Limit

NAMES = {
    "protocol": "asyncio.Protocol",
    "stream": "plain stream",
    "poll": "long poll",
    "websocket": "WebSocket",
    "threads": "a thread each",
}
WIDEST = 48  # characters of the longest bar


def number(value: float | None, form: str) -> str:
    """A number in its column; a dash where nothing could be measured."""
    width = int(form.partition(".")[0])
    return f"{'-':>{width}}" if value is None else f"{value:{form}}"


def heading(friends: int) -> list[str]:
    """The names of the columns."""
    few, many = f"{FEW} here", f"{friends:,} here"
    return [
        f"{'KiB for a friend':>34}{'all':>7}{'ms for an answer, with':>25}{'all':>7}",
        f"{'process':>26}{'kernel':>8}{'here':>7}{few:>12}{many:>13}{'gone':>7}{'lost':>6}",
        f"{'p50':>47}{'p99':>6}{'p50':>7}{'p99':>6}",
    ]


def line(row: Row) -> str:
    """One server's row."""
    few = number(row.few_p50_ms, "6.2f") + number(row.few_p99_ms, "6.2f")
    many = number(row.all_p50_ms, "7.2f") + number(row.all_p99_ms, "6.2f")
    gone = f">{row.gone_seconds:.0f}" if row.left else number(row.gone_seconds, "5.1f")
    return (
        f"  {NAMES[row.kind]:16}{number(row.own_kib, '8.1f')}{number(row.kernel_kib, '8.1f')}"
        f"{row.seconds:5.1f} s{few}{many}{gone:>5} s{row.failed:6,}"
    )


def bars(rows: list[Row], filled: str, light: str) -> list[str]:
    """The memory of a friend at each server, to see; the part in the kernel is light."""
    measured = [(row, row.own_kib or 0, row.kernel_kib or 0) for row in rows if all_of(row) > 0]
    most = max((own + kernel for _, own, kernel in measured), default=1)
    lines = []
    for row, own, kernel in measured:
        bar = filled * max(round(own / most * WIDEST), 1) + light * round(kernel / most * WIDEST)
        in_kernel = f" + {kernel:.1f}" if kernel >= 0.1 else ""
        lines.append(f"  {NAMES[row.kind]:16}  {bar} {own:.1f}{in_kernel}")
    return lines


def all_of(row: Row) -> float:
    """The KiB of a friend, in the process and in the kernel; 0 if it was not measured."""
    return (row.own_kib or 0) + (row.kernel_kib or 0)


def sentences(rows: list[Row], threads: Limit) -> list[str]:
    """What the table means."""
    said = [
        f"{NAMES[row.kind]}: {row.failed:,} of {row.asked:,} friends were lost ({row.why})."
        for row in rows
        if row.failed
    ]
    if not said:
        said.append("Nobody was lost: before they left, all had one more answer.")
    found = {row.kind: row for row in rows if all_of(row) > 0}
    if "threads" in found:
        said += of_threads(found["threads"], found, threads)
    if times := sum(row.overflows for row in rows):
        said.append(
            f"{times:,} times an accept queue was full (ListenOverflows, of the whole machine). "
            "Who comes then has to knock again, a second later or more."
        )
    return said


def of_threads(row: Row, found: dict[str, Row], limit: Limit) -> list[str]:
    """What a thread costs, and where threads fail."""
    compared = [
        f"{all_of(row) / all_of(found[kind]):.1f} times {name}"
        for kind, name in (("websocket", "a WebSocket"), ("stream", "a plain stream"))
        if kind in found
    ]
    cost = ", ".join((f"A friend with a thread costs {all_of(row):.1f} KiB", *compared))
    said = [f"{cost}; and {(row.reserved_kib or 0) / 1024:.1f} MiB of addresses, hardly touched."]
    if not row.failed and limit.friends is not None:
        said.append(
            f"Threads fail at a limit. The first one here, at about {round(limit.friends, -2):,}: "
            f"{limit.says}."
        )
    if row.left:
        said.append(
            f"All left at once, and {row.gone_seconds:.0f} s later {row.left:,} threads had not "
            "yet ended: thousands that want to run at the same time are in each other's way."
        )
    return said
