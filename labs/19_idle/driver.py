"""Opens Hedda's server, lets friends call and hang up, and tells what everybody gets."""

import asyncio
import json
import sys
import threading

import submission
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.netutil import bind_sockets
from tornado.web import Application

# Who calls, when, and how many pieces of news she has heard.
CALLS = [["Tuva", 0.0, 0], ["Arve", 0.4, 0], ["Arve", 1.5, 1]]
NEWS = [[1.0, "tea at five"]]

answers = []


class NotAnApplication(TypeError):
    """make_app returned something else."""


async def main(calls=CALLS, news=NEWS, hanging_up=(), look=None):
    port = open_server(submission.make_app())
    lines = {}
    tasks = [asyncio.create_task(call(*each, port, lines), name=each[0]) for each in calls]
    tasks += [asyncio.create_task(publish(*each, port), name="Hedda") for each in news]
    tasks += [asyncio.create_task(hang_up(*each, lines), name=each[0]) for each in hanging_up]
    if look is not None:
        tasks.append(asyncio.create_task(count_threads(look)))
    moments = [moment for _, moment, *_ in (*calls, *hanging_up)]
    # Half a second after the last of all that happens, so that who is answered late is seen too.
    await asyncio.wait(tasks, timeout=max(*moments, *(moment for moment, _ in news)) + 0.5)
    for name in list(lines):
        print(f"{name} is still on the line")
        lines.pop(name).close()
    await asyncio.sleep(0.1)  # the server notices


def open_server(app):
    if not isinstance(app, Application):
        kind = "None" if app is None else f"a {type(app).__name__}"
        raise NotAnApplication(f"make_app returned {kind}, not a tornado.web.Application")
    # No log of requests: one that still waits at the end is cancelled, which is no error.
    app.settings["log_function"] = lambda handler: None
    [socket] = bind_sockets(0, "127.0.0.1")
    HTTPServer(app).add_socket(socket)
    return socket.getsockname()[1]


async def call(name, moment, heard, port, lines):
    await asyncio.sleep(moment)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    lines[name] = writer
    # HTTP 1.0: the server hangs up after its answer, so the answer is all that comes.
    writer.write(f"GET /news?heard={heard} HTTP/1.0\r\n\r\n".encode())
    answer = await reader.read()
    if lines.get(name) is writer:
        tell(name, answer)
        del lines[name]
        writer.close()


async def publish(moment, text, port):
    await asyncio.sleep(moment)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    body = text.encode()
    writer.write(b"POST /news HTTP/1.0\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
    tell("Hedda", await reader.read())
    writer.close()


async def hang_up(name, moment, lines):
    await asyncio.sleep(moment)
    if name in lines:
        print(f"{name} hangs up")
        lines.pop(name).close()


async def count_threads(moment):
    await asyncio.sleep(moment)
    print(f"threads: {threading.active_count()}")


def tell(name, answer):
    head, _, body = answer.partition(b"\r\n\r\n")
    code = head.split()[1].decode() if head else "no answer"
    answers.append(f"{name} gets {code} {body.decode(errors='replace')!r}")
    if len(answers) == 1:
        # Those who are answered at one moment are told of in the order of the alphabet.
        IOLoop.current().call_later(0.0001, tell_all)


def tell_all():
    print(*sorted(answers), sep="\n")
    answers.clear()


if __name__ == "__main__":
    asyncio.run(main(**json.loads(sys.argv[1] if sys.argv[1:] else "{}")))
