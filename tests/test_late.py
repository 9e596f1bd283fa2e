"""Functions of modules that are imported later: replaced right after the import, and put back."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from looplab.world.late import Patch, patches_of

NAME = "imported_in_the_middle"


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of a module that can be imported, and has not been."""
    (tmp_path / f"{NAME}.py").write_text("def answer(): return 1\nready = answer()\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield NAME
    sys.modules.pop(NAME, None)


def patches() -> list[Patch]:
    return [(sys.modules[NAME], "answer", lambda: 2)]


def test_a_module_is_patched_right_after_its_import(module: str) -> None:
    """Its own code runs as it was; whoever imported it finds the replacement, then the original."""
    finders = list(sys.meta_path)
    with patches_of({module: patches}):
        assert module not in sys.modules
        found: Any = importlib.import_module(module)
        assert (found.ready, found.answer()) == (1, 2)
    assert found.answer() == 1
    assert sys.meta_path == finders


def test_a_module_that_is_there_already_is_patched_at_once(module: str) -> None:
    """No import is needed, and none happens."""
    found: Any = importlib.import_module(module)
    with patches_of({module: patches}):
        assert found.answer() == 2
    assert found.answer() == 1


def test_a_module_that_nobody_imports_is_not_imported(module: str) -> None:
    """Its function is never called."""
    with patches_of({module: pytest.fail}):
        importlib.import_module("string")
    assert module not in sys.modules


def test_to_look_for_a_module_is_not_to_import_it(module: str) -> None:
    """Libraries ask whether another one is installed: it is patched when it is imported."""
    with patches_of({module: patches}):
        assert importlib.util.find_spec(module) is not None
        assert module not in sys.modules
        found: Any = importlib.import_module(module)
        assert found.answer() == 2


def test_the_module_looks_as_if_nobody_had_waited_for_it(module: str) -> None:
    """Its loader and its specification are what they are without us."""
    with patches_of({module: patches}):
        found: Any = importlib.import_module(module)
    kept = vars(found.__loader__)
    del sys.modules[module]
    plain: Any = importlib.import_module(module)
    assert vars(plain.__loader__) == kept
    assert type(plain.__loader__) is type(found.__loader__)


def test_what_the_function_raises_fails_every_import(module: str) -> None:
    """A module can be refused: the second try does not get it either."""

    def refuse() -> list[Patch]:
        raise RuntimeError("not here")

    with patches_of({module: refuse}):
        for _ in range(2):
            with pytest.raises(RuntimeError, match="not here"):
                importlib.import_module(module)
            assert module not in sys.modules
    assert importlib.import_module(module)


def test_a_module_that_does_not_exist_is_missed_as_ever() -> None:
    """The error is Python's own."""
    with (
        patches_of({"no_such_module_anywhere": pytest.fail}),
        pytest.raises(ModuleNotFoundError, match="No module named 'no_such_module_anywhere'"),
    ):
        importlib.import_module("no_such_module_anywhere")


def test_everything_is_put_back_after_an_error(module: str) -> None:
    """Also where what ran inside failed, and where the functions patch one name twice."""
    importlib.import_module(module)

    def twice() -> list[Patch]:
        return [*patches(), (sys.modules[NAME], "answer", lambda: 3)]

    with pytest.raises(KeyError), patches_of({module: twice}):
        assert sys.modules[NAME].answer() == 3
        raise KeyError
    assert sys.modules[NAME].answer() == 1


def test_an_import_that_began_inside_and_ended_outside_patches_nothing(module: str) -> None:
    """The world is gone: what would put the original back is gone, too."""
    with patches_of({module: patches}):
        spec = importlib.util.find_spec(module)
        assert spec is not None and spec.loader is not None
    found: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    assert found.answer() == 1
