"""The checks of the lab cpu."""

import itertools

import pytest

from looplab.order import Mismatch, in_order, loop_stays_free, never_waits_for

# What an iteration costs on the virtual clock, in seconds.
COST = 0.3e-6

# No two things happen closer to each other than this, in seconds.
APART = 0.0001

# The bell, and a turn of the loop, may be late by this.
LATE = 0.0005

ASK = "let in whoever's password matches: the answer is what await gives you, and nothing kept"
SIDE_BY_SIDE = (
    "let four threads hash at a time: no lock around the hash, and a pool of four or more"
)
GO_ON = "let the PermissionError go on: whoever awaits log_in has to be told that it is locked"
ONCE = "door.let_in(name) once, in log_in, after the answer has come"


@pytest.mark.points(2)
def test_who_knows_the_password_comes_in(run, draw):
    """The right password opens the door; a wrong one, or a name without an account, does not."""
    first, second, nobody = draw.names(3)
    words = passwords(draw, 5)
    accounts = {first: [words[0], 500, False], second: [words[1], 700, False]}
    tries = [(first, words[0]), (first, words[2]), (second, words[3]), (second, words[1])]
    tries.insert(draw.count(1, 3), (nobody, words[4]))
    visits = [[name, word, 0.001 * place] for place, (name, word) in enumerate(tries)]
    trace = run(accounts=accounts, visits=visits, period=0.0017, rings=1)
    for name, word in tries:
        right = name in accounts and accounts[name][0] == word
        is_told(trace, name, word, "come in" if right else "stay out")
    opens(trace, [first, second])


@pytest.mark.points(4)
def test_nobody_waits_for_the_hash_of_another(run, draw):
    """Four who come one by one are hashed side by side, and the bell is never late."""
    accounts, visits, period = side_by_side(draw)
    trace = run(accounts=accounts, visits=visits, period=period, rings=5)
    loop_stays_free(trace, longest=LATE)
    never_waits_for(trace, "bell", longest=LATE)
    for name, word, moment in visits:
        told = "come in" if accounts[name][0] == word else "stay out"
        is_told(trace, name, word, told)
        is_on_time(trace, ends(accounts[name], moment), line(name, word, told))
    opens(trace, [name for name, word, _ in visits if accounts[name][0] == word])


@pytest.mark.points(2)
def test_a_locked_account_is_said_to_be_locked(run, draw):
    """For a locked account the error goes on to the visitor, and the others are not disturbed."""
    locked, other = draw.names(2)
    words = passwords(draw, 2)
    accounts = {locked: [words[0], 500, True], other: [words[1], 700, False]}
    visits = [[locked, words[0], 0.0], [other, words[1], 0.001]]
    trace = run(accounts=accounts, visits=visits, period=0.0017, rings=1)
    is_told(trace, locked, words[0], "locked")
    is_told(trace, other, words[1], "come in")
    opens(trace, [other])


# ---- what is asked of whom, when


def passwords(draw, count):
    """So many different ones, which nobody can know beforehand."""
    animals = ("fox", "owl", "elk", "emu", "cat")[:count]
    return [f"{animal} {draw.number()}" for animal in animals]


def side_by_side(draw):
    """Four visitors, one with a wrong password: the last comes before the first is checked."""
    names, words = draw.names(4), passwords(draw, 5)
    liar = draw.count(0, 3)
    while True:
        accounts = {
            name: [word, 100 * draw.count(60, 100), False]
            for name, word in zip(names, words, strict=False)
        }
        moments = [0.0001 * tenths for tenths in (0, *(draw.count(3, 15) for _ in range(3)))]
        period = 0.00001 * draw.count(60, 80)
        visits = [
            [name, words[4] if place == liar else accounts[name][0], round(moment, 6)]
            for place, (name, moment) in enumerate(zip(names, moments, strict=True))
        ]
        instants = [period * turn for turn in range(1, 6)]
        instants += [moment for _, _, moment in visits]
        instants += [ends(accounts[name], moment) for name, _, moment in visits]
        instants.sort()
        if all(later - earlier >= APART for earlier, later in itertools.pairwise(instants)):
            return accounts, visits, period


def ends(account, moment):
    return moment + COST * account[1]


# ---- what has to come of it


def line(name, word, told):
    return f"{name} with {word!r}: {told}"


def is_told(trace, name, word, told):
    """The visitor is told this, and nothing else."""
    beginning = line(name, word, "")
    answers = [event.text for event in trace.prints() if event.text.startswith(beginning)]
    if answers != [line(name, word, told)]:
        happened = f"it was {answers[0]!r}" if answers else "nothing was said"
        hidden = told == "locked" and answers == [line(name, word, "stay out")]
        raise Mismatch(repr(line(name, word, told)), happened, GO_ON if hidden else ASK)


def is_on_time(trace, seconds, wanted):
    """This line is printed when the hash is done, neither sooner nor later."""
    printed = next(event.t for event in trace.prints() if event.text == wanted)
    if abs(printed - seconds) > LATE:
        raise Mismatch(
            f"{wanted!r} at {seconds:.4f} s",
            f"it was printed at {printed:.4f} s",
            SIDE_BY_SIDE if printed > seconds else ASK,
        )


def opens(trace, names):
    """The door opens once for each of these, before they are told so, and for nobody else."""
    opened = [event.text for event in trace.prints() if event.text.endswith(": the door opens")]
    wanted = [f"{name}: the door opens" for name in names]
    if sorted(opened) != sorted(wanted):
        raise Mismatch(f"the door opens for {in_words(names)}", happened(opened), ONCE)
    for name, wanted_line in zip(names, wanted, strict=True):
        printed = (event.text for event in trace.prints())
        told = next(text for text in printed if text.startswith(name) and text.endswith("come in"))
        in_order(trace, wanted_line, told)


def happened(opened):
    names = [text.partition(":")[0] for text in opened]
    return f"it opened for {in_words(names)}" if names else "it opened for nobody"


def in_words(names):
    return " and ".join([", ".join(names[:-1]), names[-1]]) if names[1:] else "".join(names)
