"""The steps of ``gen.coroutine``, which runs its generators itself, outside of any task."""

from __future__ import annotations

from collections.abc import Callable
from threading import get_ident
from typing import Any

from tornado.gen import Runner

from looplab.world.recording.blame import suspended_at
from looplab.world.recording.recorder import Recorder


def patches(recorder: Recorder) -> list[tuple[Any, str, Callable[..., Any]]]:
    """What to replace to see the steps of gen.coroutine, which runs its generators itself."""
    real_run: Any = Runner.run
    real_handle_yield: Any = Runner.handle_yield

    def run(runner: Any) -> None:
        frame = runner.gen.gi_frame
        turn = recorder.turns.get(get_ident())
        if frame is not None and turn is not None and not runner.running:
            # From here on it is the program that runs, not the library that woke it.
            since, turn.ready_since = turn.ready_since, None
            actor = recorder.actors.of_generator(frame)
            recorder.actors.keep(frame)
            if turn.task is None and turn.actor is None:
                turn.actor = actor
            ready_at = turn.t if since is None else since
            recorder.resumed(actor, ready_at, turn.t, lambda: actor.place)
        real_run(runner)
        if frame is not None and runner.finished:
            recorder.actors.forget(frame)

    def handle_yield(runner: Any, yielded: Any) -> Any:
        goes_on = real_handle_yield(runner, yielded)
        frame = runner.gen.gi_frame
        if not goes_on and frame is not None:
            actor = recorder.actors.of_generator(frame)
            recorder.actors.keep(frame)
            place = suspended_at(runner.gen, recorder.program)
            now = recorder.clock.now()
            recorder.suspended(actor, now, place)
            if recorder.live is not None:
                recorder.live.waits_for(actor, now, runner.future)
        return goes_on

    return [(Runner, "run", run), (Runner, "handle_yield", handle_yield)]
