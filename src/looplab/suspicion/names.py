"""What a name in a program's text says by itself, wherever it stands."""

from __future__ import annotations

import ast
import importlib.util
from functools import cache

from looplab.suspicion.evidence import (
    ALLOWED,
    ATTRIBUTES,
    DEFINED,
    MODULES,
    ORDINARY,
    PACKAGES,
    THEIRS,
)


def imports(module: str) -> str | None:
    """What there is to say of who imports this; without a name it is one beside the program."""
    if module in MODULES or module in ALLOWED or not module:
        return MODULES.get(module)
    return f"imports {module}, which no lab needs"


def uses(module: str, name: str) -> str | None:
    """What there is to say of who uses this of that module."""
    if module not in ORDINARY or name in ORDINARY[module]:
        return None
    return ATTRIBUTES.get((module, name), f"uses {module}.{name}")


def defines(name: str) -> str | None:
    """What there is to say of who gives something this name."""
    if name == "print":
        return "replaces print"
    hidden = name.startswith("__") and name.endswith("__") and name not in DEFINED
    return f"defines {name}" if hidden or name in THEIRS else None


def given(line: ast.stmt) -> set[str]:
    """The names that a line of a class gives to what is in it."""
    if isinstance(line, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {line.name}
    stored = (node for node in ast.walk(line) if isinstance(node, ast.Name))
    return {node.id for node in stored if isinstance(node.ctx, ast.Store)}


def is_itself(base: ast.expr) -> bool:
    """Whether this is what a method calls its own object, or class."""
    return isinstance(base, ast.Name) and base.id in ("self", "cls")


def dotted(node: ast.expr) -> str:
    """``a.b.c``; empty where it is anything else."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join(reversed([*parts, node.id])) if isinstance(node, ast.Name) else ""


@cache
def is_module(name: str) -> bool:
    """Whether a module of some package is called so."""
    if name.count(".") != 1 or name.partition(".")[0] not in PACKAGES:
        return False
    return importlib.util.find_spec(name) is not None
