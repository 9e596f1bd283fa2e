"""Run the sources of the notebooks, and write each one with what it printed.

    python notebooks/build.py             all of them
    python notebooks/build.py sleep       this one
    python notebooks/build.py --check     write nothing; exit 1 and say what differs, if anything

Two builds give the same bytes: nothing in a notebook tells when, where or with which version it
was built. The pictures are those of Python 3.11. With a later one all that is printed is the same,
and so are the letters of a picture; but asyncio ends a `wait_for` or a pool of threads in a turn
less, at the same instant, which makes a tick and a row of a table less. So with another Python a
check leaves out how pictures are drawn.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import os
import sys
import tempfile
from itertools import zip_longest
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PATIENCE = 120  # real seconds for one cell, on a machine that is busy with other things
DRAWN_BY = (3, 11)
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


class CannotBuild(Exception):
    """A notebook does not run, or is not in order: the message says which one, and why."""


def sources(names: list[str]) -> list[Path]:
    """The sources of these notebooks, each named by its slug or its file; of all, if none is."""
    there = sorted(HERE.glob("[0-9]*_*.py"))
    known = {key: path for path in there for key in (path.stem, path.stem.partition("_")[2])}
    for name in names:
        if Path(name).stem not in known:
            raise CannotBuild(f"there is no notebook {name}; there are {', '.join(known)}")
    return [known[Path(name).stem] for name in names] or there


def built(source: Path) -> str:
    """The text of the notebook, run from top to bottom in a kernel of its own."""
    import jupytext
    import nbformat

    notebook = jupytext.reads(source.read_text(encoding="utf-8"), fmt="py:percent")
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for place, cell in enumerate(notebook.cells):
        cell.id = hashlib.sha256(f"{source.stem} {place}".encode()).hexdigest()[:8]
    _fold_answers(notebook.cells)
    asyncio.run(_run(source.stem, notebook))
    for output in [output for cell in notebook.cells for output in cell.get("outputs", [])]:
        if output.output_type == "error":
            # A traceback has colours, and the paths of this machine.
            output.traceback = [f"{output.ename}: {output.evalue}"]
    # Last, because running it writes the version of Python here.
    notebook.metadata = nbformat.from_dict(METADATA)
    return str(nbformat.writes(notebook)).rstrip("\n") + "\n"


def _fold_answers(cells: list[Any]) -> None:
    """Have JupyterLab hide what answers a question, until the reader runs the cell."""
    asked = False
    for cell in cells:
        if cell.cell_type == "markdown":
            asked = "Predict" in cell.source
        elif asked:
            cell.metadata["jupyter"] = {"outputs_hidden": True}


async def _run(name: str, notebook: Any) -> None:
    """Run all cells, and put what they print into them. Raises CannotBuild."""
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    # The kernel starts as for a reader who has set up nothing of their own.
    environment = {
        key: value
        for key, value in os.environ.items()
        if key == "PYTHONPATH" or not key.startswith(("PYTHON", "IPYTHON", "JUPYTER"))
    }
    with tempfile.TemporaryDirectory(prefix="looplab-", ignore_cleanup_errors=True) as folder:
        kernel = AsyncKernelManager(
            kernel_name="python3",
            # Without folders to look for kernels in, it is the one of this Python.
            kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
            # Sockets in a private folder: no port is opened.
            connection_file=str(Path(folder, "connection.json")),
            transport="ipc",
            ip=str(Path(folder, "kernel")),
        )
        client = NotebookClient(
            notebook, km=kernel, timeout=PATIENCE, record_timing=False, coalesce_streams=True
        )
        try:
            await client.async_execute(cwd=str(HERE), env=environment | {"IPYTHONDIR": folder})
        except CellExecutionError as error:
            what = f"{_failed(notebook)}: {error.ename}: {error.evalue}"
            raise CannotBuild(f"{name}: {what}") from None
        except CellTimeoutError:
            raise CannotBuild(f"{name}: a cell took longer than {PATIENCE} seconds") from None
        except DeadKernelError:
            raise CannotBuild(f"{name}: the kernel died; does a cell stop its loop?") from None
        finally:
            # The client shuts down only a kernel that it chose itself.
            await kernel.shutdown_kernel(now=True)


def _failed(notebook: Any) -> str:
    """Which cell ended the run with its error: the last that has one."""
    for number, cell in reversed(list(enumerate(notebook.cells, 1))):
        if any(output.output_type == "error" for output in cell.get("outputs", [])):
            return f"cell {number} failed"
    return "a cell failed"


def difference(committed: str, rebuilt: str, drawn: bool = True) -> str | None:
    """Where two notebooks differ first, in words; None where they are the same.

    ``drawn`` says whether how their pictures are drawn counts, too.
    """
    try:
        if not drawn:
            committed, rebuilt = _letters_only(committed), _letters_only(rebuilt)
        if committed == rebuilt:
            return None
        old, new = json.loads(committed)["cells"], json.loads(rebuilt)["cells"]
        for number, (before, after) in enumerate(zip_longest(old, new), 1):
            if before is None or after is None:
                return f"it has {len(old)} cells, its source {len(new)}"
            for key, words in (("source", "reads"), ("outputs", "shows")):
                was, now = (cell.get(key) for cell in (before, after))
                if was != now:
                    return f"cell {number} {words} something else: {_change(was, now)}"
    except (ValueError, KeyError, TypeError, AttributeError):
        return "it is no notebook"
    return "only what is not seen differs, such as metadata"


def _letters_only(notebook: str) -> str:
    """A notebook without what is drawn; the letters of its pictures stay."""
    content = json.loads(notebook)
    for output in [output for cell in content["cells"] for output in cell.get("outputs", [])]:
        output.get("data", {}).pop("text/html", None)
    return json.dumps(content)


def _change(was: object, now: object) -> str:
    """The first line that two versions of a cell do not share."""
    for old, new in zip_longest(_lines(was), _lines(now), fillvalue="(nothing)"):
        if old != new:
            return f"was {old!r}, is now {new!r}"
    return "the same facts are drawn or kept in another way"


def _lines(part: object) -> list[str]:
    """The lines of a cell's source, or of all it showed: of a picture its text."""
    if isinstance(part, list) and all(isinstance(output, dict) for output in part):
        texts = [output.get("text", output.get("data", {}).get("text/plain")) for output in part]
        return [
            line
            for output, text in zip(part, texts, strict=True)
            for line in _lines(str(output) if text is None else text)
        ]
    text = "".join(part) if isinstance(part, list) else str(part)
    return text.splitlines()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Run the notebooks and write them with outputs.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="sleep, or 01_sleep; else all")
    parser.add_argument("--check", action="store_true", help="write nothing, say what differs")
    options = parser.parse_args(arguments)
    try:
        chosen = sources(options.names)
    except CannotBuild as reason:
        parser.error(str(reason))
    drawn = sys.version_info[:2] == DRAWN_BY
    if not (drawn or options.check):
        now, then = (".".join(map(str, version)) for version in (sys.version_info[:2], DRAWN_BY))
        print(f"this is Python {now}; commit what {then} draws", file=sys.stderr)
    bad = 0
    for source in chosen:
        target = source.with_suffix(".ipynb")
        try:
            text = built(source)
        except CannotBuild as reason:
            print(reason, file=sys.stderr)
            bad += 1
            continue
        except ModuleNotFoundError as reason:
            parser.exit(2, f"there is no {reason.name} here: pip install --editable '.[dev]'\n")
        if not options.check:
            target.write_text(text, encoding="utf-8")
            print(f"{target.name}: built")
            continue
        there = target.read_text(encoding="utf-8") if target.exists() else None
        differs = "it is not there" if there is None else difference(there, text, drawn)
        print(f"{target.name}: {differs or 'as its source gives it'}")
        if differs:
            print(f"  build it again: python notebooks/build.py {source.stem}")
            bad += 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
