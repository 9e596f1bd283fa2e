"""The methods of asyncio's loops that are replaced while a world is entered.

All of ``asyncio.base_events.BaseEventLoop``, through which every loop on a selector passes, however
it was made. Loops of other threads, and calls from other threads, go the way they went before.
"""

from __future__ import annotations

from asyncio import base_events
from threading import get_ident
from typing import Any

from looplab.world.handles import Callback
from looplab.world.loop import Loop


def loop_patches(mine: Loop) -> list[tuple[Any, str, Any]]:
    """What to replace: owner, name, replacement."""
    base = base_events.BaseEventLoop
    thread, now = mine.thread, mine.clock.now
    real_run_once = base._run_once  # type: ignore[attr-defined]
    real_soon = base._call_soon  # type: ignore[attr-defined]
    real_call_at, real_time = base.call_at, base.time
    real_threadsafe = base.call_soon_threadsafe

    def run_once(loop: Any) -> None:
        if get_ident() != thread:
            real_run_once(loop)
            return
        try:
            mine.run_once(loop)
        except BaseException:
            # sys.exit or Ctrl-C in the middle of a turn: whatever comes now is outside of it.
            mine.recorder.turn, mine.own = None, False
            raise

    def call_soon(loop: Any, callback: Any, args: Any, context: Any) -> Any:
        if loop is not mine.met and get_ident() != thread:
            return real_soon(loop, callback, args, context)
        handle = Callback(callback, args, loop, context)
        handle.actor = None
        if mine.own:
            handle.ready_at = now()
            if mine.first is None:
                mine.first = handle
            else:
                mine.others.append(handle)
        else:
            since = mine.ready_since
            handle.ready_at = now() if since is None else since
        loop._ready.append(handle)
        return handle

    def call_soon_threadsafe(loop: Any, callback: Any, *args: Any, context: Any = None) -> Any:
        if get_ident() == thread or loop is not mine.met:
            return real_threadsafe(loop, callback, *args, context=context)
        # From another thread: it is none of what the running turn schedules.
        loop._check_closed()
        handle = real_soon(loop, callback, args, context)
        loop._write_to_self()
        return handle

    def call_at(loop: Any, when: Any, callback: Any, *args: Any, context: Any = None) -> Any:
        if get_ident() == thread:
            return mine.call_at(loop, when, callback, args, context)
        return real_call_at(loop, when, callback, *args, context=context)

    def loop_time(loop: Any) -> float:
        return mine.clock.loop_time() if get_ident() == thread else real_time(loop)

    replaced = {
        "_run_once": run_once,
        "_call_soon": call_soon,
        "call_soon_threadsafe": call_soon_threadsafe,
        "call_at": call_at,
    }
    if mine.virtual:
        replaced["time"] = loop_time
    return [(base, name, function) for name, function in replaced.items()]
