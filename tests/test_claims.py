"""Each number that is claimed has a command that measures it, and was so when it was measured."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent


def _claims() -> ModuleType:
    spec = importlib.util.spec_from_file_location("claims", ROOT / "docs" / "claims.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["claims"] = module  # a dataclass looks there
    spec.loader.exec_module(module)
    return module


CLAIMS: Any = _claims()


def test_every_claim_is_recorded_and_was_so() -> None:
    """The table has a row for each, with goal and command, and the number keeps the goal."""
    rows = CLAIMS.recorded()
    assert list(rows) == [claim.what for claim in CLAIMS.CLAIMS]
    for claim in CLAIMS.CLAIMS:
        _, goal, measured, _, command = rows[claim.what]
        assert (goal, command) == (claim.goal, f"`{CLAIMS.COMMANDS[claim.group][0]}`")
        number = re.match(r"[\d.]+", measured)
        assert number is not None and claim.holds(float(number[0])), claim.what
        assert measured.removeprefix(number[0]) == claim.unit


@pytest.mark.parametrize("group", CLAIMS.COMMANDS)
def test_every_command_has_a_claim_and_its_script(group: str) -> None:
    """Nothing is measured for nothing, and what is to be run is there."""
    assert any(claim.group == group for claim in CLAIMS.CLAIMS)
    for word in CLAIMS.COMMANDS[group][0].split():
        assert not word.endswith(".py") or (ROOT / word).is_file()


def test_a_number_that_misses_its_goal_is_seen() -> None:
    """On either side of it."""
    least = CLAIMS.Claim("blocked", "so many", lambda facts: 0.0, least=25)
    most = CLAIMS.Claim("c10k", "so much", lambda facts: 0.0, most=16, unit=" KiB")
    assert [least.holds(n) for n in (24.9, 25.0, 1e9)] == [False, True, True]
    assert [most.holds(n) for n in (16.1, 16.0, 0.0)] == [False, True, True]
    assert (least.goal, most.goal) == ("at least 25", "at most 16 KiB")
    assert [CLAIMS.written(n, most) for n in (14.04, 123.4, 0.0)] == ["14 KiB", "123 KiB", "0 KiB"]
