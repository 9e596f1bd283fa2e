"""Waiting for descriptors: ``select``, ``poll``, ``selectors``, and what an event loop waits in.

A look that finds something returns at once; one that finds nothing lets the other threads run,
and the clock, until it does.
"""

from __future__ import annotations

import select
import selectors
from collections.abc import Callable
from typing import Any

from looplab.world.clock import MONOTONIC_START, SECOND
from looplab.world.inside import World, here

real_select = select.select
real_poll = select.poll
_ALL = select.POLLIN | select.POLLPRI | select.POLLOUT
_SELECTORS: list[Any] = [
    found
    for name in ("SelectSelector", "PollSelector", "EpollSelector")
    if (found := getattr(selectors, name, None)) is not None
]
_looks: dict[Any, Callable[..., Any]] = {kind: kind.select for kind in _SELECTORS}


def look(selector: Any, timeout: float | None = 0) -> Any:
    """What a selector finds now, or within real seconds."""
    for kind in type(selector).__mro__:
        if kind in _looks:
            return _looks[kind](selector, timeout)
    return selector.select(timeout)


def is_alone(world: World, loop: Any) -> bool:
    """Whether nobody is there but this loop, which wakes itself through its only descriptor."""
    return not world.scheduler.waiting and len(loop._selector._fd_to_key) < 2  # type: ignore[union-attr]


def waits_in_loop(world: World, loop: Any, idle: bool, due: float | None) -> Any:
    """What an event loop waits for: descriptors, or its next timer at loop time ``due``.

    With ``idle`` False there is something to run, so that it only looks.
    """
    selector, scheduler = loop._selector, world.scheduler
    if scheduler is None:
        if not idle:
            timeout: float | None = 0
        else:
            timeout = None if due is None else max(0.0, due - world.clock.loop_time())
        return look(selector, timeout)
    if not idle and is_alone(world, loop):
        return []
    found = look(selector)
    if found:
        return found
    if not idle:
        if scheduler.waiting:
            scheduler.step_back()
            found = look(selector)
        return found
    me = scheduler.running
    deadline = None if due is None else round(due * SECOND) - MONOTONIC_START
    me.loop, me.open = loop, lambda: world.network.awaits_visitors(selector.get_map())

    def arrived() -> bool:
        found[:] = look(selector)
        return bool(found)

    try:
        scheduler.wait(arrived, deadline)
    finally:
        me.loop = me.open = None
    return found


def _selector_select(kind: Any) -> Callable[..., Any]:
    real = _looks[kind]

    def wait(selector: Any, timeout: float | None = None) -> Any:
        world = here()
        if world is None:
            return real(selector, timeout)
        found = real(selector, 0)
        if found:
            return found
        if world.scheduler is None:
            with world.timed("selector.select", idle=True):
                return real(selector, timeout)
        if timeout is not None and timeout <= 0:
            world.scheduler.step_back()
            return real(selector, 0)

        def arrived() -> bool:
            found[:] = real(selector, 0)
            return bool(found)

        world.blocking(
            "selector.select",
            arrived,
            timeout,
            idle=True,
            visitors=lambda: world.network.awaits_visitors(selector.get_map()),
        )
        return found

    return wait


def select_select(r: Any, w: Any, x: Any, timeout: float | None = None, /) -> Any:
    """As ``select.select``."""
    world = here()
    if world is None:
        return real_select(r, w, x, timeout)
    r, w, x = list(r), list(w), list(x)
    found = [real_select(r, w, x, 0)]
    if any(found[0]):
        return found[0]
    if world.scheduler is None:
        with world.timed("select.select"):
            return real_select(r, w, x, timeout)
    if timeout is not None and timeout <= 0:
        world.scheduler.step_back()
        return real_select(r, w, x, 0)

    def arrived() -> bool:
        found[0] = real_select(r, w, x, 0)
        return any(found[0])

    fds = [one if isinstance(one, int) else one.fileno() for one in r]
    world.blocking(
        "select.select", arrived, timeout, visitors=lambda: world.network.awaits_visitors(fds)
    )
    return found[0]


class Poll:
    """``select.poll()``, which asks the world when it has to wait."""

    def __init__(self) -> None:
        self._poll = real_poll()
        self._fds: set[int] = set()

    def register(
        self, fd: Any, mask: int = select.POLLIN | select.POLLPRI | select.POLLOUT
    ) -> None:
        """As ``poll.register``."""
        self._poll.register(fd, mask)
        self._fds.add(fd if isinstance(fd, int) else fd.fileno())

    def modify(self, fd: Any, mask: int) -> None:
        """As ``poll.modify``."""
        self._poll.modify(fd, mask)

    def unregister(self, fd: Any) -> None:
        """As ``poll.unregister``."""
        self._poll.unregister(fd)
        self._fds.discard(fd if isinstance(fd, int) else fd.fileno())

    def poll(self, timeout: float | None = None) -> list[tuple[int, int]]:
        """As ``poll.poll``; milliseconds."""
        found = self._poll.poll(0)
        world = here()
        if found or timeout == 0:
            return found
        seconds = None if timeout is None or timeout < 0 else timeout / 1000
        if world is None:
            return self._poll.poll(timeout)
        if world.scheduler is None:
            with world.timed("poll.poll"):
                return self._poll.poll(timeout)

        def arrived() -> bool:
            found[:] = self._poll.poll(0)
            return bool(found)

        world.blocking(
            "poll.poll",
            arrived,
            seconds,
            visitors=lambda: world.network.awaits_visitors(self._fds),
        )
        return found


def patches() -> list[tuple[Any, str, Any]]:
    """What to replace: owner, name, replacement."""
    found: list[tuple[Any, str, Any]] = [
        (kind, "select", _selector_select(kind)) for kind in _SELECTORS
    ]
    return [*found, (select, "select", select_select), (select, "poll", Poll)]
