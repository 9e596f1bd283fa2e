"""What the figures say: how many times as much, for each pair."""

from collections.abc import Iterator

from rows import Row
from table import Figures, short


def times(blocking: Figures, other: Figures) -> dict[str, float]:
    """How many times the requests of the one, and how many times the ping's wait of the other."""
    return {
        "requests_per_second": other["requests_per_second"] / blocking["requests_per_second"],
        "ping_p50": blocking["ping_p50"] / other["ping_p50"],
    }


def pairs(rows: list[Row]) -> dict[str, list[Row]]:
    """The rows of each pair: the first blocks, the last is what to write instead."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.pair, []).append(row)
    return found


def ratios(rows: list[Row], figures: dict[str, Figures]) -> dict[str, dict[str, float]]:
    """For each pair, how much the last row of it gains over the first."""
    return {
        pair: times(figures[first.name], figures[last.name])
        for pair, (first, *_, last) in pairs(rows).items()
    }


def sentences(rows: list[Row], figures: dict[str, Figures]) -> Iterator[str]:
    """Two sentences for each pair, and one for each row in between."""
    for pair, (first, *between, last) in pairs(rows).items():
        gain = times(figures[first.name], figures[last.name])
        many, long = short(gain["requests_per_second"]), short(gain["ping_p50"])
        yield f"{pair}: {many} times as many requests {last.how} as {first.how}."
        yield f"       A ping waits {long} times as long {first.how} as {last.how}."
        for row in between:
            gain = times(figures[first.name], figures[row.name])
            many, ping = short(gain["requests_per_second"]), short(figures[row.name]["ping_p50"])
            how = row.how[0].upper() + row.how[1:]
            yield f"       {how}: {many} times as many, and a ping waits {ping} ms."
