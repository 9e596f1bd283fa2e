"""What pytest found out about one check, as the check of a result."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from looplab.order import Mismatch
from looplab.result import Check
from looplab.timeline import visible

# Of longer inputs than this only the beginning is told.
_TOLD = 300


def check_of(
    item: pytest.Item,
    passed: bool,
    message: str,
    error: BaseException | None,
    inputs: Mapping[str, Any],
) -> Check:
    """The check that ``item`` is; it ended with ``error``, after a run with these ``inputs``."""
    points = item.get_closest_marker("points")
    worth = float(points.args[0]) if points and points.args else 1.0
    doc = (getattr(item, "function", None) and item.function.__doc__) or name_of(item)  # type: ignore[attr-defined]
    hidden = item.get_closest_marker("hidden") is not None
    return Check(
        name=name_of(item),
        says=" ".join(doc.split()),
        passed=passed,
        points=worth if passed else 0.0,
        max_points=worth,
        hidden=hidden,
        message=message,
        limit=error.limit if isinstance(error, Mismatch) else None,
        # Those of a hidden check would tell what it asks: they are not even written down.
        tried="" if passed or hidden else told(inputs),
    )


def told(inputs: Mapping[str, Any]) -> str:
    """Inputs as they stand in a call, without what the sums of floats leave over."""
    plain = json.loads(json.dumps(dict(inputs)), parse_float=lambda text: round(float(text), 9))
    return visible(", ".join(f"{name}={value!r}" for name, value in plain.items()), _TOLD)


def name_of(item: pytest.Item) -> str:
    """The name of a check's test, whichever submission it is run for."""
    return str(getattr(item, "originalname", item.name))


def message_of(error: BaseException | None) -> str:
    """Why a check failed, in words; empty where it did not."""
    if error is None:
        return ""
    if isinstance(error, AssertionError):
        return str(error) or "the check failed"
    if isinstance(error, pytest.fail.Exception):
        return str(error)
    return f"the check itself broke down, which is the lab's fault: {type(error).__name__}: {error}"
