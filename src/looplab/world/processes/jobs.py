"""A job of a process pool: what is sent to the process, and what comes back.

Python's own classes and pickler, so that what cannot be sent fails with the same words.
"""

from __future__ import annotations

import pickle
import traceback
from concurrent.futures import _base, process
from multiprocessing.reduction import ForkingPickler
from typing import Any

from looplab.world.inside import Ended

_process: Any = process


class Job:
    """A job, and the future of its result."""

    def __init__(self, fn: Any, args: Any, kwargs: Any) -> None:
        self.future: _base.Future[Any] = _base.Future()
        self.data = b""
        self._call: Any = _process._CallItem(0, fn, args, kwargs)

    def packed(self) -> bool:
        """Make bytes of it; where that fails its future is told, and it goes no further."""
        try:
            self.data = bytes(ForkingPickler.dumps(self._call))
        except Exception as error:
            text = "".join(traceback.format_exception(error))
            error.__cause__ = _process._RemoteTraceback(f'\n"""\n{text}"""')
            self.future.set_exception(error)
            return False
        finally:
            self._call = None
        return True

    def finish(self, found: bytes) -> None:
        """Tell its future what ``perform`` found."""
        done = pickle.loads(found)
        if done.exception is not None:
            self.future.set_exception(done.exception)
        else:
            self.future.set_result(done.result)


def perform(data: bytes) -> bytes:
    """In the process: do one job. Raises Ended."""
    call = pickle.loads(data)
    try:
        done = _process._ResultItem(0, result=call.fn(*call.args, **call.kwargs))
    except Ended:
        raise
    except BaseException as error:
        trace = error.__traceback__ and error.__traceback__.tb_next
        done = _process._ResultItem(
            0, exception=_process._ExceptionWithTraceback(error, trace or error.__traceback__)
        )
    try:
        return bytes(ForkingPickler.dumps(done))
    except BaseException as error:
        failed = _process._ExceptionWithTraceback(error, error.__traceback__)
        return bytes(ForkingPickler.dumps(_process._ResultItem(0, exception=failed)))


def check_tasks(tasks: Any, context: Any) -> None:
    """Raise what Python raises for such a ``max_tasks_per_child``."""
    if tasks is None:
        return
    if not isinstance(tasks, int):
        raise TypeError("max_tasks_per_child must be an integer")
    if tasks <= 0:
        raise ValueError("max_tasks_per_child must be >= 1")
    if context is not None and context.get_start_method(allow_none=False) == "fork":
        raise ValueError(
            "max_tasks_per_child is incompatible with the 'fork' multiprocessing start method; "
            "supply a different mp_context."
        )
