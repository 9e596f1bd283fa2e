"""The command ``serve``: the course in a browser."""

from __future__ import annotations

import argparse

from looplab.cli.running import refuse_windows
from looplab.cli.words import FINE, INTERRUPTED, Complaint, the_course

PORT = 8765


def serve(options: argparse.Namespace) -> int:
    import asyncio
    import signal

    from looplab.page.server import CannotListen
    from looplab.page.server import serve as serve_the_page

    refuse_windows()
    if not 0 <= options.port <= 65535:
        raise Complaint("--port must be a number from 0 (any free port) to 65535")

    def ready(address: str) -> None:
        print(f"The course is at {address}\nStop it with Ctrl-C.", flush=True)
        if not options.no_browser:
            _open(address)

    try:
        stopped_by = asyncio.run(serve_the_page(the_course(), options.port, ready))
    except CannotListen as reason:
        raise Complaint(
            f"port {options.port} cannot be had ({reason}): name another one with --port, "
            "or 0 for any that is free"
        ) from None
    return INTERRUPTED if stopped_by == signal.SIGINT else FINE


def _open(address: str) -> None:
    """Open the default browser. Without one the address is there to be copied."""
    import threading
    import webbrowser

    # Some browsers return only when they are closed.
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
