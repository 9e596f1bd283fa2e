"""The checks of the lab chat."""

import itertools

import pytest

from looplab.order import Mismatch, at, in_order, loop_stays_free

# No two things happen closer to each other than this.
APART = 0.002


@pytest.mark.points(2)
def test_a_text_reaches_everybody(run, draw):
    """Four who joined one by one read each text when their own line has taken it."""
    day = four_readers(draw.shared("four readers"))
    trace = run(**day)
    for reader in day["readers"][0]:
        is_served(trace, day, 0, reader)


@pytest.mark.points(2)
def test_nobody_waits_in_say(run, draw):
    """Join, leave and say are done at once, whoever is slow, and the loop stays free."""
    day = four_readers(draw.shared("four readers"))
    trace = run(**day)
    try:
        loop_stays_free(trace)
    except Mismatch as wrong:
        instead = "await reader.send_async(text), in a task for each reader"
        raise Mismatch(wrong.expected, wrong.happened, instead) from None
    is_dealt_with(trace, day)


@pytest.mark.points(2)
def test_who_is_too_slow_is_let_go(run, draw):
    """When too many texts wait for a reader, this one is let go, once, and the others read on."""
    day = a_slow_one(draw)
    trace = run(**day)
    is_dealt_with(trace, day)
    for reader in day["readers"][0]:
        is_served(trace, day, 0, reader)


@pytest.mark.points(2)
def test_who_joins_late_and_who_leaves(run, draw):
    """A late one reads the last texts first; one who has left is sent no more; in two rooms."""
    day = two_rooms(draw)
    trace = run(**day)
    is_dealt_with(trace, day)
    for room in (0, 1):
        for reader in day["readers"][room]:
            is_served(trace, day, room, reader)


def four_readers(draw):
    """All join before the first text, and nobody is so slow that too many wait."""

    def drawn():
        names, moments = draw.names(4), [0.0, 0.11, 0.23, 0.31]
        texts = some_texts(draw, draw.names(3), 0.5)
        seconds = [between(draw, 0.05, 0.3) for _ in names]
        seconds[draw.number(0, 3)] = between(draw, 1.4, 1.9)
        each = zip(names, moments, seconds, strict=True)
        readers = [[name, moment, taken, None] for name, moment, taken in each]
        return evening([readers], [texts], history=1, waiting=3)

    return apart(drawn)


def a_slow_one(draw):
    """One has not even read the first text when one too many is said; another one was quicker."""

    def drawn():
        slow, *quick = draw.names(3)
        waiting = draw.count(2, 3)
        texts = some_texts(draw, draw.names(waiting + 3), 0.4)
        # On its way from the first text on, until the text after the one too many.
        seconds = three(texts[waiting + 2][0] - texts[0][0] - 0.1)
        readers = [
            [quick[0], 0.0, between(draw, 0.05, 0.12), None],
            [slow, 0.1, seconds, None],
            [quick[1], 0.2, between(draw, 0.15, 0.25), None],
        ]
        return evening([readers], [texts], history=1, waiting=waiting)

    return apart(drawn)


def two_rooms(draw):
    """In each room one is there from the start, one leaves with a text waiting, one comes late."""

    def drawn():
        names, words = draw.names(6), [f"{name}?" for name in draw.names(9)]
        history = draw.count(2, 3)
        readers, texts = [], []
        for room, words_here in enumerate((words[:5], words[5:])):
            said = some_texts(draw, words_here, 0.4 + 0.05 * room)
            first, second, fourth = said[0][0], said[1][0], said[3][0]
            stays, leaver, late = names[3 * room : 3 * room + 3]
            way = three(second - first + between(draw, 0.2, 0.35))
            leaves = three(second + between(draw, 0.04, 0.15))
            come = three(fourth + between(draw, 0.06, 0.09))
            readers.append(
                [
                    [stays, three(0.02 + 0.03 * room), between(draw, 0.05, 0.25), None],
                    [leaver, three(0.1 + 0.03 * room), way, leaves],
                    [late, come, between(draw, 0.05, 0.25), None],
                ]
            )
            texts.append(said)
        return evening(readers, texts, history=history, waiting=4)

    return apart(drawn)


def some_texts(draw, words, moment):
    """The words as texts, each said some time after the one before."""
    texts = []
    for word in words:
        texts.append([three(moment), word])
        moment += between(draw, 0.3, 0.5)
    return texts


def between(draw, low, high):
    """Seconds, in thousandths."""
    return draw.number(round(1000 * low), round(1000 * high)) / 1000


def three(number):
    return round(number, 3)


def evening(readers, texts, **limits):
    last = max(moment for room in texts for moment, _ in room)
    longest = max(seconds for room in readers for _, _, seconds, _ in room)
    return {"readers": readers, "texts": texts, **limits, "until": three(last + 5 * longest)}


def apart(drawn):
    """Draw until no two things happen at the same time, also in a room that goes wrong."""
    while True:
        day = drawn()
        happens = {each for texts in day["texts"] for each in map(tuple, texts)}
        for room, readers in enumerate(day["readers"]):
            for reader in readers:
                # Also what a room without a limit sends, and one that nobody can leave.
                for limit in (day["waiting"], 99):
                    happens.update(told(day, room, reader, limit))
                    happens.update(told(day, room, [*reader[:3], None], limit))
            happens |= sent_by_say(readers, day["texts"][room])
        # To be let go is not one more thing: it is done by the text that is one too many.
        moments = sorted(moment for moment, what in happens if not what.endswith(": let go"))
        if min(later - earlier for earlier, later in itertools.pairwise(moments)) >= APART:
            return day


def sent_by_say(readers, texts):
    """The ends of all ways, if each text is sent to one after the other, or to all at once."""
    ends = set()
    for begins, text in texts:
        in_turn = begins
        for name, joins, seconds, leaves in readers:
            if joins < begins and (leaves is None or leaves > begins):
                in_turn += seconds
                line = f"{name}: reads {text!r}"
                ends |= {(three(in_turn), line), (three(begins + seconds), line)}
    return ends


def told(day, room, reader, limit=None):
    """What a reader does, and when: ``(seconds, line)``."""
    name, joins, seconds, leaves = reader
    limit = limit or day["waiting"]
    lines = [(joins, f"{name}: joins")]
    waits = [text for moment, text in day["texts"][room] if moment < joins][-day["history"] :]
    news = [each for each in day["texts"][room] if each[0] > joins]
    ends = float("inf") if leaves is None else leaves
    now, on_its_way = joins, None
    while True:
        if on_its_way is None and waits:
            on_its_way = (three(now + seconds), waits.pop(0))
        coming = [news[0][0]] if news else []
        coming += [on_its_way[0]] if on_its_way else []
        if not coming or min(coming) > ends:
            return lines + ([] if leaves is None else [(leaves, f"{name}: leaves")])
        now = min(coming)
        if on_its_way and on_its_way[0] == now:
            lines.append((now, f"{name}: reads {on_its_way[1]!r}"))
            on_its_way = None
        elif len(waits) == limit:
            return [*lines, (now, f"{name}: let go")]
        else:
            waits.append(news.pop(0)[1])


def is_served(trace, day, room, reader):
    """A reader is told what belongs there, on time, once, and nothing else."""
    name = reader[0]
    lines = told(day, room, reader)
    mine = [event for event in trace.prints() if event.text.startswith(f"{name}: ")]
    known = ("sent to nobody", "before the last one is through")
    for event in mine:
        for words, (expected, instead) in zip(known, ADVICE, strict=True):
            if event.text.endswith(words):
                happened = f"{event.text!r} was printed at {three(event.t):g} s"
                raise Mismatch(expected, happened, instead)
        if event.text.endswith("Error"):
            raise Mismatch("join and leave raise no error", f"one of them did: {event.text}")
    in_order(trace, *(line for _, line in lines if line != f"{name}: let go"))
    for seconds, line in lines:
        if line.endswith(": let go"):
            is_let_go(trace, seconds, line)
        at(trace, seconds, line)
    kinds = (f"{name}: reads ", f"{name}: let go")
    told_by_now = [event.text for event in mine if event.text.startswith(kinds)]
    for line in told_by_now:
        times = told_by_now.count(line)
        if line not in [wanted for _, wanted in lines]:
            raise Mismatch(f"{line!r} is never printed", "it was printed")
        if times > 1:
            raise Mismatch(f"{line!r} once", f"it was printed {times} times")


def is_let_go(trace, seconds, line):
    if all(event.text != line for event in trace.prints()):
        raise Mismatch(
            f"{line!r} at {seconds:g} s, when one text too many is said",
            "reader.hang_up() was never called",
            "asyncio.Queue(waiting) and put_nowait: at QueueFull take the reader out of the room, "
            "and call reader.hang_up()",
        )


ADVICE = [
    (
        "nothing is sent to a reader who has left, or was let go",
        "keep the task that sends to this reader, and cancel() it; throw away what waits",
    ),
    (
        "to one reader one text is sent at a time, in order",
        "a queue for each reader, and one task that takes a text, awaits send_async, and goes on",
    ),
]


def is_dealt_with(trace, day):
    """Each text is dealt with at the moment when it comes in."""
    for texts in day["texts"]:
        for moment, text in texts:
            at(trace, moment, f"room: {text!r} comes in")
            errors = [
                event.text
                for event in trace.prints()
                if event.text.startswith("room: ") and event.text.endswith("Error")
            ]
            if errors:
                raise Mismatch(
                    "say deals with each text",
                    f"it raised an error: {errors[0]}",
                    "if you remove readers in a loop over them, loop over a copy: list(readers)",
                )
            at(trace, moment, f"room: {text!r} is dealt with")
