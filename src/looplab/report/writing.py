"""The reports of a grading, written into its folder: those that were asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from looplab.report.classroom import classroom_payload
from looplab.report.files import file_names, save, write, write_all
from looplab.report.grades import grades_csv
from looplab.report.gradescope import gradescope_json
from looplab.report.junit import junit_xml
from looplab.report.overview import overview
from looplab.report.page import record_of, student_page
from looplab.result import Result
from looplab.results import save_folder

KINDS = ("html", "csv", "junit", "gradescope", "classroom")
USUAL = ("html", "csv")

# A page says on its first lines which result it was made from.
_HEAD = 512


class Reports:
    """The reports of one grading in ``folder``; ``title`` names the lab.

    All of them can be made from the results at the end, but for the pictures on students' pages,
    for which a run is needed: so a page is written as soon as its result is known.
    """

    def __init__(self, folder: Path, kinds: Sequence[str], title: str) -> None:
        self.folder, self.kinds, self.title = folder, kinds, title
        self._names: dict[str, str] = {}
        self._pages: set[str] = set()

    def expect(self, students: Iterable[str]) -> None:
        """These are all students there will be. Raises OSError."""
        self._names = file_names(students)
        for kind, name in (("html", "students"), ("gradescope",) * 2, ("classroom",) * 2):
            if kind in self.kinds:
                (self.folder / name).mkdir(parents=True, exist_ok=True)

    def page(self, result: Result, advice: str = "", picture: str = "") -> None:
        """Write the page of one student, if pages are wanted. Raises OSError."""
        if "html" in self.kinds:
            text = student_page(result, self.title, advice=advice, picture=picture)
            write(self._page(result), text, durable=False)
            self._pages.add(result.student)

    def finish(self, results: Sequence[Result], conditions: Mapping[str, Any]) -> list[Path]:
        """Write all that is wanted; the files to look at first. Raises OSError."""
        done = []
        if "html" in self.kinds:
            for result in results:
                if result.student not in self._pages and not self._is_current(result):
                    self.page(result)
            save([self._page(result) for result in results])
            save_folder(self.folder / "students")
            text = overview(results, self.title, self._names, conditions)
            done.append(self._write("report.html", text))
        if "csv" in self.kinds:
            done.append(self._write("grades.csv", grades_csv(results)))
        if "junit" in self.kinds:
            done.append(self._write("junit.xml", junit_xml(results)))
        for kind, ending, made in (
            ("gradescope", "json", gradescope_json),
            ("classroom", "txt", classroom_payload),
        ):
            if kind in self.kinds:
                write_all(
                    {
                        self.folder / kind / f"{self._names[result.student]}.{ending}": made(result)
                        for result in results
                    }
                )
                done.append(self.folder / kind)
        return done

    def _page(self, result: Result) -> Path:
        return self.folder / "students" / f"{self._names[result.student]}.html"

    def _is_current(self, result: Result) -> bool:
        """Whether the page that is there was made from this very result."""
        try:
            with self._page(result).open(encoding="utf-8") as page:
                return f'content="{record_of(result)}"' in page.read(_HEAD)
        except (OSError, UnicodeDecodeError):
            return False

    def _write(self, name: str, text: str) -> Path:
        write(self.folder / name, text)
        return self.folder / name
