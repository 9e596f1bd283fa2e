"""What a picture of a run shows: lanes of segments, and the same facts in words.

Times are seconds since the start of the run. All text that came from the program is ``visible``
already: no renderer has to think of escape codes.
"""

from __future__ import annotations

from dataclasses import dataclass

from looplab.timeline.words import WORDS, State, seconds, some

_THREAD = "the main thread"


@dataclass(frozen=True)
class Segment:
    """From ``t`` to ``until`` somebody was in this state, at this line."""

    state: State
    t: float
    until: float
    who: str
    file: str | None = None
    line: int | None = None

    @property
    def place(self) -> str:
        """``file:line``, or nothing where it is not known."""
        return place_of(self.file, self.line)


@dataclass(frozen=True)
class Lane:
    """One row of a picture. ``kind``: loop, task, callback, handler, thread or main."""

    name: str
    kind: str
    segments: tuple[Segment, ...]

    @property
    def calm(self) -> bool:
        """Whether nobody was held up here: nothing but short turns and waits."""
        return all(segment.state in ("held", "wait") for segment in self.segments)


@dataclass(frozen=True)
class Printed:
    """A line on stdout; ``number`` counts from 1, ``who`` is empty where nobody is known."""

    number: int
    t: float
    who: str
    text: str


@dataclass(frozen=True)
class Hold:
    """All the ``seconds`` for which one line held the loop, in so many ``turns``, and for whom."""

    file: str | None
    line: int | None
    source: str | None
    seconds: float
    turns: int
    who: tuple[str, ...]


@dataclass(frozen=True)
class Victim:
    """The longest time for which somebody was ready and did not run."""

    who: str
    seconds: float


@dataclass(frozen=True)
class Fact:
    """A sentence, the source line that it is about, and whether it is bad news."""

    text: str
    code: str | None = None
    bad: bool = False


@dataclass(frozen=True)
class Run:
    """One run, ready to be drawn. ``run_of`` makes it from a trace.

    ``lanes`` begins with the loop, the only lane on which two things never overlap, unless no
    loop ran; then comes one lane for each who, in the order in which they first appear.
    ``threshold`` is the shortest turn, in seconds, that counts as holding the loop. ``holds`` and
    ``victims`` come with the worst first: they waited for a loop that was taken, and those who are
    ``unwoken`` for one that slept. ``free`` is the share of the time in which nobody held
    the loop. ``complete`` is False where the program was cut off in the middle, or never began:
    then what the trace does not tell may have happened all the same. ``holder`` is who holds the
    loop for ever, where that is how it ended. ``window`` is how many
    seconds are worth drawing: less than ``duration`` only where a run would go on for ever.
    """

    title: str
    status: str
    clock: str
    duration: float
    window: float
    threshold: float
    loop_ran: bool
    complete: bool
    lanes: tuple[Lane, ...]
    prints: tuple[Printed, ...]
    holds: tuple[Hold, ...]
    victims: tuple[Victim, ...]
    unwoken: tuple[Victim, ...]
    longest_hold: float
    worst_lateness: float
    free: float
    ending: str | None
    holder: str | None
    warnings: tuple[str, ...]
    left_out: int

    @property
    def actors(self) -> tuple[Lane, ...]:
        """The lanes worth drawing below the loop: without a main() that only starts the others."""
        lanes = [lane for lane in self.lanes if lane.kind != "loop"]
        printed = {line.who for line in self.prints}
        others = [
            lane for lane in lanes if lane.name != "main" or lane.name in printed or not lane.calm
        ]
        return tuple(others or lanes)

    @property
    def totals(self) -> str:
        """The four numbers, the most telling first."""
        clock = " on the real clock" if self.clock == "real" else ""
        total = f"{seconds(self.duration)} in all{clock}"
        if not (self.loop_ran and self.complete):
            return total
        return (
            f"{total}, longest hold {seconds(self.longest_hold)}, "
            f"worst lateness {seconds(self.worst_lateness)}, loop free {self.free:.0%}"
        )

    def facts(self) -> list[Fact]:
        """What there is to say about the run, except the totals: how it ended if not well, what
        was warned of, who held the loop and who had to wait for it longest.
        """
        facts = [] if self.ending is None else [Fact(self.ending, bad=self.status != "idle")]
        if self.complete and not self.loop_ran:
            facts.append(Fact("no event loop ran"))
        facts += [Fact(warning, bad=True) for warning in self.warnings[:3]]
        facts += [self._blame(hold) for hold in self.holds[:3]]
        if rest := self.holds[3:]:
            total = seconds(sum(hold.seconds for hold in rest))
            lines = "1 more line" if len(rest) == 1 else f"{len(rest)} more lines"
            facts.append(Fact(f"{lines} held {self._held} {total}", bad=True))
        if self.victims and self.victims[0].seconds >= self.threshold:
            worst = self.victims[0]
            late = f"{worst.who} was ready but waited {seconds(worst.seconds)} for the loop"
            facts.append(Fact(late, bad=True))
        if self.unwoken and self.unwoken[0].seconds >= self.threshold:
            worst = self.unwoken[0]
            late = f"{worst.who} was ready for {seconds(worst.seconds)}, and nobody woke the loop"
            facts.append(Fact(f"{late}: use call_soon_threadsafe", bad=True))
        # A hold that never ends has no length: it is in the ending.
        held = self.holds or self.left_out or self.holder
        if self.complete and self.loop_ran and not held:
            facts.append(Fact(f"nobody held the loop longer than {self.threshold:g} s"))
        if self.left_out:
            facts.append(Fact(f"{self.left_out:,} more turns and waits are not shown"))
        return facts

    def sentences(self) -> list[str]:
        """The totals and the facts, one string each; a source line follows its sentence."""
        told = [self.totals]
        for fact in self.facts():
            told += [fact.text] if fact.code is None else [fact.text, fact.code]
        return told

    def words(self, state: State) -> str:
        """What a state is called: without a loop it is the main thread that is held."""
        return WORDS[state] if self.loop_ran else WORDS[state].replace("the loop", _THREAD)

    @property
    def _held(self) -> str:
        return "the loop" if self.loop_ran else _THREAD

    def _blame(self, hold: Hold) -> Fact:
        culprit, who = place_of(hold.file, hold.line), some(hold.who)
        what = "turns" if self.loop_ran else "calls"
        times = f" in {hold.turns:,} {what}" if hold.turns > 1 else ""
        text = f"{culprit or who} held {self._held} {seconds(hold.seconds)}{times}"
        if culprit and self.loop_ran:
            text += f" ({who})"
        return Fact(text, None if hold.source is None else f"{hold.line} | {hold.source}", bad=True)


def table(run: Run) -> list[tuple[str, str, str, str, str]]:
    """Who, state, from, until, file:line: the facts of the picture as rows, in order of time."""
    rows = [segment for lane in run.actors for segment in lane.segments]
    rows.sort(key=lambda segment: segment.t)
    return [(s.who, run.words(s.state), seconds(s.t), seconds(s.until), s.place) for s in rows]


def place_of(file: str | None, line: int | None) -> str:
    """``file:line``, or nothing where it is not known."""
    return "" if file is None else f"{file}:{line}"
