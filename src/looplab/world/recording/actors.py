"""Who does something: tasks, chains of callbacks, generators of ``gen.coroutine``.

An actor is one thread of control as a learner sees it. A task is one. A callback that schedules
the rest of its work (``call_later(1, awake)``) goes on as the same actor, as long as it schedules
one thing at a time; where it schedules several, each of them is an actor of its own.
"""

from __future__ import annotations

import asyncio
import functools
import itertools
import os
import re
import weakref
from collections.abc import Callable, Iterator
from types import FrameType, FunctionType, MethodType
from typing import Any, cast

from tornado import gen, ioloop
from tornado.platform.asyncio import BaseAsyncIOLoop

from looplab.world.recording.blame import Place, Program

_UNNAMED = re.compile(r"Task-\d+")
_GENERATOR = 0x20  # inspect.CO_GENERATOR

# The two places in Tornado from which the generator of a gen.coroutine is advanced.
_FIRST_ADVANCE = gen.coroutine(lambda: None).__code__
_ADVANCE = gen.Runner.run.__code__
_ADD_FUTURE = "IOLoop.add_future.<locals>.<lambda>"


class Actor:
    """One thread of control. ``since`` and ``place`` tell from when, and where, it waits."""

    __slots__ = ("base", "handler", "hidden", "n", "name", "place", "since")

    def __init__(self, base: str) -> None:
        self.base = base
        # Whether it answers a request; whether it is a library's own, of which nothing is told.
        self.handler = self.hidden = False
        self.name: str | None = None
        self.since: int | None = None
        self.n = 0
        self.place: Place | None = None


class Task(asyncio.Task):  # type: ignore[type-arg]
    """A task that knows its actor, and whose place in a set does not depend on its address.

    asyncio keeps tasks in sets; ordered by address they would be cancelled, and reported, in
    another order in each process.
    """

    __slots__ = ("actor", "hidden", "number")
    numbers: Iterator[int] = itertools.count(1)

    def __init__(self, coro: Any, *, name: object = None, **options: Any) -> None:
        self.number = next(Task.numbers)
        self.actor: Actor | None = None
        self.hidden: bool | None = None
        super().__init__(coro, name=f"Task-{self.number}" if name is None else str(name), **options)

    def __hash__(self) -> int:
        return self.number


def unwrap(callback: Any, args: tuple[Any, ...] = ()) -> Any:
    """The function that a callback is about, out of partials and Tornado's wrappers."""
    for _ in range(10):
        kind = type(callback)
        if kind is functools.partial:
            callback, args = callback.func, callback.args + args
        elif kind is MethodType and callback.__func__ in _WRAPPERS and args:
            callback, args = args[0], args[1:]
        elif kind is FunctionType and callback.__qualname__ == _ADD_FUTURE:
            names = callback.__code__.co_freevars
            callback = callback.__closure__[names.index("callback")].cell_contents
        else:
            return callback
    return callback


_WRAPPERS: tuple[Any, ...] = (ioloop.IOLoop._run_callback, BaseAsyncIOLoop._run_callback)
_TICK = ioloop.PeriodicCallback._run
# tornado.web is large: it is never imported here, only recognised where the program uses it.
_EXECUTE = "RequestHandler._execute"
_VERBS = ("get", "head", "post", "delete", "patch", "put", "options")
_LOOPS = asyncio.base_events.__file__
_TORNADO = os.path.dirname(os.path.abspath(ioloop.__file__)) + os.sep


def periodic_of(callback: Any) -> ioloop.PeriodicCallback | None:
    """The PeriodicCallback whose tick this is, if it is one."""
    if type(callback) is MethodType and callback.__func__ is _TICK:
        periodic: Any = callback.__self__
        return cast(ioloop.PeriodicCallback, periodic)
    return None


def is_hidden(coroutine: object) -> bool:
    """Whether this is machinery of Tornado's or of asyncio's loop, of which nothing is told."""
    code = getattr(coroutine, "cr_code", None)
    if code is None or code.co_qualname == _EXECUTE:
        return False
    return bool(code.co_filename.startswith(_TORNADO)) or code.co_filename == _LOOPS


class Actors:
    """All actors of a run, and their names: equal names get `` #2`` in order of appearance."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._seen: dict[str, int] = {}
        self._periodic: dict[ioloop.PeriodicCallback, Actor] = {}
        self._generators: dict[FrameType, Actor] = {}
        self.young: list[FrameType] = []
        self._foreign: weakref.WeakKeyDictionary[asyncio.Task[Any], Actor] = (
            weakref.WeakKeyDictionary()
        )

    def name(self, actor: Actor) -> str:
        """The actor's name; the first call decides it."""
        if actor.name is None:
            times = self._seen[actor.base] = self._seen.get(actor.base, 0) + 1
            actor.name = actor.base if times == 1 else f"{actor.base} #{times}"
        return actor.name

    def expected(self, actor: Actor, more: int = 0) -> str:
        """The name that the actor has, or would have if ``more`` of its base were named first."""
        if actor.name is not None:
            return actor.name
        times = self._seen.get(actor.base, 0) + more
        return actor.base if times == 0 else f"{actor.base} #{times + 1}"

    def of_task(self, task: asyncio.Task[Any]) -> Actor:
        """The actor that a task is."""
        if type(task) is Task:
            if task.actor is None:
                task.actor = self._new_of_task(task)
            return task.actor
        actor = self._foreign.get(task)
        if actor is None:
            actor = self._foreign[task] = self._new_of_task(task)
        return actor

    def _new_of_task(self, task: asyncio.Task[Any]) -> Actor:
        coroutine: Any = task.get_coro()
        if getattr(coroutine, "__qualname__", "") == _TICK.__qualname__ and coroutine.cr_frame:
            return self.of_periodic(coroutine.cr_frame.f_locals["self"])
        if getattr(coroutine, "__qualname__", "") == _EXECUTE and coroutine.cr_frame:
            return self.of_handler(coroutine.cr_frame.f_locals["self"])
        name = task.get_name()
        if _UNNAMED.fullmatch(name):
            name = getattr(coroutine, "__name__", name)
        actor = Actor(name)
        actor.hidden = is_hidden(coroutine)
        return actor

    def of_handler(self, handler: Any) -> Actor:
        """The actor that answers this request: ``GET /path``."""
        actor: Actor | None = handler.__dict__.get("_actor")
        if actor is None:
            actor = Actor(f"{handler.request.method} {handler.request.path}")
            actor.handler = True
            handler.__dict__["_actor"] = actor
        return actor

    def of_periodic(self, periodic: ioloop.PeriodicCallback) -> Actor:
        """The actor of a PeriodicCallback: every tick is the same one."""
        actor = self._periodic.get(periodic)
        if actor is None:
            actor = self._periodic[periodic] = self.of_callback(unwrap(periodic.callback))
        return actor

    def of_callback(self, function: Callable[..., Any]) -> Actor:
        """A new actor that begins with this function."""
        return Actor(getattr(function, "__name__", type(function).__name__))

    def of_generator(self, frame: FrameType) -> Actor:
        """The actor that the generator of a gen.coroutine is."""
        actor = self._generators.get(frame)
        if actor is None:
            handler = frame.f_locals.get("self") if frame.f_code.co_name in _VERBS else None
            if hasattr(type(handler), "_execute"):
                actor = self.of_handler(handler)
            else:
                actor = Actor(frame.f_code.co_name)
            self._generators[frame] = actor
            self.young.append(frame)
        return actor

    def keep(self, frame: FrameType) -> None:
        """This generator waits, and goes on later as the same actor."""
        if frame in self.young:
            self.young.remove(frame)

    def forget(self, frame: FrameType) -> None:
        """This generator is done."""
        self._generators.pop(frame, None)

    def forget_the_young(self) -> None:
        """At the end of a turn: generators that were done before they ever waited."""
        for frame in self.young:
            self._generators.pop(frame, None)
        self.young.clear()

    def around(self, frame: FrameType | None) -> Actor | None:
        """The actor whose gen.coroutine this line is in, if it is in one."""
        while frame is not None:
            caller = frame.f_back
            if (
                frame.f_code.co_flags & _GENERATOR
                and caller is not None
                and (caller.f_code is _ADVANCE or caller.f_code is _FIRST_ADVANCE)
                and self._program.owns(frame.f_code)
            ):
                return self.of_generator(frame)
            frame = caller
        return None
