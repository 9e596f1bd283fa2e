"""Opens the bakery, sends visitors, each at a moment of its own, and tells what they get."""

import asyncio
import json
import sys
from urllib.parse import quote

import submission
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

CAKES = {"Ines": 1.5, "Juri": 1.0}
HELLOS = {"Mara": 0.6}
MOMENTS = {"Ines": 0.0, "Juri": 0.2}


class NotAnApplication(TypeError):
    """make_app returned something else."""


async def main(cakes=CAKES, moments=MOMENTS, hellos=HELLOS):
    port = open_bakery(submission.make_app())
    visits = {
        name: visit(name, moments[name], port, f"/cake?name={quote(name)}&seconds={seconds}")
        for name, seconds in cakes.items()
    }
    for name, moment in hellos.items():
        visits[name] = visit(name, moment, port, f"/hello?name={quote(name)}")
    await asyncio.gather(*(asyncio.create_task(visits[name], name=name) for name in visits))


def open_bakery(app):
    if not isinstance(app, Application):
        raise NotAnApplication(f"make_app returned {kind(app)}, not a tornado.web.Application")
    [socket] = bind_sockets(0, "127.0.0.1")
    HTTPServer(app).add_socket(socket)
    return socket.getsockname()[1]


async def visit(name, moment, port, path):
    await asyncio.sleep(moment)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    # HTTP 1.0: the server hangs up after its answer, so the answer is all that comes.
    writer.write(f"GET {path} HTTP/1.0\r\n\r\n".encode())
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    code = head.split()[1].decode() if head else "no answer"
    print(f"{name} gets {code} {body.decode(errors='replace')!r}")


def kind(thing):
    return "None" if thing is None else f"a {type(thing).__name__}"


if __name__ == "__main__":
    asyncio.run(main(**json.loads(sys.argv[1] if sys.argv[1:] else "{}")))
