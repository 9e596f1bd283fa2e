"""What honest work on a lab does not need: evidence for a person to look at, never a mark.

It is read off the program's text, so that a thing under another name is still the same thing:
``import sys as s``, ``asyncio.sys`` and ``from logging import sys`` are all ``sys``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from looplab.request import Source
from looplab.suspicion.evidence import (
    ASKED_FOR,
    ATTRIBUTES,
    BY_NAME,
    ELSEWHERE,
    ENGINES,
    FILES,
    HIDDEN,
    INNER,
    LOOKED_AT,
    NAMES,
    QUOTED,
    REACHING,
    THEIRS,
)
from looplab.suspicion.names import defines, dotted, given, imports, is_itself, is_module, uses

# Nobody's work on a lab is longer; to read much more of it takes long.
LONGEST = 100_000
# Not read off the text: somebody has written where looplab tells what the program does.
STRAY = "writes where its trace is told"
# Of these more is said than that they have an underscore.
_SAID = {name for _, name in ATTRIBUTES}
_REPLACES = "replaces something in another module"
_LOOKS = "looks through what an object holds"
_FILENO = "opens a file descriptor"


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
        self._calls = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
        # The names with an underscore that the program itself gives.
        self._own: set[str] = set()
        for node in nodes:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    top = alias.name.split(".")[0]
                    self._modules[alias.asname or top] = alias.name if alias.asname else top
            elif isinstance(node, ast.ImportFrom):
                names = {alias.asname or alias.name: alias.name for alias in node.names}
                self._modules |= {
                    name: of
                    for name, of in names.items()
                    if of in ELSEWHERE or is_module(f"{node.module}.{of}")
                }
                # tornado.options.options is there to be written to.
                self._things |= names.keys() - {"options"}
            elif isinstance(node, ast.Attribute):
                self._asked[id(node.value)] = node.attr
                if isinstance(node.ctx, ast.Store) and is_itself(node.value):
                    self._own.add(node.attr)
            elif isinstance(node, ast.ClassDef):
                for inner in node.body:
                    self._own |= given(inner)
            elif isinstance(node, ast.Expr):
                self._prose.add(id(node.value))

    def read(self, node: ast.AST) -> Iterator[tuple[int, str]]:
        if isinstance(node, ast.Import):
            whats = [imports(alias.name.split(".")[0]) for alias in node.names]
            whats += [INNER.get(_first_two(alias.name)) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            whats = [*self._imported(node)]
        elif isinstance(node, ast.Attribute):
            whats = [*self._attribute(node)]
        elif isinstance(node, ast.Name):
            whats = [*self._name(node)]
        elif isinstance(node, ast.Call):
            whats = [_FILENO for keyword in node.keywords if keyword.arg == "fileno"]
            whats += [REACHING.get(keyword.arg or "") for keyword in node.keywords]
            whats += [_by_text(node)]
            if isinstance(node.func, ast.Name) and node.args:
                whats.append(self._call(node.func.id, node.args))
        elif isinstance(node, ast.MatchClass):
            whats = [what for name in node.kwd_attrs for what in self._name_of(name, None)]
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            whats = [defines(node.name)]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            quoted = None if id(node) in self._prose else QUOTED.search(node.value)
            whats = [quoted and f"reaches for {quoted[0]}"]
        else:
            return
        for what in whats:
            if what:
                yield node.lineno, what

    def _imported(self, node: ast.ImportFrom) -> Iterator[str | None]:
        module = (node.module or "").split(".")[0]
        yield imports(module)
        for alias in node.names:
            yield uses(module, alias.name)
            yield from self._name_of(alias.name, None)
            if alias.name == "*":
                yield f"imports whatever there is in {node.module}"
            # unittest.mock and tornado.template: text that is run, and things that are replaced.
            yield INNER.get((module, alias.name))
        yield INNER.get((module, (node.module or "").partition(".")[2]))
        for alias in node.names:
            if alias.name in ELSEWHERE:
                yield f"reaches {alias.name} through another module"

    def _attribute(self, node: ast.Attribute) -> Iterator[str | None]:
        base, within = node.value, self._is_imported(node.value)
        module = base.attr if isinstance(base, ast.Attribute) else self._module(base)
        if (module, node.attr) != ("sys", "stdout") or self._asked.get(id(node)) not in (
            "write",
            "flush",
        ):
            yield uses(module or "", node.attr)
        yield INNER.get((module or "", node.attr))
        yield from self._name_of(node.attr, base)
        if isinstance(node.ctx, ast.Store):
            yield defines(node.attr)
        if node.attr in FILES:
            yield "opens a file"
        if id(node) not in self._asked and is_module(dotted(node)):
            yield f"hands the module {dotted(node)} about"
        if node.attr in ELSEWHERE:
            yield f"reaches {node.attr} through another module"
        if within and node.attr == "__dict__":
            yield "reaches into a module by a name in quotes"
        elif node.attr == "__dict__" and self._asked.get(id(node)) != "update":
            yield _LOOKS
        if within and not isinstance(node.ctx, ast.Load):
            yield _REPLACES

    def _name_of(self, name: str, base: ast.expr | None) -> Iterator[str | None]:
        """What there is to say of an attribute for its name, and for whose it is."""
        yield REACHING.get(name)
        theirs = name.startswith("_") and name not in LOOKED_AT | _SAID
        if name in self._own and base is not None and not self._is_imported(base):
            theirs = name in THEIRS and not is_itself(base)
        if name.startswith("__") and name.endswith("__"):
            theirs = name not in ASKED_FOR
        if theirs or name in HIDDEN | ENGINES:
            yield f"reaches for {name}"

    def _name(self, node: ast.Name) -> Iterator[str | None]:
        yield NAMES.get(node.id)
        if node.id in BY_NAME and id(node) not in self._calls:
            yield f"hands {node.id} about"
        if isinstance(node.ctx, ast.Store):
            yield defines(node.id)
        elif (module := self._module(node)) and id(node) not in self._asked:
            yield f"hands the module {module} about"

    def _call(self, function: str, arguments: list[ast.expr]) -> str | None:
        if function not in BY_NAME:
            return None
        within = self._is_imported(arguments[0])
        if function != "getattr" and within:
            return _REPLACES
        if within:
            return "reaches into a module by a name in quotes"
        if len(arguments) == 1 or any(isinstance(each, ast.Starred) for each in arguments):
            return "reaches for a name that it hides"
        name = arguments[1].value if isinstance(arguments[1], ast.Constant) else "_"
        if str(name).startswith("_") or name in ELSEWHERE:
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


def _first_two(name: str) -> tuple[str, str]:
    top, _, rest = name.partition(".")
    return top, rest.partition(".")[0]


def _by_text(call: ast.Call) -> str | None:
    """Tornado takes a handler's name in quotes for the handler, and imports it."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    if name not in ("url", "URLSpec") or len(call.args) < 2:
        return None
    return None if isinstance(call.args[1], ast.Name | ast.Attribute) else "imports by hand"
