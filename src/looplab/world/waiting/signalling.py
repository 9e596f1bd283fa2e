"""What sends signals and waits for them: ``os.kill``, ``signal.pause``, ``sigwait`` and their like.

What is sent to another process is sent for real.
"""

from __future__ import annotations

import _thread
import errno
import os
import signal
from collections.abc import Iterable
from typing import Any

from looplab.world.inside import NotInThisWorld, World, here
from looplab.world.waiting.signals import checked, mine, named, real, signals_of

_real_kill, _real_killpg = os.kill, os.killpg
_real_pthread_kill, _real_interrupt = signal.pthread_kill, _thread.interrupt_main


def kill(pid: int, number: int, /) -> None:
    """As ``os.kill``. Raises NotInThisWorld for a group with children of the program in it."""
    group = pid in (0, -os.getpgrp())
    if number == 0 or not (group or pid == os.getpid()) or (signals := mine()) is None:
        _real_kill(pid, number)
        return
    world = here()
    if group and world is not None and world.scheduler is not None and world.scheduler.outside:
        raise NotInThisWorld(
            "a signal to the whole group reaches processes of which this world knows no order: "
            "send it to each of them, by its pid"
        )
    signals.send(checked(number))


def killpg(group: int, number: int, /) -> None:
    """As ``os.killpg``."""
    if group in (0, os.getpgrp()) and here() is not None:
        kill(0, number)
    else:
        _real_killpg(group, number)


def raise_signal(number: int, /) -> None:
    """As ``signal.raise_signal``."""
    world, signals = here(), mine()
    if world is None or world.scheduler is None or signals is None:
        real["raise_signal"](number)
    else:
        signals.send(checked(number), world.scheduler.running)


def pthread_kill(ident: int, number: int, /) -> None:
    """As ``signal.pthread_kill``, for threads of the program."""
    world, signals = here(), mine()
    if world is None or world.scheduler is None or signals is None:
        _real_pthread_kill(ident, number)
        return
    found = [one for one in world.scheduler.threads if one.ident == ident]
    if not found:
        raise ProcessLookupError(errno.ESRCH, os.strerror(errno.ESRCH))
    if number:
        signals.send(checked(number), found[0])


def interrupt_main(number: Any = signal.SIGINT, /) -> None:
    """As ``_thread.interrupt_main``: the main thread handles it, after what it waits for."""
    world, signals = here(), mine()
    if world is None or world.scheduler is None or signals is None:
        _real_interrupt(number)
    elif number not in signal.valid_signals():
        raise ValueError("signal number out of range")
    else:
        signals.flag(number, world.scheduler.running)


def set_wakeup_fd(fd: int, /, **options: Any) -> int:
    """As ``signal.set_wakeup_fd``."""
    before = int(real["set_wakeup_fd"](fd, **options))
    if (signals := mine()) is not None:
        signals.wakeup = fd
    return before


def pause() -> None:
    """As ``signal.pause``."""
    world, signals = here(), mine()
    if world is None:
        real["pause"]()
    elif world.scheduler is None or signals is None:
        with world.timed("signal.pause"):
            real["pause"]()
    else:
        caught, me = signals.caught, world.scheduler.running
        before = caught[me]
        world.blocking("signal.pause", lambda: caught[me] > before)


def sigwait(sigset: Iterable[int], /) -> Any:
    """As ``signal.sigwait``."""
    return _waited("sigwait", frozenset(sigset))


def sigwaitinfo(sigset: Iterable[int], /) -> Any:
    """As ``signal.sigwaitinfo``; the sender is always the program itself."""
    return _waited("sigwaitinfo", frozenset(sigset))


def sigtimedwait(sigset: Iterable[int], timeout: float, /) -> Any:
    """As ``signal.sigtimedwait``; seconds."""
    return _waited("sigtimedwait", frozenset(sigset), timeout)


def _waited(name: str, wanted: frozenset[int], *timeout: float) -> Any:
    world = here()
    if world is None:
        return real[name](wanted, *timeout)
    if world.scheduler is None:
        with world.timed(f"signal.{name}"):
            return real[name](wanted, *timeout)
    signals, me = signals_of(world), world.scheduler.running
    # It knows what is wrong with its arguments, and does not wait.
    real["sigtimedwait"](wanted, *(min(seconds, 0) for seconds in timeout or (0,)))
    signals.awaited[me] = wanted
    try:
        condition = lambda: signals.here_for(me) & wanted  # noqa: E731
        if not world.blocking(f"signal.{name}", condition, *timeout):
            return None
    finally:
        del signals.awaited[me]
    number = signals.take(me, wanted)
    if name == "sigwait":
        return named(number)
    return signal.struct_siginfo((number, 0, 0, os.getpid(), os.getuid(), 0, 0))


def pthread_sigmask(how: int, mask: Iterable[int], /) -> Any:
    """As ``signal.pthread_sigmask``."""
    before = real["pthread_sigmask"](how, mask)
    if (signals := _known()) is not None:
        signals.unblocked()
    return before


def sigpending() -> Any:
    """As ``signal.sigpending``."""
    found = real["sigpending"]()
    world: World | None = here()
    if (signals := _known()) is not None and world is not None and world.scheduler is not None:
        for number in signals.here_for(world.scheduler.running):
            found.add(named(number))
    return found


def _known() -> Any:
    """The signals of this world, where there have been any."""
    world = here()
    return None if world is None else world.kept.get("signals")


def patches() -> list[tuple[Any, str, Any]]:
    """What to replace: owner, name, replacement."""
    functions = (
        raise_signal, pthread_kill, pause, sigwait, sigwaitinfo, sigtimedwait, pthread_sigmask,
        sigpending, set_wakeup_fd,
    )  # fmt: skip
    return [
        (os, "kill", kill),
        (os, "killpg", killpg),
        (_thread, "interrupt_main", interrupt_main),
        *((signal, function.__name__, function) for function in functions),
    ]
