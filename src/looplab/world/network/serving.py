"""Servers of the standard library, which look every half second whether they are to stop.

``serve_forever`` of ``socketserver`` polls. On a virtual clock it would poll for ever and never be
seen to be idle: here it waits for visitors, and hears of ``shutdown()`` when it would have looked.
"""

from __future__ import annotations

import selectors
import sys
from types import FrameType
from typing import Any

from looplab.world.clock import SECOND
from looplab.world.inside import World, here
from looplab.world.network.selecting import look


class ServerSelector(selectors.PollSelector):
    """What ``socketserver`` waits in."""

    def select(self, timeout: float | None = None) -> Any:
        """As ``PollSelector.select``."""
        world, server = here(), _polled_by(sys._getframe(1))
        if world is None or world.scheduler is None or not timeout or server is None:
            return super().select(timeout)
        return self._visited(world, server, round(timeout * SECOND))

    def _visited(self, world: World, server: Any, interval: int) -> Any:
        found: list[Any] = []

        def visited() -> bool:
            found[:] = look(self)
            return bool(found)

        def wait(condition: Any, seconds: float | None) -> None:
            def visitors() -> bool:
                return bool(world.network.awaits_visitors(self.get_map()))

            world.blocking("selector.select", condition, seconds, idle=True, visitors=visitors)

        began = world.clock.now()
        wait(lambda: visited() or server._BaseServer__shutdown_request, None)
        left = -(world.clock.now() - began) % interval
        if not found and left:
            wait(visited, left / SECOND)
        return found


def _polled_by(frame: FrameType) -> Any:
    """The server whose ``serve_forever`` this is; None if it has something to do in between."""
    code, base = frame.f_code, frame.f_globals.get("BaseServer")
    if base is None or code is not base.serve_forever.__code__:
        return None
    server = frame.f_locals["self"]
    return server if type(server).service_actions is base.service_actions else None


def socketserver_patches() -> list[tuple[Any, str, Any]]:
    """What to replace once ``socketserver`` is imported: owner, name, replacement."""
    return [(sys.modules["socketserver"], "_ServerSelector", ServerSelector)]
