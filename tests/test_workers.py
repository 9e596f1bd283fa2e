"""Tests that share costly facts are run by one process."""

from __future__ import annotations

import pytest


@pytest.mark.xdist_group("together")
def test_a_group_stays_together(request: pytest.FixtureRequest) -> None:
    """A group is part of the name by which tests are handed out; some pytests lose it silently."""
    if hasattr(request.config, "workerinput"):
        assert request.node.nodeid.endswith("@together")
