"""From a trace to the model of its picture: who held the loop, at which line, and who suffered."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from looplab.timeline.model import Hold, Lane, Printed, Run, Segment, Victim, place_of
from looplab.timeline.waking import Waking
from looplab.timeline.words import INCOMPLETE, State, ending, visible
from looplab.trace import Event, Trace

# Of a run that would go on for ever the beginning is drawn, up to so many moments of it.
MOMENTS_OF_AN_ENDLESS_RUN = 16

THRESHOLD = 0.1

_MAIN = "MainThread"
_KINDS = {"callback": "callback", "handler": "handler"}


def run_of(trace: Trace, *, title: str | None = None, threshold: float | None = None) -> Run:
    """The model of one trace.

    ``title`` is the script's name unless another one is given. A turn of ``threshold`` seconds or
    more (0.1 s, if nobody says) holds the loop; a shorter one is a short turn.
    """
    return _Reading(trace, THRESHOLD if threshold is None else threshold).run(title)


class _Reading:
    def __init__(self, trace: Trace, threshold: float) -> None:
        self.events = trace.events
        self.threshold = threshold
        # The end event comes last, and may be missing from a trace that was cut off.
        ends = trace.kind("end")[-1:]
        self.end = ends[0] if ends else Event("end", 0, 0.0, status="sandbox-lost")
        self.duration = max((event.t for event in self.events), default=0.0)
        # Of each call that is a part of a turn, by their places among the events: the turn.
        self.turn_around: dict[int, int] = {}
        self.calls = self._calls_inside()
        self.waking = Waking(
            (self.events[index] for index in self.calls),
            trace.kind("ready"),
            real=bool(self.events) and self.events[0].clock == "real",
            stopped=self.end.t
            if (self.end.error or {}).get("type") == "KeyboardInterrupt"
            else None,
        )

    # ---- times, threads and names

    def until(self, event: Event) -> float:
        """When an event was over; one without an end lasted as long as the run."""
        return self.duration if event.until is None else min(event.until, self.duration)

    def length(self, event: Event) -> float:
        # Differences of floats: 0.6 - 0.5 has to count as 0.1.
        return max(0.0, round(self.until(event) - event.t, 9))

    def thread(self, event: Event) -> str:
        # A turn names its thread only where that is another one.
        return event.thread or _MAIN

    def who(self, event: Event) -> str | None:
        """In which lane an event belongs."""
        name = event.who
        if name is None and event.kind == "turn":
            name = event.what or "callback"
        if name is None and event.kind == "block":
            name = "main program" if self.thread(event) == _MAIN else event.thread
        return None if name is None else visible(name, 60)

    # ---- who held the loop

    def _calls_inside(self) -> dict[int, list[Event]]:
        """The holds, by their place among the events, each with the calls that blocked in it.

        A hold is a turn of the loop, or a call on the loop's thread outside any turn.
        """
        turns: dict[str, list[tuple[float, int]]] = {}
        calls: dict[int, list[Event]] = {}
        for index, event in enumerate(self.events):
            if event.kind == "turn":
                turns.setdefault(self.thread(event), []).append((event.t, index))
                calls[index] = []
        for index, event in enumerate(self.events):
            if event.kind != "block" or not event.on_loop:
                continue
            before = turns.get(self.thread(event), [])
            at = bisect_right(before, (event.t, len(self.events))) - 1
            around = before[at][1] if at >= 0 and event.running is not False else -1
            if around >= 0 and self.until(event) <= self.until(self.events[around]):
                calls[around].append(event)
                self.turn_around[index] = around
            else:
                calls[index] = []
        return dict(sorted(calls.items()))

    def shares(self, index: int) -> list[tuple[Event, float]]:
        """The causes of one hold, each with its seconds, the longest first."""
        hold = self.events[index]
        shares: list[tuple[Event, float]] = []
        end = hold.t
        for call in self.calls[index]:
            if call.t >= end:  # else it is a part of the call before
                shares.append((call, self.length(call)))
                end = self.until(call)
        shares.sort(key=lambda share: -share[1])
        rest = round(self.length(hold) - sum(time for _, time in shares), 9)
        if shares and rest < self.threshold:
            shares[0] = (shares[0][0], shares[0][1] + rest)
        else:
            shares.append((hold, rest))
        return sorted(shares, key=lambda share: -share[1])

    def is_long(self, index: int) -> bool:
        return self.length(self.events[index]) >= self.threshold

    def holds(self) -> tuple[Hold, ...]:
        """The lines that held the loop in long turns, the worst one first.

        One that held it for less than counts is told only where no other explains the turn.
        """
        found: dict[tuple[object, ...], Hold] = {}
        together: list[set[tuple[object, ...]]] = []
        for index in filter(self.is_long, self.calls):
            met: set[tuple[object, ...]] = set()
            for cause, time in self.shares(index):
                who = self.who(cause if cause.who else self.events[index]) or ""
                key = (cause.file, cause.line) if cause.file else (None, who)
                old = found.get(key) or Hold(_file(cause), cause.line, None, 0.0, 0, ())
                found[key] = replace(
                    old,
                    source=old.source or (cause.source and visible(cause.source, 200)),
                    seconds=round(old.seconds + time, 9),
                    turns=old.turns + (key not in met),
                    who=tuple(dict.fromkeys((*old.who, who))),
                )
                met.add(key)
            together.append(met)
        worst = {key for key, hold in found.items() if hold.seconds >= self.threshold}
        told = worst.union(*(keys for keys in together if not keys & worst))
        kept = (hold for key, hold in found.items() if key in told)
        return tuple(sorted(kept, key=lambda hold: -hold.seconds))

    def free(self, holds: list[Segment]) -> float:
        """The share of the run in which nobody held a loop."""
        taken, end = 0.0, 0.0
        for hold in sorted(holds, key=lambda segment: segment.t):
            taken += max(0.0, hold.until - max(end, hold.t))
            end = max(end, hold.until)
        return max(0.0, 1 - taken / self.duration) if self.duration else 1.0

    # ---- lanes

    def segment(self, state: State, event: Event, who: str, cause: Event | None = None) -> Segment:
        cause = cause or event
        return Segment(state, event.t, self.until(event), who, _file(cause), cause.line)

    def lanes(self) -> tuple[list[Lane], list[Lane]]:
        """A lane for each loop, and one for each who."""
        loops: dict[str, list[Segment]] = {}
        lanes: dict[str, list[Segment]] = {}
        kinds: dict[str, str] = {}
        # Whoever did something first comes first; to be ready, and not to run, is no deed.
        for index, event in sorted(
            enumerate(self.events), key=lambda item: item[1].kind == "ready"
        ):
            who = self.who(event)
            if who is None or event.kind not in ("turn", "block", "ready", "wait", "print"):
                continue
            around = self.turn_around.get(index)
            if around is not None and event.who in (None, self.events[around].who):
                continue  # told by the turn around it
            lane = lanes.setdefault(who, [])
            state: State = "block" if self.is_long(index) else "held"
            if around is not None:
                lane.append(self.segment(state, event, who))
            elif index in self.calls:
                lane.append(self.segment(state, event, who, self.shares(index)[0][0]))
                loops.setdefault(self.thread(event), []).append(lane[-1])
                kind = "main" if event.kind == "block" else _KINDS.get(event.what or "", "task")
                kinds.setdefault(who, kind)
            elif event.kind == "block":
                lane.append(self.segment("thread", event, who))
                kinds.setdefault(who, "task" if event.who else "thread")
            elif event.kind == "wait":
                lane.append(self.segment("wait", event, who))
            elif event.kind == "ready":
                slept, taken = self.asleep_until(event), self.segment("ready", event, who)
                if slept > event.t:
                    lane.append(replace(taken, state="unwoken", until=slept))
                if slept < taken.until or slept == event.t:
                    lane.append(replace(taken, t=slept))
        names = ["THE LOOP", *(f"LOOP {number}" for number in range(2, len(loops) + 1))]
        segments = list(loops.values()) or [[]]
        return (
            [Lane(name, "loop", tuple(part)) for name, part in zip(names, segments, strict=True)],
            [
                Lane(name, kinds.get(name, "task"), tuple(sorted(part, key=lambda s: s.t)))
                for name, part in lanes.items()
            ],
        )

    def asleep_until(self, ready: Event) -> float:
        """Until when the loop slept, and somebody was ready; ``ready.t`` where it did not."""
        # Of a run that is not there in full nobody can say what the loop did meanwhile.
        return ready.t if self.end.left_out else self.waking.asleep_until(ready)

    # ---- all of it

    def loop_ran(self) -> bool:
        """Whether an event loop ran, as far as the trace can tell."""
        return bool(self.end.loop_threads) or any(
            e.kind in ("turn", "ready", "wait") or e.running for e in self.events
        )

    def window(self) -> float:
        """How many seconds are worth drawing."""
        moments = sorted({e.t for e in self.events if e.kind in ("turn", "print")})
        endless = self.end.status == "virtual-time-limit"
        if endless and len(moments) > MOMENTS_OF_AN_ENDLESS_RUN:
            return moments[MOMENTS_OF_AN_ENDLESS_RUN]
        return self.duration

    def holder(self) -> str | None:
        """Who never gave the loop back."""
        holder = (self.end.error or {}).get("holder")
        return None if holder is None else visible(str(holder), 60)

    def warnings(self) -> tuple[str, ...]:
        """What was logged or warned of, in one line each, without repetitions.

        Of a logged error the last line says which it was: it comes first.
        """
        said: dict[str, None] = {}
        for event in self.events:
            if event.kind == "log":
                first, *more = (event.text or "").strip().split("\n")
                if more and event.level == "ERROR":
                    first = f"{more[-1]} ({first})"
                line = visible(first, 200)
                place = place_of(_file(event), event.line)
                said[f"{line} ({place})" if place else line] = None
        return tuple(said)

    def run(self, title: str | None) -> Run:
        start = self.events[0] if self.events else self.end
        status = self.end.status or "sandbox-lost"
        loops, lanes = self.lanes()
        holds = [segment for lane in loops for segment in lane.segments]
        late = [e for e in self.events if e.kind == "ready" and self.length(e) > 0]
        prints = [e for e in self.events if e.kind == "print" and e.stream in (None, "stdout")]
        ran = self.loop_ran()
        return Run(
            title=visible(title or start.script or "program", 200),
            status=status,
            clock=start.clock or "virtual",
            duration=self.duration,
            window=self.window(),
            threshold=self.threshold,
            loop_ran=ran,
            complete=status not in INCOMPLETE,
            lanes=(*(loops if ran else ()), *lanes),
            prints=tuple(
                Printed(n, e.t, self.who(e) or "", visible(e.text or ""))
                for n, e in enumerate(prints, 1)
            ),
            holds=self.holds(),
            victims=_worst((self.who(e), self.until(e) - self.asleep_until(e)) for e in late),
            unwoken=_worst((self.who(e), self.asleep_until(e) - e.t) for e in late),
            longest_hold=max((round(s.until - s.t, 9) for s in holds), default=0.0),
            worst_lateness=max(map(self.length, late), default=0.0),
            free=self.free(holds),
            ending=ending(status, self.end.error, self.end.t),
            holder=self.holder(),
            warnings=self.warnings(),
            left_out=self.end.left_out or 0,
        )


def _worst(late: Iterable[tuple[str | None, float]]) -> tuple[Victim, ...]:
    """For each who the longest of these times, the worst first."""
    worst: dict[str, Victim] = {}
    for name, time in sorted(late, key=lambda each: -each[1]):
        who = name or "somebody"
        if (time := round(time, 9)) > 0:
            worst.setdefault(who, Victim(who, time))
    return tuple(worst.values())


def _file(event: Event) -> str | None:
    return None if event.file is None else visible(event.file, 60)
