"""What honest work on a lab does not need: evidence for a person to look at, never a mark."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from looplab.request import Source

_MODULES = {
    "looplab": "imports looplab",
    "gc": "imports gc, which finds the objects of others",
    "ctypes": "imports ctypes, which reads and writes memory",
    "_ctypes": "imports ctypes, which reads and writes memory",
    "inspect": "imports inspect, which looks into other frames",
    "importlib": "imports importlib",
    "builtins": "imports builtins, which replaces what everybody uses",
    "__main__": "imports the program that runs it",
    "driver": "imports the driver that runs it",
    "subprocess": "starts other processes",
    "multiprocessing": "starts other processes",
    "pytest": "imports pytest",
    "_thread": "imports _thread",
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
_NAMES = {
    "eval": "runs text as a program",
    "exec": "runs text as a program",
    "compile": "runs text as a program",
    "__import__": "imports by hand",
    "__builtins__": "handles the built-in names itself",
    "globals": "looks into its own namespace",
    "open": "opens a file",
}
_HIDDEN = ("__globals__", "__subclasses__", "__code__", "__closure__", "f_back", "tb_frame")


def suspicions(source: Source) -> list[dict[str, Any]]:
    """What in this program a person should look at: ``{"what", "file", "line"}``, by line."""
    try:
        tree = ast.parse(source.text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    found = {(line, what) for node in ast.walk(tree) for line, what in _in(node)}
    return [{"what": what, "file": source.name, "line": line} for line, what in sorted(found)]


def _in(node: ast.AST) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            if what := _MODULES.get(alias.name.split(".")[0]):
                yield node.lineno, what
    elif isinstance(node, ast.ImportFrom):
        module = (node.module or "").split(".")[0]
        if what := _MODULES.get(module):
            yield node.lineno, what
        for alias in node.names:
            if what := _ATTRIBUTES.get((module, alias.name)):
                yield node.lineno, what
    elif isinstance(node, ast.Attribute):
        if isinstance(node.value, ast.Name):
            if what := _ATTRIBUTES.get((node.value.id, node.attr)):
                yield node.lineno, what
        if node.attr in _HIDDEN:
            yield node.lineno, f"reaches for {node.attr}"
        if isinstance(node.ctx, ast.Store) and _is_module(node.value):
            yield node.lineno, "replaces something in another module"
    elif isinstance(node, ast.Name):
        if what := _NAMES.get(node.id):
            yield node.lineno, what
        if node.id == "print" and isinstance(node.ctx, ast.Store):
            yield node.lineno, "replaces print"
    elif isinstance(node, ast.Call) and _called(node) == "setattr":
        if node.args and _is_module(node.args[0]):
            yield node.lineno, "replaces something in another module"
    elif isinstance(node, ast.Call) and _called(node) == "getattr":
        if node.args and _is_module(node.args[0]):
            yield node.lineno, "reaches into a module by a name in quotes"


def _called(node: ast.Call) -> str | None:
    return node.func.id if isinstance(node.func, ast.Name) else None


def _is_module(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in {"time", "asyncio", "sys", "os", "tornado"}
