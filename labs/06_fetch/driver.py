"""Opens a slow server, and sends readers to it: each asks, and reads the newspaper meanwhile."""

import asyncio
import inspect
import json
import socket
import sys
import time
from threading import Thread
from urllib.parse import quote, unquote

import submission

SECONDS = {"Milo": 2.0}
ANSWERS = {"Milo": "shelf 42"}
NEWSPAPERS = {"Milo": 0.8}
MOMENTS = {"Milo": 0.0}


class NotAwaitable(TypeError):
    """ask is no coroutine function, and returns no Future."""


async def main(seconds=SECONDS, answers=ANSWERS, newspapers=NEWSPAPERS, moments=MOMENTS):
    server = open_server(seconds, answers)
    visits = {
        name: visit(name, moments[name], f"{server}/{quote(name)}", newspapers[name])
        for name in moments
    }
    await asyncio.gather(*(asyncio.create_task(visits[name], name=name) for name in visits))


async def visit(name, moment, url, newspaper):
    async def meanwhile():
        print(f"{name}: opens the newspaper")
        await asyncio.sleep(newspaper)
        print(f"{name}: folds it up")

    await asyncio.sleep(moment)
    awaitable = submission.ask(name, url, meanwhile)
    if not inspect.isawaitable(awaitable):
        raise NotAwaitable(f"ask returned {kind(awaitable)}, which nobody can await")
    await awaitable
    print(f"{name}: goes home")


def open_server(seconds, answers):
    """A server in threads of its own: whoever holds the readers' loop does not hold it."""
    listener = socket.create_server(("127.0.0.1", 0))
    Thread(target=accept, args=[listener, seconds, answers], daemon=True).start()
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


def accept(listener, seconds, answers):
    while True:
        visitor, _ = listener.accept()
        Thread(target=serve, args=[visitor, seconds, answers], daemon=True).start()


def serve(visitor, seconds, answers):
    with visitor, visitor.makefile("rb") as request:
        words = request.readline().split()
        while request.readline().strip():
            pass  # the headers
        if len(words) == 3:
            name = unquote(words[1].decode()).lstrip("/")
            print(f"server: {name} asks")
            time.sleep(seconds[name])
            body = answers[name].encode()
            head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
            visitor.sendall(head.encode() + body)


def kind(thing):
    return "None" if thing is None else f"a {type(thing).__name__}"


if __name__ == "__main__":
    asyncio.run(main(**json.loads(sys.argv[1] if sys.argv[1:] else "{}")))
