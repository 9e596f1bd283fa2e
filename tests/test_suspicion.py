"""What honest work does not need is seen, under whatever name; and honest work raises nothing."""

from __future__ import annotations

import ast
import textwrap
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from looplab import suspicion
from looplab.request import Source
from looplab.suspicion import suspicions

ROOT = Path(__file__).resolve().parent.parent
# A lesson is no submission: one needs gc.collect() to show what the loop does not keep, one opens
# files, one replaces a look-up by a slow one, one starts other processes, one pickles.
NO_SUBMISSION = {"not_sent.py", "lost.py", "file.py", "names.py", "bus.py"}
HONEST = [
    *sorted(ROOT.glob("labs/*/solution.py")),
    *sorted(ROOT.glob("labs/*/starter.py")),
    *sorted(ROOT.glob("labs/*/wrong/*.py")),
    *(path for path in sorted(ROOT.glob("lessons/*/*.py")) if path.name not in NO_SUBMISSION),
    *sorted(ROOT.glob("tests/labs/*/right/*.py")),
    *sorted(ROOT.glob("tests/labs/*/blind/*.py")),
]


def found(text: str) -> list[dict[str, Any]]:
    return suspicions(Source("ann.py", textwrap.dedent(text)))


def what(text: str) -> list[str]:
    return [one["what"] for one in found(text)]


@pytest.mark.parametrize("path", HONEST, ids=lambda path: str(path.relative_to(ROOT)))
def test_honest_work_raises_nothing(path: Path) -> None:
    """Every solution, known mistake and lesson of the course, and what strangers handed in."""
    assert suspicions(Source(path.name, path.read_text(encoding="utf-8"))) == []


def test_there_is_honest_work_to_try() -> None:
    """The rule above holds something."""
    assert len(HONEST) > 50


def test_what_students_like_to_use_raises_nothing() -> None:
    """Logging, dataclasses, tornado in all its parts, threads, the ordinary half of sys and os."""
    assert (
        found(
            '''
            """Puts everybody to bed, and opens nothing."""
            from __future__ import annotations
            import inspect
            import asyncio, functools, json, logging, os, os.path, random, re, socket, sys, time
            import threading
            import os.path as paths
            import tornado.httpclient, tornado.ioloop, tornado.web
            from collections import defaultdict, deque, namedtuple
            from concurrent.futures import ThreadPoolExecutor
            from dataclasses import dataclass, field
            from datetime import timedelta
            from operator import itemgetter
            from tornado import gen, web
            from tornado.ioloop import IOLoop, PeriodicCallback
            from tornado.options import define, options
            from tornado.platform.asyncio import AsyncIOMainLoop
            from . import beds

            log = logging.getLogger(__name__)
            WORD = re.compile("sleep(ing)?")
            options.logging = None
            define("port", default=8888)

            @dataclass
            class Sleeper:
                name: str
                seconds: float = 1.0
                dreams: list[str] = field(default_factory=list)
                _turns: int = 0

                def waits(self, answer):
                    return inspect.isawaitable(answer) or inspect.iscoroutinefunction(self)

                def compile(self):
                    self.open = True
                    self.__dict__.update(name=self.name)
                    setattr(self, "seconds", max(1, self.seconds))
                    self._beds, self._turns = [], self._turns + 1
                    self._make(self._beds)
                    print("for", self.name, "_", paths.join("a", "b"))
                    return getattr(self, "seconds", None)

                def _make(self, beds):
                    super().__init__()

            DOORS = [web.url("/", web.RedirectHandler, {"url": "/door"})]

            class Door(web.RequestHandler):
                def open(self):
                    if self._finished:
                        return self._reason
                    self.write(f"{self.__class__.__name__} is open")
                    self.application.visitors = 1

            class Bed(namedtuple("Bed", "name seconds")):
                def longer(self):
                    return self._replace(seconds=self.seconds + 1)

            def night(sleepers):
                def wake(name, future):
                    print(name, "awake!", flush=True, file=sys.stderr)
                    sys.stdout.write("done")
                    sys.stdout.flush()
                    future.set_result(None)
                    future.name = name
                for name in sorted(sleepers, key=sleepers.get):
                    IOLoop.current().call_later(sleepers[name], functools.partial(wake, name))

            async def main():
                loop = asyncio.get_running_loop()
                loop.slow_callback_duration = 0.05
                await loop.run_in_executor(ThreadPoolExecutor(), time.sleep, 1)
                os.environ.get("HOME"), os.path.join("a", "b"), os.getpid()
                try:
                    await asyncio.wait_for(gen.sleep(1), timeout=timedelta(seconds=2).seconds)
                except Exception:
                    log.exception("it failed: %r", sys.exc_info()[1])
                    sys.exit(1)

            if __name__ == "__main__":
                asyncio.run(main(*sys.argv[1:]))
            '''
        )
        == []
    )


@pytest.mark.parametrize(
    ("program", "said"),
    [
        # The engine, found where it is.
        ("import looplab", "imports looplab"),
        ("import looplab.world.clock as c", "imports looplab"),
        ("from looplab.trace import Trace", "imports looplab"),
        ("from looplab import record", "imports looplab"),
        ("import driver", "imports the driver that runs it"),
        ("from __main__ import record", "imports the program that runs it"),
        ("import sys\nsys.modules['looplab']", "looks through sys.modules"),
        ("import sys as s\ns.modules", "looks through sys.modules"),
        ("from sys import modules as m", "looks through sys.modules"),
        ("import asyncio\nasyncio.sys.modules", "looks through sys.modules"),
        ("from logging import sys as s\ns.modules", "looks through sys.modules"),
        ("from logging import os", "reaches os through another module"),
        ("import tornado.ioloop\ntornado.ioloop.os.write(3, b'')", "writes to a file descriptor"),
        ("import sys\nengine = sys", "hands the module sys about"),
        ("import sys\nvars(sys)['modules']", "hands the module sys about"),
        ("import sys\nsys.__dict__['mod' + 'ules']", "reaches into a module by a name in quotes"),
        ("import gc\ngc.get_objects()", "imports gc, which finds the objects of others"),
        ("if f():\n  from gc import x", "imports gc, which finds the objects of others"),
        ("import ctypes", "imports ctypes, which reads and writes memory"),
        ("from ctypes import string_at", "imports ctypes, which reads and writes memory"),
        ("import importlib", "imports importlib"),
        ("from importlib import import_module", "imports importlib"),
        ("__import__('gc')", "imports by hand"),
        ("__loader__.load_module('gc')", "imports by hand"),
        # Frames, and what hangs on objects.
        ("import sys\nsys._getframe(3)", "looks at the frames of its callers"),
        ("from sys import _getframe", "looks at the frames of its callers"),
        ("import inspect\ninspect.stack()", "uses inspect.stack"),
        ("from inspect import currentframe", "uses inspect.currentframe"),
        ("import sys\nsys.settrace(f)", "traces the process it runs in"),
        ("import asyncio\nasyncio.current_task().get_stack()[0].f_back", "reaches for f_back"),
        ("try: f()\nexcept E as e: e.__traceback__.tb_frame", "reaches for tb_frame"),
        ("async def f(): ...\nf().cr_frame.f_globals", "reaches for cr_frame"),
        ("import time\ntime.sleep.__closure__", "reaches for __closure__"),
        ("print.__self__", "reaches for __self__"),
        ("().__class__.__base__.__subclasses__()", "reaches for __subclasses__"),
        ("getattr(f, '__globals__')", "reaches for __globals__"),
        ("getattr(f, '__glo' + 'bals__')", "reaches for a name that it hides"),
        ("from operator import attrgetter\nattrgetter('__globals__')", "reaches for __globals__"),
        ("import sys\ngetattr(sys, 'mod' + 'ules')", "reaches into a module by a name in quotes"),
        # The pipe, and the way out.
        ("import os\nos.write(3, b'{}')", "writes to a file descriptor"),
        ("import os as o\no.write(3, b'{}')", "writes to a file descriptor"),
        ("from os import write", "writes to a file descriptor"),
        ("from os import *", "uses os.*"),
        ("import os\nos.writev(3, [b'{}'])", "uses os.writev"),
        ("import os\nf = os.write", "writes to a file descriptor"),
        ("import posix\nposix.write(3, b'{}')", "imports posix, which is os by another name"),
        ("import faulthandler", "writes to a file descriptor"),
        ("import os\nos.fdopen(3, 'w')", "opens a file descriptor"),
        ("open(3, 'w')", "opens a file"),
        ("from pathlib import Path\nPath('solution.py').read_text()", "opens a file"),
        ("import os\nos.dup2(3, 1)", "replaces a file descriptor"),
        ("import os\nos._exit(0)", "leaves the process with os._exit"),
        ("from os import _exit as bye", "leaves the process with os._exit"),
        ("import os\nos.abort()", "aborts the process"),
        ("import os\nos.kill(os.getppid(), 9)", "sends signals"),
        ("import os\nos.fork()", "starts other processes"),
        ("import os\nos.popen('ls')", "uses os.popen"),
        ("import subprocess", "starts other processes"),
        ("from multiprocessing import Pool", "starts other processes"),
        # What everybody uses, replaced.
        ("import builtins", "imports builtins, which replaces what everybody uses"),
        ("print = f", "replaces print"),
        ("def print(*words): ...", "replaces print"),
        ("import sys\nsys.stdout = f", "handles sys.stdout itself"),
        ("import sys\nsys.stdout._recorder", "handles sys.stdout itself"),
        # What runs the program, on what the program has.
        ("import sys\nsys.stderr._recorder.emit('print', 0)", "reaches for _recorder"),
        ("import socket\nsocket.socket()._world.clock.ns = 7", "reaches for _world"),
        ("_world = 1\nx = s._world", "reaches for _world"),
        ("import sys\nmatch sys.stderr:\n  case object(_recorder=r): r", "reaches for _recorder"),
        ("import sys\ne = sys.stderr\n[*vars(e)]", "looks through what an object holds"),
        ("import sys\ne = sys.stderr\ne.__dict__[x]", "looks through what an object holds"),
        ("x = '_recorder'", "reaches for _recorder"),
        ("object.__getattribute__(e, x)", "reaches for __getattribute__"),
        ("import copy\ne.__reduce_ex__(4)", "reaches for __reduce_ex__"),
        ("import asyncio\nasyncio.get_running_loop()._ready", "reaches for _ready"),
        ("import threading\nthreading._sys.modules", "reaches for _sys"),
        ("from threading import _sys as s", "reaches for _sys"),
        ("import _socket", "imports _socket, which no lab needs"),
        ("from _io import open_code", "imports _io, which no lab needs"),
        ("import functools\nfunctools.reduce(getattr, names, e)", "hands getattr about"),
        ("g = getattr\ng(e, x)", "hands getattr about"),
        ("import string\nstring.Formatter()", "reaches for attributes by names in quotes"),
        ("from string import Formatter", "reaches for attributes by names in quotes"),
        ("import pickle\npickle.loads(b'')", "runs text as a program"),
        ("import optparse", "imports optparse, which no lab needs"),
        ("import unittest.mock as um", "replaces something in another module"),
        ("import tornado.template as t", "runs text as a program"),
        # By another name, or no name at all.
        ("import dataclasses\nd = dataclasses\nd.sys", "hands the module dataclasses about"),
        ("import dataclasses\nd = dataclasses\nd.sys", "reaches sys through another module"),
        ("def f(d=dataclasses): d.sys", "reaches sys through another module"),
        ("from tornado import web\nx = web", "hands the module web about"),
        ("import tornado.web\nx = tornado.web", "hands the module tornado.web about"),
        ("d = f()\ngetattr(d, 'sys')", "reaches for a name that it hides"),
        ("getattr(*(e, x))", "reaches for a name that it hides"),
        ("setattr(Y, '__dataclass_fields__', x)", "reaches for a name that it hides"),
        ("import threading\n_sys = 0\nthreading._sys", "reaches for _sys"),
        ("class A:\n  _sys = 0\nimport threading\nthreading._sys", "reaches for _sys"),
        ("class A:\n  _run_once = 0\nloop._run_once = f", "reaches for _run_once"),
        ("loop._run_once = f", "reaches for _run_once"),
        ("h = loop.call_later(0, f)\nh._set_at = 0", "reaches for _set_at"),
        ("from tornado.ioloop import *", "imports whatever there is in tornado.ioloop"),
        ("class T(Thread):\n  @property\n  def _world(self): ...", "defines _world"),
        ("class P:\n  __match_args__ = (x,)", "defines __match_args__"),
        ("class M(type):\n  def __instancecheck__(s, x): ...", "defines __instancecheck__"),
        ("class S:\n  def __setstate__(self, s): ...", "defines __setstate__"),
        ("e.__class__ = S", "defines __class__"),
        ("g.__annotations__ = {'x': y}", "reaches for __annotations__"),
        ("locals()[x]", "looks into its own namespace"),
        ("breakpoint()", "imports by hand"),
        ("import threading\nthreading.setprofile(f)", "traces the process it runs in"),
        ("import traceback\ntraceback.walk_stack(None)", "looks at the frames of its callers"),
        ("import functools\nfunctools.update_wrapper(t, u)", "copies what an object holds"),
        ("import inspect\ninspect.signature(f, eval_str=True)", "runs text as a program"),
        ("import types\ntypes.MethodType(f, loop)", "makes functions by hand"),
        ("from tornado.web import url\nurl('/', x + '.here')", "imports by hand"),
        ("import logging.config\nlogging.config.dictConfig(x)", "imports by hand"),
        ("import marshal", "runs text as a program"),
        ("import io\nio.FileIO(3, 'w')", "opens a file descriptor"),
        ("from io import FileIO as F", "opens a file descriptor"),
        ("import socket\nsocket.fromfd(3, 1, 1)", "opens a file descriptor"),
        ("import socket\nsocket.socket(fileno=3)", "opens a file descriptor"),
        ("from tornado.iostream import PipeIOStream", "opens a file descriptor"),
        ("import time\ntime.sleep = f", "replaces something in another module"),
        ("import time as t\nt.sleep = f", "replaces something in another module"),
        ("import time\ndel time.sleep", "replaces something in another module"),
        ("import asyncio\nasyncio.Loop.time = f", "replaces something in another module"),
        ("from asyncio import Task\nTask.cancel = f", "replaces something in another module"),
        ("from tornado import ioloop\nioloop.IOLoop.x = f", "replaces something in another module"),
        ("import random\nsetattr(random, 'seed', f)", "replaces something in another module"),
        ("exec('import gc')", "runs text as a program"),
        ("eval('1')", "runs text as a program"),
        ("f = eval", "runs text as a program"),
        ("globals()['print']", "looks into its own namespace"),
        ("__builtins__['print']", "handles the built-in names itself"),
    ],
)  # fmt: skip
def test_what_honest_work_does_not_need_is_seen(program: str, said: str) -> None:
    """The known ways to the engine, to the pipe and out of the process, each in plain words."""
    assert said in what(program)


def test_a_suspicion_names_the_place() -> None:
    """File and line, in the order of the lines, each thing once a line."""
    program = """
        import gc, ctypes
        async def main():
            import os; os.write(1, b"a"); os.write(2, b"b")
            os._exit(0)
        """
    assert found(program) == [
        {"what": words, "file": "ann.py", "line": line}
        for words, line in [
            ("imports ctypes, which reads and writes memory", 2),
            ("imports gc, which finds the objects of others", 2),
            ("writes to a file descriptor", 4),
            ("leaves the process with os._exit", 5),
        ]
    ]


@pytest.mark.parametrize("text", ["def f(:", "import gc\n  x", "\0", "(" * 10_000])
def test_what_is_no_program_raises_no_suspicion(text: str) -> None:
    """It cannot have run; that it is no Python is said elsewhere."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("import sys\nsys.modules\nx = 1" + "+1" * 20_000, "nests too deeply"),
        ("x = " + "-" * 9999 + "1", "nests too deeply"),
        ("a" + ".a" * 500_000, "is longer than 100,000 characters"),
    ],
    ids=["sum", "minus", "chain"],
)
def test_what_cannot_be_read_through_is_for_a_person(text: str, said: str) -> None:
    """To hide something behind a mountain of text is a suspicion by itself."""
    (one,) = suspicions(Source("ann.py", text))
    assert said in one["what"]


def test_a_long_chain_of_attributes_is_read_once() -> None:
    """Each of its links, and not each link of each."""
    text = "import asyncio\nasyncio" + ".a" * 800
    nodes = list(ast.walk(ast.parse(text)))
    reader = suspicion._Reader(nodes)
    looked = Counter[int]()

    class Counted(dict[int, bool]):
        def __contains__(self, key: object) -> bool:
            looked[key] += 1  # type: ignore[index]
            return super().__contains__(key)

    reader._imports = Counted()
    for node in nodes:
        list(reader.read(node))
    assert sum(looked.values()) < 5 * 800


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("from tornado.util import import_object\n", "imports by hand"),
        ("import tornado.util\ntornado.util.exec_in('x', {})\n", "runs text as a program"),
        ("from tornado.template import Template\n", "runs text as a program"),
        ("import tornado.template\ntornado.template.Template('x')\n", "runs text as a program"),
        ("from tornado import template\n", "runs text as a program"),
        ("from unittest import mock\n", "replaces something in another module"),
        ("from unittest.mock import patch\n", "replaces something in another module"),
        ("from operator import attrgetter\n", "reaches for attributes by names in quotes"),
        ("import operator\noperator.methodcaller('x')\n", "reaches for attributes by names"),
        ("x = 'cr_frame.f_locals'\n", "reaches for cr_frame"),
        ("x = '{% from looplab.world import y %}'\n", "reaches for looplab"),
        ("x = 'os.write'\n", "reaches for os.w"),
    ],
)
def test_a_name_in_quotes_is_a_name(text: str, said: str) -> None:
    """Whatever turns words into things is seen, and the words too."""
    assert any(one.startswith(said) for one in what(text))


def test_words_in_text_and_comments_are_no_suspicion() -> None:
    """Only what the program does counts."""
    assert (
        found('"""Do not import gc, sys.modules or os._exit."""\n# import ctypes\nprint("gc")')
        == []
    )
