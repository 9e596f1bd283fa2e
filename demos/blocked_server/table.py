"""What is seen: a table that fills while it is measured, and what it says in sentences."""

from collections.abc import Mapping
from typing import Protocol

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text
from rows import Row

Figures = Mapping[str, float]

COLUMNS = {
    "requests_per_second": "requests\na second",
    "p50": "p50\nms",
    "p99": "p99\nms",
    "ping_p50": "ping\np50",
    "ping_max": "ping\nmax",
}
LATE = 100.0  # milliseconds from which on a person notices


class Display(Protocol):
    def __enter__(self) -> "Display": ...
    def __exit__(self, *error: object) -> None: ...
    def show(self, name: str, done: bool, figures: Figures) -> None: ...


class Nothing:
    """For a program that reads the results only."""

    def __enter__(self) -> "Nothing":
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def show(self, name: str, done: bool, figures: Figures) -> None:
        pass


class Lines(Nothing):
    """For a file or a pipe: a row is printed when it is over."""

    FORMAT = "{:6} {:34} {:>8} {:>6} {:>6} {:>6} {:>6}"

    def __init__(self, rows: list[Row]) -> None:
        self.rows = {row.name: row for row in rows}

    def __enter__(self) -> "Lines":
        for heading in zip(*(column.split("\n") for column in COLUMNS.values()), strict=True):
            print(self.FORMAT.format("", "", *heading))
        return self

    def show(self, name: str, done: bool, figures: Figures) -> None:
        if done:
            row = self.rows[name]
            numbers = (short(figures[column]) for column in COLUMNS)
            print(self.FORMAT.format(row.pair, row.does, *numbers))


class Living:
    """For a terminal: the row that is being measured changes all the time."""

    def __init__(self, rows: list[Row], console: Console) -> None:
        self.rows = rows
        self.figures: dict[str, Figures] = {}
        self.live = Live(console=console, auto_refresh=False)

    def __enter__(self) -> "Living":
        self.live.start()
        self.live.update(self.table(), refresh=True)
        return self

    def __exit__(self, *error: object) -> None:
        self.live.stop()

    def show(self, name: str, done: bool, figures: Figures) -> None:
        self.figures[name] = figures
        self.live.update(self.table("" if done else name), refresh=True)

    def table(self, now: str = "") -> Table:
        table = Table(box=None, pad_edge=False, header_style="bold")
        table.add_column("", width=5)
        table.add_column("", width=33, no_wrap=True)
        for column in COLUMNS.values():
            table.add_column(column, justify="right", min_width=5, no_wrap=True)
        pair = ""
        for row in self.rows:
            numbers = self.numbers(self.figures.get(row.name))
            style = "bold" if row.name == now else ""
            table.add_row(row.pair if row.pair != pair else "", row.does, *numbers, style=style)
            pair = row.pair
        return table

    def numbers(self, figures: Figures | None) -> list[Text]:
        if figures is None:
            return []
        late = "red" if figures["ping_p50"] >= LATE else "green"
        styles = {"ping_p50": late, "ping_max": late}
        return [Text(short(figures[column]), styles.get(column, "")) for column in COLUMNS]


def short(value: float) -> str:
    """A number with no more digits than there is sense in."""
    return f"{value:.1f}" if value < 9.95 else f"{value:.0f}"
