"""The checks of a lab without those that no student may read."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import Any


class StillHidden(Exception):
    """A hidden check could not be taken out: the message says why, and what to do."""


def without_hidden(text: str) -> tuple[str, list[str]]:
    """The text of a file of checks without the hidden ones, and the names of those.

    What only they use goes with them, and so does a comment right above. All else stays as it is,
    letter by letter. Raises StillHidden.
    """
    tree = ast.parse(text)
    hidden = [node for node in tree.body if _is_hidden(node)]
    if hidden:
        gone = [*hidden, *_only_used_by(hidden, tree.body)]
        lines = text.splitlines(keepends=True)
        for first, last in sorted((_lines_of(node, lines) for node in gone), reverse=True):
            del lines[first:last]
        text = "".join(lines).rstrip("\n") + "\n"
        kept = [ast.dump(node) for node in tree.body if node not in gone]
        if kept != [ast.dump(node) for node in _parsed(text)]:
            raise StillHidden("a hidden check shares a line with something else: give it its own")
    if any(isinstance(node, ast.Attribute) and node.attr == "hidden" for node in _all(text)):
        raise StillHidden(
            "pytest.mark.hidden stands somewhere else than right above a function: put it there"
        )
    return text, [node.name for node in hidden if isinstance(node, _FUNCTIONS)]


def functions_of(text: str, name: str) -> dict[str, Callable[..., Any]]:
    """The checks in the text of a file, by name; ``name`` is what the file is called.

    Raises StillHidden where one of them turns out to be hidden after all.
    """
    module: dict[str, Any] = {"__name__": name.removesuffix(".py"), "__file__": name}
    exec(compile(text, name, "exec", dont_inherit=True), module)
    found = {key: value for key, value in module.items() if key.startswith("test_")}
    marks = [module.get("pytestmark", ()), *(getattr(f, "pytestmark", ()) for f in found.values())]
    for each in marks:
        for mark in each if isinstance(each, Iterable) else [each]:
            if getattr(mark, "name", "") == "hidden":
                raise StillHidden("a check is hidden by something else than a decorator of its own")
    return found


_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _is_hidden(node: ast.stmt) -> bool:
    """Whether it is a function right below ``@pytest.mark.hidden``."""
    return isinstance(node, _FUNCTIONS) and any(
        isinstance(part, ast.Attribute) and part.attr == "hidden"
        for decorator in node.decorator_list
        for part in ast.walk(decorator)
    )


def _only_used_by(hidden: list[ast.stmt], body: list[ast.stmt]) -> list[ast.stmt]:
    """The functions, classes and values that the hidden checks use, and nothing visible does."""
    made = {name: node for node in body if node not in hidden for name in _names_made(node)}
    roots = [
        node
        for node in body
        if node not in hidden
        and (not _names_made(node) or any(name.startswith("test_") for name in _names_made(node)))
    ]
    theirs, ours = _reached(hidden, made), _reached(roots, made)
    return [node for node in body if node in theirs and node not in ours and node not in hidden]


def _reached(nodes: list[ast.stmt], made: dict[str, ast.stmt]) -> list[ast.stmt]:
    """These nodes, and all that they use, and what that uses."""
    found = list(nodes)
    for node in found:
        for part in ast.walk(node):
            used = made.get(part.id) if isinstance(part, ast.Name) else None
            if used is not None and used not in found:
                found.append(used)
    return found


def _names_made(node: ast.stmt) -> list[str]:
    """What a statement at the top of a file gives a name to; imports stay, whoever uses them."""
    if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else []
    if isinstance(node, ast.AnnAssign):
        targets = [node.target]
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    return names if len(names) == len(targets) else []


def _lines_of(node: ast.stmt, lines: list[str]) -> tuple[int, int]:
    """Its first line and the one after its last, with the comment and the empty lines above."""
    first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))]) - 1
    while first and lines[first - 1].startswith("#"):
        first -= 1
    while first and not lines[first - 1].strip():
        first -= 1
    return first, node.end_lineno or node.lineno


def _parsed(text: str) -> list[ast.stmt]:
    try:
        return ast.parse(text).body
    except SyntaxError:
        return []


def _all(text: str) -> Iterable[ast.AST]:
    return ast.walk(ast.parse(text))
