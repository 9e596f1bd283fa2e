"""What honest work on a lab does not need: evidence for a person to look at, never a mark.

It is read off the program's text, so that a thing under another name is still the same thing:
``import sys as s``, ``asyncio.sys`` and ``from logging import sys`` are all ``sys``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

from looplab.request import Source

_MODULES = {
    "looplab": "imports looplab",
    "gc": "imports gc, which finds the objects of others",
    "ctypes": "imports ctypes, which reads and writes memory",
    "_ctypes": "imports ctypes, which reads and writes memory",
    "importlib": "imports importlib",
    "builtins": "imports builtins, which replaces what everybody uses",
    "__main__": "imports the program that runs it",
    "driver": "imports the driver that runs it",
    "subprocess": "starts other processes",
    "multiprocessing": "starts other processes",
    "pytest": "imports pytest",
    "_thread": "imports _thread",
    "posix": "imports posix, which is os by another name",
    "faulthandler": "writes to a file descriptor",
    "runpy": "runs text as a program",
    "timeit": "runs text as a program",
    "mock": "replaces something in another module",
}
_ATTRIBUTES = {
    ("sys", "modules"): "looks through sys.modules",
    ("sys", "_getframe"): "looks at the frames of its callers",
    ("sys", "_current_frames"): "looks at the frames of other threads",
    ("sys", "settrace"): "traces the process it runs in",
    ("sys", "setprofile"): "traces the process it runs in",
    ("sys", "meta_path"): "changes how modules are imported",
    ("sys", "path"): "changes where modules are found",
    ("sys", "stdout"): "handles sys.stdout itself",
    ("os", "write"): "writes to a file descriptor",
    ("os", "fdopen"): "opens a file descriptor",
    ("os", "dup2"): "replaces a file descriptor",
    ("os", "close"): "closes a file descriptor",
    ("os", "_exit"): "leaves the process with os._exit",
    ("os", "abort"): "aborts the process",
    ("os", "kill"): "sends signals",
    ("os", "fork"): "starts other processes",
    ("os", "system"): "starts other processes",
}
# Of these modules everything else is to be looked at as well.
_ORDINARY = {
    "sys": set("argv exit exc_info stderr version version_info platform maxsize getsizeof".split()),
    "os": set("path environ getenv getpid cpu_count urandom getcwd name".split()),
    # It looks into other frames, too; but what is awaitable is asked by honest work.
    "inspect": set(
        "isawaitable iscoroutine iscoroutinefunction isasyncgen isasyncgenfunction isgenerator "
        "isgeneratorfunction isfunction ismethod isclass signature".split()
    ),
}
_ELSEWHERE = {"sys", "os", "gc", "ctypes", "inspect", "importlib", "builtins"}
_NAMES = {
    "eval": "runs text as a program",
    "exec": "runs text as a program",
    "compile": "runs text as a program",
    "__import__": "imports by hand",
    "__builtins__": "handles the built-in names itself",
    "__loader__": "imports by hand",
    "__spec__": "imports by hand",
    "globals": "looks into its own namespace",
    "open": "opens a file",
}
# Wherever they come from: they reach what has another name than the program says.
_REACHING = {
    "import_object": "imports by hand",
    "exec_in": "runs text as a program",
    "attrgetter": "reaches for attributes by names in quotes",
    "methodcaller": "reaches for attributes by names in quotes",
    "get_type_hints": "runs text as a program",
}
_FILES = {"read_text", "read_bytes", "write_text", "write_bytes"}
_HIDDEN = set(
    "__globals__ __subclasses__ __code__ __closure__ __self__ __builtins__ __bases__ "
    "f_back f_globals f_locals f_builtins tb_frame cr_frame gi_frame ag_frame".split()
)
# In quotes these are no words of a lab.
_QUOTED = re.compile(r"\b(?:" + "|".join(sorted(_HIDDEN)) + r"|looplab)\b|\b(?:os|sys)\.\w")
_INNER = {
    ("tornado", "template"): "runs text as a program",
    ("unittest", "mock"): "replaces something in another module",
}
# Nobody's work on a lab is longer; to read much more of it takes long.
LONGEST = 100_000
# Not read off the text: somebody has written where looplab tells what the program does.
STRAY = "writes where its trace is told"
_REPLACES = "replaces something in another module"


def suspicions(source: Source) -> list[dict[str, Any]]:
    """What in this program a person should look at: ``{"what", "file", "line"}``, by line."""
    if len(source.text) > LONGEST:
        what = f"is longer than {LONGEST:,} characters, and was not read through"
        return [{"what": what, "file": source.name, "line": 1}]
    try:
        nodes = list(ast.walk(ast.parse(source.text)))
    except (RecursionError, MemoryError):
        what = "nests too deeply to be read through"
        return [{"what": what, "file": source.name, "line": 1}]
    except (SyntaxError, ValueError):
        return []
    reader = _Reader(nodes)
    found = {(line, what) for node in nodes for line, what in reader.read(node)}
    return [{"what": what, "file": source.name, "line": line} for line, what in sorted(found)]


class _Reader:
    """Knows what the program's names stand for, and what is asked of each thing."""

    def __init__(self, nodes: list[ast.AST]) -> None:
        self._modules: dict[str, str] = {}
        self._things: set[str] = set()
        self._asked: dict[int, str] = {}
        # Of each thing that was looked at, by identity: whether it was imported.
        self._imports: dict[int, bool] = {}
        self._prose: set[int] = set()
        for node in nodes:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    top = alias.name.split(".")[0]
                    self._modules[alias.asname or top] = alias.name if alias.asname else top
            elif isinstance(node, ast.ImportFrom):
                names = {alias.asname or alias.name: alias.name for alias in node.names}
                self._modules |= {name: of for name, of in names.items() if of in _ELSEWHERE}
                # tornado.options.options is there to be written to.
                self._things |= names.keys() - {"options"}
            elif isinstance(node, ast.Attribute):
                self._asked[id(node.value)] = node.attr
            elif isinstance(node, ast.Expr):
                self._prose.add(id(node.value))

    def read(self, node: ast.AST) -> Iterator[tuple[int, str]]:
        if isinstance(node, ast.Import):
            whats = [_MODULES.get(alias.name.split(".")[0]) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            whats = [*self._imported(node)]
        elif isinstance(node, ast.Attribute):
            whats = [*self._attribute(node)]
        elif isinstance(node, ast.Name):
            whats = [*self._name(node)]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            whats = [self._call(node.func.id, node.args)]
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == "print":
            whats = ["replaces print"]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            quoted = None if id(node) in self._prose else _QUOTED.search(node.value)
            whats = [quoted and f"reaches for {quoted[0]}"]
        else:
            return
        for what in whats:
            if what:
                yield node.lineno, what

    def _imported(self, node: ast.ImportFrom) -> Iterator[str | None]:
        module = (node.module or "").split(".")[0]
        yield _MODULES.get(module)
        for alias in node.names:
            yield _of(module, alias.name)
            yield _REACHING.get(alias.name)
            # unittest.mock and tornado.template: text that is run, and things that are replaced.
            yield _INNER.get((module, alias.name))
        yield _INNER.get((module, (node.module or "").partition(".")[2]))
        for alias in node.names:
            if alias.name in _ELSEWHERE:
                yield f"reaches {alias.name} through another module"

    def _attribute(self, node: ast.Attribute) -> Iterator[str | None]:
        base, within = node.value, self._is_imported(node.value)
        module = base.attr if isinstance(base, ast.Attribute) else self._module(base)
        if (module, node.attr) != ("sys", "stdout") or self._asked.get(id(node)) not in (
            "write",
            "flush",
        ):
            yield _of(module or "", node.attr)
        yield _REACHING.get(node.attr)
        yield _INNER.get((module or "", node.attr))
        if node.attr in _HIDDEN:
            yield f"reaches for {node.attr}"
        if node.attr in _FILES:
            yield "opens a file"
        if within and node.attr in _ELSEWHERE:
            yield f"reaches {node.attr} through another module"
        if within and node.attr == "__dict__":
            yield "reaches into a module by a name in quotes"
        if within and not isinstance(node.ctx, ast.Load):
            yield _REPLACES

    def _name(self, node: ast.Name) -> Iterator[str | None]:
        yield _NAMES.get(node.id)
        if node.id == "print" and isinstance(node.ctx, ast.Store):
            yield "replaces print"
        if (module := self._module(node)) in _ORDINARY and id(node) not in self._asked:
            yield f"hands the module {module} about"

    def _call(self, function: str, arguments: list[ast.expr]) -> str | None:
        within = self._is_imported(arguments[0])
        if function in ("setattr", "delattr") and within:
            return _REPLACES
        if function in ("getattr", "vars") and within:
            return "reaches into a module by a name in quotes"
        if function == "getattr" and len(arguments) > 1:
            name = arguments[1].value if isinstance(arguments[1], ast.Constant) else "_"
            if str(name).startswith("_"):
                return "reaches for a name that it hides"
        return None

    def _module(self, node: ast.expr) -> str | None:
        return self._modules.get(node.id) if isinstance(node, ast.Name) else None

    def _is_imported(self, node: ast.expr) -> bool:
        """Whether this is something that was imported, or something in it."""
        seen = []
        while isinstance(node, ast.Attribute) and id(node) not in self._imports:
            seen.append(id(node))
            node = node.value
        known = isinstance(node, ast.Name) and (node.id in self._modules or node.id in self._things)
        known = self._imports.get(id(node), known)
        self._imports |= dict.fromkeys(seen, known)
        return known


def _of(module: str, name: str) -> str | None:
    if module not in _ORDINARY or name in _ORDINARY[module]:
        return None
    return _ATTRIBUTES.get((module, name), f"uses {module}.{name}")
