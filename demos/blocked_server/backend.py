"""A slow neighbour whom the measured server asks: each answer takes its time, but many at once.

show.py starts it, and it ends when its standard input does.
"""

import argparse
import asyncio
import sys

from processes import end_with_the_parent

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\ncoal"


async def serve(seconds: float) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            await asyncio.sleep(seconds)
            writer.write(ANSWER)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # who hangs up needs no answer
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", backlog=4096)
    print(f"Listening at http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=0.2, help="for an answer (%(default)s)")
    options = parser.parse_args()
    end_with_the_parent()
    try:
        asyncio.run(serve(options.seconds))
    except KeyboardInterrupt:
        sys.exit(130)
