"""A proxy that makes a database far away: it holds back for a while whatever a client sends.

python demos/database/far_away.py mongodb://127.0.0.1:27017/       Ctrl-C stops it
"""

import argparse
import asyncio
import os
import socket
import sys
from contextlib import suppress
from urllib.parse import SplitResult, urlsplit

PORTS = {"mongodb": 27017, "postgresql": 5432}


async def pass_on(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float
) -> None:
    """All that comes from one side goes to the other, each piece so many seconds later."""
    with suppress(OSError):  # one side hangs up: so do we
        while piece := await reader.read(65536):
            await asyncio.sleep(seconds)
            writer.write(piece)
            await writer.drain()
    writer.close()


async def main(server: SplitResult, seconds: float, listener: socket.socket) -> None:
    async def join(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            port = server.port or PORTS[server.scheme]
            answers, questions = await asyncio.open_connection(server.hostname, port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(pass_on(reader, questions, seconds), pass_on(answers, writer, 0))

    proxy = await asyncio.start_server(join, sock=listener)
    user, at, where = server.netloc.rpartition("@")
    netloc = f"{user}{at}127.0.0.1:{listener.getsockname()[1]}"
    near = server._replace(netloc=netloc).geturl().removeprefix("//")
    print(f"Listening at {near}, {seconds:g} s away from {where}", flush=True)
    await proxy.serve_forever()


def address(text: str) -> SplitResult:
    """A HOST:PORT, alone or in a URL."""
    try:
        parts = urlsplit(text if "://" in text else f"//{text}")
        if parts.hostname and (parts.port or parts.scheme in PORTS) and "," not in parts.netloc:
            return parts
    except ValueError:
        pass
    raise argparse.ArgumentTypeError("needs one HOST:PORT, alone or in a mongodb:// URL")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "server",
        nargs="?",
        type=address,
        default=os.environ.get("LOOPLAB_MONGO_URL", ""),
        help="one HOST:PORT, or a URL with that; without it what LOOPLAB_MONGO_URL says",
    )
    parser.add_argument("--port", type=int, default=0, help="0: any free one (%(default)s)")
    parser.add_argument("--seconds", type=float, default=0.2, help="for a piece (%(default)s)")
    options = parser.parse_args()
    if not (0 <= options.port <= 65535 and 0 <= options.seconds <= 60):
        parser.error("--port must be between 0 and 65535, --seconds between 0 and 60")
    try:
        listener = socket.create_server(("127.0.0.1", options.port))
    except OSError as error:
        why = os.strerror(error.errno or 0)
        sys.exit(f"Cannot listen at port {options.port}: {why}. Try another --port.")
    try:
        asyncio.run(main(options.server, options.seconds, listener))
    except KeyboardInterrupt:
        print("\nStopped.")
        sys.exit(130)
