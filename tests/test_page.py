"""The server of the page: who is let in, what is told, and that nothing is left behind."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html.parser import HTMLParser
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest, HTTPResponse
from tornado.simple_httpclient import SimpleAsyncHTTPClient
from tornado.web import Application
from tornado.websocket import WebSocketClientConnection, websocket_connect

from looplab.course import Course
from looplab.hints import hints_in
from looplab.page.code import code_of
from looplab.page.live import PAGES as LIVE_PAGES
from looplab.page.live import Feed
from looplab.page.predict import shuffled
from looplab.page.readme import hints, sections
from looplab.page.server import CannotListen, Serving, start
from looplab.page.verdict import verdict_data
from looplab.result import Check, Result

ROOT = Path(__file__).resolve().parent.parent
PAGES = (
    "/",
    "/lesson/sleep",
    "/lesson/sleep?t=1",
    "/lesson/sleep/predict?script=blocking",
    "/lab/sleep",
    "/freeze",
    "/no/such/page",
)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A small course of its own: one lesson and one lab."""
    for kind in ("lessons", "labs"):
        shutil.copytree(ROOT / kind / "01_sleep", tmp_path / kind / "01_sleep")
    return Course(tmp_path)


class Visitor:
    """A browser without a window: it has the cookie unless it is told otherwise."""

    def __init__(self, serving: Serving) -> None:
        self.origin = serving.address.partition("/?")[0]
        self.host = self.origin.removeprefix("http://")
        self.token = serving.token
        self.cookie = f"looplab_{self.host.partition(':')[2]}={serving.token}"
        self._client = SimpleAsyncHTTPClient(force_instance=True)

    async def ask(
        self, path: str, *, told: Any = None, cookie: str | None = None, **headers: str
    ) -> HTTPResponse:
        """One request; with ``told`` a POST of it as JSON, from this origin unless named."""
        head = {"Cookie": self.cookie if cookie is None else cookie}
        if told is not None:
            head["Origin"] = self.origin
        head |= {name: value for name, value in headers.items() if value}
        for name in [name for name, value in headers.items() if not value]:
            head.pop(name, None)
        return await self._client.fetch(
            self.origin + path,
            method="GET" if told is None else "POST",
            body=None if told is None else json.dumps(told),
            headers=head,
            follow_redirects=False,
            raise_error=False,
            request_timeout=60,
        )

    async def data(self, path: str, **how: Any) -> Any:
        """The JSON of an answer."""
        return json.loads((await self.ask(path, **how)).body)

    async def listen(self, path: str, **headers: str) -> WebSocketClientConnection:
        """An open WebSocket, from this origin unless another one is named."""
        head = {"Cookie": self.cookie, "Origin": self.origin, **headers}
        address = self.origin.replace("http", "ws") + path
        return await websocket_connect(HTTPRequest(address, headers=head))


async def hang_up(connection: WebSocketClientConnection) -> None:
    """Close a WebSocket, and wait until it is."""
    connection.close()
    while await connection.read_message() is not None:
        pass


Story = Callable[[Visitor, Serving], Coroutine[Any, Any, None]]


def visit(course: Course, story: Story) -> None:
    """Serve this course for as long as the story takes."""

    async def told() -> None:
        serving = start(course, 0)
        try:
            await story(Visitor(serving), serving)
        finally:
            await serving.close()

    asyncio.run(told())


# ---- who is let in


def test_the_token_lets_in_once_and_leaves_the_address(course: Course) -> None:
    """It becomes a cookie that scripts cannot read and other sites cannot send."""

    async def story(visitor: Visitor, serving: Serving) -> None:
        refused = await visitor.ask("/", cookie="")
        assert refused.code == 403
        assert "looplab serve printed" in refused.body.decode()
        assert "Set-Cookie" not in refused.headers
        assert (await visitor.ask("/?token=wrong", cookie="")).code == 403
        assert (await visitor.ask("/?token=", cookie="")).code == 403
        assert (await visitor.ask("/?token=wrong")).code == 403
        let_in = await visitor.ask(f"/lesson/sleep?t=1.2&token={serving.token}", cookie="")
        assert let_in.code == 302
        assert let_in.headers["Location"] == f"{visitor.origin}/lesson/sleep?t=1.2"
        cookie = let_in.headers["Set-Cookie"]
        assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
        assert (await visitor.ask("/", cookie=cookie.partition(";")[0])).code == 200
        name = cookie.partition("=")[0]
        assert (await visitor.ask("/", cookie=f"{name}=wrong")).code == 403

    visit(course, story)


@pytest.mark.parametrize("path", ["//example.org/", "/\\example.org/"])
def test_the_way_in_leads_nowhere_else(course: Course, path: str) -> None:
    """An address that begins like another host's does not send the browser there."""

    async def story(visitor: Visitor, serving: Serving) -> None:
        answer = await visitor.ask(f"{path}?token={serving.token}", cookie="")
        assert answer.code != 200
        assert answer.headers.get("Location", visitor.origin + "/").startswith(visitor.origin + "/")

    visit(course, story)


@pytest.mark.parametrize("path", [*PAGES, "/static/page.css", "/api/lesson/sleep"])
def test_a_foreign_host_is_refused(course: Course, path: str) -> None:
    """Whatever name leads here: a page of evil.example must not read what is ours."""

    async def story(visitor: Visitor, serving: Serving) -> None:
        port = visitor.host.partition(":")[2]
        for host in ("evil.example", f"evil.example:{port}", "127.0.0.1", f"127.0.0.1.evil:{port}"):
            assert (await visitor.ask(path, Host=host)).code == 403, host
        assert (await visitor.ask(path, Host=f"localhost:{port}")).code in (200, 404)

    visit(course, story)


@pytest.mark.parametrize(
    "path", ["/api/lesson/sleep/answer?script=blocking", "/api/freeze/block", "/api/freeze/wait"]
)
def test_a_foreign_origin_changes_nothing(course: Course, path: str) -> None:
    """With the cookie, and even so; nor may a POST come from nowhere."""

    async def story(visitor: Visitor, serving: Serving) -> None:
        told = {"order": [], "seconds": 99}
        port = visitor.host.partition(":")[2]
        for origin in ("http://evil.example", "null", f"http://localhost:{port}", ""):
            assert (await visitor.ask(path, told=told, Origin=origin)).code == 403, origin
        assert (await visitor.ask(path, told=told)).code == 400, "let in, and told what is wrong"
        assert (await visitor.ask(path, told=told, cookie="")).code == 403

    visit(course, story)


@pytest.mark.parametrize("path", ["/api/freeze/heartbeat", "/api/lab/sleep/watch"])
def test_a_foreign_websocket_is_refused(course: Course, path: str) -> None:
    """By its Origin, its Host and its cookie."""

    async def story(visitor: Visitor, serving: Serving) -> None:
        wrong = (
            {"Origin": "http://evil.example"},
            {"Host": "evil.example"},
            {"Cookie": ""},
            {"Cookie": visitor.cookie + "x"},
        )
        for headers in wrong:
            with pytest.raises(HTTPClientError) as refused:
                await visitor.listen(path, **headers)
            assert refused.value.code == 403, headers
        connection = await visitor.listen(path)
        assert await connection.read_message()
        await hang_up(connection)

    visit(course, story)


class Inline(HTMLParser):
    """Finds what a strict policy forbids: code and styles that stand in the page itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(tag)
        self.found += [name for name in names if name == "style" or name.startswith("on")]


@pytest.mark.parametrize("path", PAGES)
def test_each_page_has_a_strict_policy_and_keeps_to_it(course: Course, path: str) -> None:
    """Nothing inline, nothing from elsewhere, nothing framed."""

    async def story(visitor: Visitor, serving: Serving) -> None:
        answer = await visitor.ask(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy and "unsafe" not in policy
        assert f"connect-src 'self' ws://{visitor.host};" in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        parser = Inline()
        parser.feed(answer.body.decode())
        assert not parser.found
        assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", answer.body.decode())

    visit(course, story)


def test_only_scripts_of_the_course_are_run(course: Course) -> None:
    """A name is looked for among the lesson's scripts; it is never made into a path."""
    (course.root / "secret.py").write_text("print('secret')\n")

    async def story(visitor: Visitor, serving: Serving) -> None:
        for name in ("../../secret", "..%2F..%2Fsecret", "blocking.py", "/etc/passwd", "nothing"):
            told = await visitor.ask(f"/api/lesson/sleep/run?script={name}")
            assert told.code == 404, name
            assert "there are: blocking, nonblocking" in json.loads(told.body)["words"]
        for path in ("/lesson/..", "/lesson/%2e%2e", f"/lab/{course.root}", "/static/../server.py"):
            assert (await visitor.ask(path)).code in (403, 404), path
        assert "no lesson" in (await visitor.ask("/lesson/nothing")).body.decode()
        assert "no lab" in (await visitor.ask("/lab/nothing")).body.decode()

    visit(course, story)


# ---- lessons


def test_a_run_is_told_and_told_again_until_the_script_changes(course: Course) -> None:
    """The second time from memory; `SECONDS = 3` is another run."""
    script = course.root / "lessons" / "01_sleep" / "blocking.py"

    async def story(visitor: Visitor, serving: Serving) -> None:
        address = "/api/lesson/sleep/run?script=blocking"
        first, second = await asyncio.gather(visitor.data(address), visitor.data(address))
        assert first == second
        assert first["run"]["duration"] == 2.0
        assert [line["text"] for line in first["run"]["prints"]][:2] == ["sleeping", "awake!"]
        lines = script.read_text().splitlines()
        number = lines.index("    time.sleep(SECONDS)") + 1
        pieces = first["code"]["lines"][number - first["code"]["first"]]
        assert "".join(text for _, text in pieces) == "    time.sleep(SECONDS)"
        script.write_text(script.read_text().replace("SECONDS = 1", "SECONDS = 3"))
        assert (await visitor.data(address))["run"]["duration"] == 6.0

    visit(course, story)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("import asyncio\nasync de main():\n", "syntax-error"),
        ("raise ValueError('no')\n", "error"),
        ("while True:\n    print('more')\n", "output-limit"),
    ],
)
def test_a_wrong_script_is_words(course: Course, text: str, status: str) -> None:
    """Its run says how it ended, and the page has its code all the same."""
    (course.root / "lessons" / "01_sleep" / "wrong.py").write_text(text)

    async def story(visitor: Visitor, serving: Serving) -> None:
        told = await visitor.data("/api/lesson/sleep/run?script=wrong")
        assert told["run"]["status"] == status
        assert told["run"]["facts"][0]["text"] == told["run"]["ending"]
        assert told["code"]["lines"]
        assert len(json.dumps(told)) < 1 << 22

    visit(course, story)


def test_a_script_without_end_freezes_nobody_and_ends_with_the_server(course: Course) -> None:
    """While it computes the page answers; when the server stops, nothing goes on."""
    path = course.root / "lessons" / "01_sleep" / "endless.py"
    path.write_text("while True:\n    pass\n")

    async def story(visitor: Visitor, serving: Serving) -> None:
        asked = asyncio.create_task(visitor.ask("/api/lesson/sleep/run?script=endless"))
        while not running(course.root):
            await asyncio.sleep(0.02)
        assert (await visitor.ask("/")).code == 200
        assert not asked.done()
        await serving.close()
        assert not running(course.root)
        await asked

    visit(course, story)


def running(folder: Path) -> list[str]:
    """The command lines of processes that have this folder in them."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue
        if str(folder) in line:
            found.append(line)
    return found


# ---- predict


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_the_order_of_the_question_says_nothing(count: int) -> None:
    """It is the same for all answers but one, and never the answer itself."""
    lines = ["asked", "begun", "served", "told"][:count]
    orders = {order: tuple(shuffled(order)) for order in permutations(lines)}
    for order, shown in orders.items():
        assert sorted(shown) == sorted(order)
        assert shown != order or count == 1
    assert len(set(orders.values())) <= 2
    assert shuffled(["a", "a"]) == ["a", "a"]


def test_the_question_does_not_hold_the_answer(course: Course) -> None:
    """No times, no run, no promise: neither in the page nor in what it fetches."""

    async def story(visitor: Visitor, serving: Serving) -> None:
        page = (await visitor.ask("/lesson/sleep/predict?script=blocking")).body.decode()
        question = await visitor.data("/api/lesson/sleep/question?script=blocking")
        assert set(question) == {"code", "lines", "more"}
        assert question["lines"] == ["awake!", "awake!", "sleeping", "sleeping"]
        code = "".join(text for line in question["code"]["lines"] for _, text in line)
        assert "time.sleep(SECONDS)" in code
        for told in (page, json.dumps(question), code):
            assert "cannot even start" not in told
            assert "Remember" not in told and "Compare" not in told
            assert not re.search(r"\d\.\d+ +(?:sleeping|awake!)", told)

    visit(course, story)


def test_an_order_is_judged_by_what_was_printed(course: Course) -> None:
    """Right, wrong in two places, and lines that nobody asked about."""

    async def story(visitor: Visitor, serving: Serving) -> None:
        address = "/api/lesson/sleep/answer?script=blocking"
        right = ["sleeping", "awake!", "sleeping", "awake!"]
        told = await visitor.data(address, told={"order": right})
        assert told["right"] is True and told["places"] == [True] * 4
        assert "held the loop 2.00 s" in told["run"]["facts"][0]["text"]
        assert told["following"] == "nonblocking"
        wrong = ["sleeping", "sleeping", "awake!", "awake!"]
        told = await visitor.data(address, told={"order": wrong})
        assert told["right"] is False and told["places"] == [True, False, False, True]
        for bad in ([], right[:3], ["sleeping"] * 4, [1, 2, 3, 4], "sleeping", None):
            answer = await visitor.ask(address, told={"order": bad})
            assert answer.code == 400, bad
            assert set(json.loads(answer.body)) == {"words"}
        assert (await visitor.ask(address, told=[])).code == 400

    visit(course, story)


# ---- texts


def test_a_readme_is_text() -> None:
    """Tags of the text stay text, a link to a script is none, hints stand apart."""
    text = (
        "# Title\n\nFirst <script>alert(1)</script> [x](javascript:alert(1)).\n\n"
        "## Hints\n\n<details><summary>When?</summary>\n\nNow <b>*so*</b>.\n\n</details>\n\n"
        "## Rest\n\n`code`\n"
    )
    parts = sections(text)
    assert [part.heading for part in parts] == ["", "Rest"]
    assert "<script" not in parts[0].html and "&lt;script&gt;" in parts[0].html
    assert "href" not in parts[0].html
    assert "<code>code</code>" in parts[1].html
    (hint,) = hints(hints_in(text))
    assert hint.heading == "When?"
    assert "<em>so</em>" in hint.html and "<b>" not in hint.html


def scripts() -> list[Path]:
    return [path for lesson in Course(ROOT).lessons for path in lesson.scripts]


@pytest.mark.parametrize("path", scripts(), ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_the_code_is_shown_letter_by_letter_with_its_own_numbers(path: Path) -> None:
    """Without the docstring, and with nothing else left out."""
    text = path.read_text(encoding="utf-8")
    shown = code_of(path.name, text)
    lines = ["".join(part for _, part in line) for line in shown["lines"]]
    assert lines == text.splitlines()[shown["first"] - 1 :]
    assert lines[0].strip() and not lines[0].startswith('"""')
    assert text.splitlines()[1].startswith(shown["says"][:20])


def test_code_that_is_no_python_is_shown_as_it_is() -> None:
    """From its first line on."""
    shown = code_of("mine.py", '"""Mine."""\nasync de main():\n    pass\n')
    assert shown["first"] == 1
    assert ["".join(part for _, part in line) for line in shown["lines"]][1] == "async de main():"


# ---- labs


def test_a_hidden_check_stays_hidden() -> None:
    """That it failed is told, and nothing of what it looks at."""
    seen = Check("test_a", "All sleep.", False, 0.0, 1.0, False, "Expected: a\nWhat happened: b")
    same = Check("test_b", "All wake.", False, 0.0, 1.0, False, seen.message)
    seen = replace(seen, tried="sleepers={'Mia': 2}")
    hidden = Check("test_secret", "The secret.", False, 0.0, 1.0, True, "Expected: the secret")
    hidden = replace(hidden, tried="secret=7")
    result = Result(
        "me", "sleep", None, "failed", 0.0, 3.0, (seen, same, hidden), None, (), (), 0, 1
    )
    told = verdict_data(result, {}, untouched=False)
    assert "secret" not in json.dumps(told)
    assert told["checks"][0]["parts"] == [
        {"label": "tried with", "text": "sleepers={'Mia': 2}"},
        {"label": "expected", "text": "a"},
        {"label": "what happened", "text": "b"},
    ]
    assert told["checks"][1]["again"] and not told["checks"][1]["parts"]
    assert told["checks"][2]["says"] == "a hidden check"
    assert told["words"] == "0 of 3 points."


async def checked(connection: WebSocketClientConnection) -> Any:
    """The next verdict, and whether it was announced."""
    states = []
    while True:
        message = await connection.read_message()
        assert message is not None
        told = json.loads(message)
        states.append(told["state"])
        if told["state"] not in ("checking", "missing"):
            return told | {"states": states}


@pytest.mark.thorough
def test_each_save_is_checked_the_one_during_a_check_too(course: Course) -> None:
    """The file is made from the starter; what is saved while a check runs is taken next."""
    mine = course.root / "work" / "sleep.py"
    right = (course.root / "labs" / "01_sleep" / "solution.py").read_text()

    async def story(visitor: Visitor, serving: Serving) -> None:
        connection = await visitor.listen("/api/lab/sleep/watch")
        told = await checked(connection)
        assert told["states"] == ["missing", "checking", "checked"]
        assert mine.read_text() == (course.root / "labs" / "01_sleep" / "starter.py").read_text()
        assert not told["verdict"]["passed"]
        assert told["verdict"]["run"]["facts"][0]["bad"]
        mine.write_text("async de everybody(sleepers):\n")
        told = await checked(connection)
        assert "it is not valid Python" in told["verdict"]["words"]
        mine.write_text("# Not yet.\n")
        assert json.loads(await connection.read_message() or "{}")["state"] == "checking"
        mine.write_text(right)
        # What that check saw depends on the moment; the save has a check of its own.
        await checked(connection)
        told = await checked(connection)
        assert told["states"] == ["checking", "checked"]
        assert told["verdict"]["words"] == "All is right: 7 of 7 points."
        late = await visitor.listen("/api/lab/sleep/watch")
        assert (await checked(late))["verdict"]["passed"], "told without another check"
        await hang_up(late)
        await hang_up(connection)
        page = (await visitor.ask("/")).body.decode()
        assert "done" in page and "All labs are done." in page

    visit(course, story)


# ---- live


async def until_over(connection: WebSocketClientConnection) -> list[Any]:
    """All that is told of runs, to their end."""
    messages: list[Any] = []
    async with asyncio.timeout(60):
        while not messages or not {"over", "words"} & set(messages[-1]):
            message = await connection.read_message()
            assert message is not None
            messages.append(json.loads(message))
    return messages


def settings(serving: Serving) -> dict[str, Any]:
    application = serving.http.request_callback
    assert isinstance(application, Application)
    return application.settings


def test_a_live_run_that_cannot_be_started_is_told_to_its_end(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one that was lost; the page may start others."""

    def fails(*_: object, **__: object) -> None:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    async def story(visitor: Visitor, serving: Serving) -> None:
        connection = await visitor.listen("/api/lesson/sleep/live")
        for _ in range(2):
            await connection.write_message('{"start": ["blocking", "nonblocking"]}')
            messages = await until_over(connection)
            ends = [run for m in messages for run in m.get("runs", []) if run and "status" in run]
            assert [end["status"] for end in ends] == ["sandbox-lost"] * 2
            assert "Resource temporarily unavailable" in ends[0]["facts"][0]["text"]
            assert not settings(serving)["live"]
        await hang_up(connection)

    monkeypatch.setattr(subprocess, "Popen", fails)
    visit(course, story)


def test_pages_that_start_at_once_are_counted(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also those whose programs are still being started; one whose start fails counts no more."""
    may_start = threading.Event()
    begun: list[int] = []

    def slowly(*_: object, **__: object) -> None:
        begun.append(1)
        may_start.wait(60)
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    async def story(visitor: Visitor, serving: Serving) -> None:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(2 * LIVE_PAGES))
        pages = [await visitor.listen("/api/lesson/sleep/live") for _ in range(2 * LIVE_PAGES)]
        told = [asyncio.ensure_future(until_over(page)) for page in pages]
        for page in pages:
            await page.write_message('{"start": ["blocking"]}')
        try:
            async with asyncio.timeout(60):
                while sum(answer.done() for answer in told) + len(begun) < len(pages):
                    await asyncio.sleep(0.01)
            assert len(begun) == len(settings(serving)["live"]) == LIVE_PAGES
        finally:
            may_start.set()
        words = sorted(messages[-1]["words"][:24] for messages in await asyncio.gather(*told))
        assert (
            words
            == ["They cannot be started j"] * LIVE_PAGES + ["Too many live pages are "] * LIVE_PAGES
        )
        assert not settings(serving)["live"]
        for page in pages:
            await hang_up(page)

    monkeypatch.setattr("looplab.page.live.watch", slowly)
    visit(course, story)


def test_live_runs_end_also_where_telling_of_them_fails(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistake of ours leaves no process, and no page that counts for ever."""
    path = course.root / "lessons" / "01_sleep" / "endless.py"
    path.write_text("import time\nwhile True:\n    time.sleep(1)\n")

    def fails(feed: Feed) -> dict[str, Any]:
        raise ValueError("a mistake of ours")

    async def story(visitor: Visitor, serving: Serving) -> None:
        # It is said on the terminal, when nobody has asked for it.
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
        connection = await visitor.listen("/api/lesson/sleep/live")
        await connection.write_message('{"start": ["endless"]}')
        assert "over" in (await until_over(connection))[-1]
        assert not settings(serving)["live"]
        assert not [each for each in threading.enumerate() if each.name == "watch endless.py"]
        await connection.write_message('{"start": ["nothing"]}')
        assert "no script 'nothing'" in (await until_over(connection))[-1]["words"]
        await hang_up(connection)

    monkeypatch.setattr(Feed, "next", fails)
    visit(course, story)


# ---- freeze


def test_the_block_is_limited(course: Course) -> None:
    """In length, and to one at a time: clicks that pile up do not freeze it again."""

    async def story(visitor: Visitor, serving: Serving) -> None:
        block = "/api/freeze/block"
        for seconds in (5.1, 0, -1, "nan", "inf", None, "long"):
            assert (await visitor.ask(block, told={"seconds": seconds})).code == 400, seconds
        told = await asyncio.gather(*(visitor.ask(block, told={"seconds": 0.3}) for _ in range(4)))
        assert sorted(answer.code for answer in told) == [200, 409, 409, 409]
        assert "One at a time" in json.loads(told[-1].body).get("words", "One at a time")

    visit(course, story)


# ---- the files of the page


STATIC = ROOT / "src" / "looplab" / "page" / "static"


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.js")), ids=lambda p: p.name)
def test_a_script_of_the_page_holds_one_idea(path: Path) -> None:
    """At most 300 lines; it says what it is for, makes no HTML of text, and asks nobody else."""
    text = path.read_text(encoding="utf-8")
    assert text.startswith("// ")
    assert len(text.splitlines()) <= 300
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b", text)
    elsewhere = set(re.findall(r"https?://[^\s'\"`]+", text)) - {"http://www.w3.org/2000/svg"}
    assert not elsewhere
    for name in re.findall(r"from '\./(.+?)'", text):
        assert (STATIC / name).exists()


# ---- the command


def serve(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "looplab", "serve", "--no-browser", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_it_prints_its_address_and_stops(course: Course, number: int, status: int) -> None:
    """With Ctrl-C or a signal, in order, and in silence; each time with another token."""
    with serve(course.root, "--port", "0") as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert re.search(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{20,}\n", line)
        os.kill(process.pid, number)
        _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (status, "")


def test_a_port_that_is_taken_is_a_sentence(course: Course) -> None:
    """It names the option that helps."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serve(course.root, "--port", str(port)) as process:
            _, errors = process.communicate(timeout=30)
    assert process.returncode == 2
    assert errors.startswith(f"looplab: port {port} ") and "--port" in errors
    assert "somebody else listens there already" in errors
    assert "Traceback" not in errors
    with serve(course.root, "--port", "99999") as process:
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 2 and "65535" in errors


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EADDRINUSE, "somebody else listens there already"),
        (errno.EACCES, os.strerror(errno.EACCES)),
        (errno.EMFILE, os.strerror(errno.EMFILE)),
    ],
)
def test_why_there_is_no_listening_is_said(
    number: int, words: str, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else is named only where there is one."""

    def refuses(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("looplab.page.server.bind_sockets", refuses)
    with pytest.raises(CannotListen) as reason:
        start(course, 80)
    assert str(reason.value) == words


def test_it_listens_on_this_machine_only(course: Course) -> None:
    """On 127.0.0.1 and on no other address of it."""

    async def story(visitor: Visitor, serving: Serving) -> None:
        addresses = {one.getsockname()[0] for one in serving.http._sockets.values()}
        assert addresses == {"127.0.0.1"}

    visit(course, story)
