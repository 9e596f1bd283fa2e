"""What to run, as one value that crosses into another process and comes out equal."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest

from looplab import record
from looplab.request import STRICT, Bounds, Latency, Limits, Request, Source

FULL = Request(
    script=Source("driver.py", 'async def main(guests):\n    print("prêt\\u2028", *guests)\n'),
    folder="/home/ann/kitchen",
    path="kitchen/driver.py",
    argv=("--name", "Ann Lee", ""),
    inputs={"guests": {"Mia": 3.0, "Leo": 1.0}, "late": None},
    submission=Source("ann.py", "print('soup')\n"),
    before=(Source("first", "import time\n"), Source("second", "print('é')\n")),
    clock="real",
    seed=7,
    schedule=[0, 2, 1],
    ties_only=True,
    explore=Bounds(runs=5, seconds=6.0, random=False, outcomes=7),
    limits=Limits(wall=1.5, cpu=2, memory=3, output=4, lines=5, virtual=6.0, turns=7),
    latency=Latency(files=1.0, names=2.0, input=3.0, processes=4.0),
)


def test_a_request_comes_back_as_it_was() -> None:
    """Every field crosses, whatever its value; in the example none has its default."""
    plain = Request(FULL.script)
    different = [f.name for f in fields(Request) if getattr(FULL, f.name) != getattr(plain, f.name)]
    assert different == [f.name for f in fields(Request) if f.name != "script"]
    assert Request.from_json(FULL.to_json()) == FULL
    assert Request.from_json(plain.to_json()) == plain


def test_a_request_is_one_line() -> None:
    """The child reads one request a line, whatever line ends a program's text holds."""
    request = Request(Source("a.py", "print(1)\r\nprint(2)\n\x0c\x85\u2028print(3)"))
    assert len(request.to_json().splitlines()) == 1
    assert Request.from_json(request.to_json()) == request


def test_inputs_keep_their_order() -> None:
    """Two dicts in another order may be two different inputs, and give two different traces."""
    driver = Source("driver.py", "async def main(guests):\n    print(*guests)\n")
    for guests in ({"Mia": 1, "Leo": 2}, {"Leo": 2, "Mia": 1}):
        request = Request.from_json(Request(driver, inputs={"guests": guests}).to_json())
        assert record.run(request).prints()[0].text == " ".join(guests)


def test_no_inputs_are_not_empty_inputs() -> None:
    """Without inputs the script is run as a program; with none of them its main is called."""
    script = Source("a.py", "print(__name__)\nasync def main():\n    print('cooking')\n")
    for inputs, printed in ((None, ["__main__"]), ({}, ["driver", "cooking"])):
        request = Request.from_json(Request(script, inputs=inputs).to_json())
        assert [line.text for line in record.run(request).prints()] == printed


def test_equal_requests_give_equal_traces() -> None:
    """A request is all that a run depends on, chance included."""
    script = Source("a.py", "import random\nprint(random.random())")
    traces = [record.run(Request(script, seed=seed)).comparable() for seed in (1, 1, 2)]
    assert traces[0] == traces[1] != traces[2]


def test_a_request_cannot_be_changed() -> None:
    """Nobody can alter what another one was promised."""
    with pytest.raises(FrozenInstanceError):
        FULL.seed = 8  # type: ignore[misc]


def test_programs_of_strangers_are_limited_in_everything() -> None:
    """Each limit is set, and no looser than for one's own programs."""
    own = Limits()
    assert all(getattr(STRICT, f.name) is not None for f in fields(Limits))
    assert STRICT.virtual <= own.virtual and STRICT.turns <= own.turns
    assert {f.name for f in fields(Limits) if getattr(own, f.name) is None} == {
        "wall",
        "cpu",
        "memory",
        "output",
        "lines",
    }
