"""How times, names, states and endings are put into words, the same in every picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

State = Literal["block", "held", "ready", "unwoken", "thread", "wait"]

# Where two of them fall on one spot of a picture, the earlier one in this list is to be seen.
STATES: tuple[State, ...] = ("block", "held", "ready", "unwoken", "thread", "wait")

WORDS: Mapping[State, str] = {
    "block": "holds the loop",
    "held": "short turn",
    "ready": "ready, but the loop is taken",
    "unwoken": "ready, but nobody woke the loop",
    "thread": "busy in a thread or process",
    "wait": "waits",
}

_STOPPED: Mapping[str, str] = {
    "cpu-limit": "it used too much processor time",
    "wall-limit": "it took too long on the real clock",
    "memory": "it used too much memory",
    "output-limit": "it printed too much",
}

_ENDED: Mapping[str, str] = {
    "idle": "at the end only servers were left, waiting for visitors",
    "error": "it ended with an error at {t}",
    "deadlock": "deadlock at {t}",
    "virtual-time-limit": "it would go on for ever",
    "ended-early": "it ended at {t}, before it was done",
    "crashed": "the Python process crashed",
    "syntax-error": "Python cannot read it",
    "unreadable": "the file could not be read",
    "sandbox-lost": "the run was lost; that is not the program's fault",
    "internal-error": "the run failed; that is not the program's fault",
}

# After these the trace is not the whole story: the program was cut off, or never began.
INCOMPLETE = (
    "cpu-limit",
    "wall-limit",
    "memory",
    "output-limit",
    "crashed",
    "ended-early",
    "sandbox-lost",
    "syntax-error",
    "unreadable",
    "internal-error",
)


def visible(text: str, most: int | None = None) -> str:
    r"""Text of a program, made harmless: what is not printable is shown as in ``repr``.

    An escape code becomes ``\x1b``, a tab ``\t``. Longer text than ``most`` characters is cut.
    """
    if most is not None and len(text) > most:
        text = text[: most - 3] + "..."
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def seconds(time: float) -> str:
    """A time with its unit: two decimals, three where the third one says something."""
    if 0 < time < 0.0005:
        return "<0.001 s"
    digits = f"{time:.3f}"
    return f"{digits.removesuffix('0')} s"


def some(names: Sequence[str], most: int = 5) -> str:
    """The first few of these names, and how many more there are."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"


def ending(status: str, error: Mapping[str, Any] | None, t: float) -> str | None:
    """How a run ended, as a sentence; None where it finished and there is nothing to say."""
    if status == "finished":
        return None
    error = error or {}
    message = visible(" ".join(str(error.get("message") or "").split()), 400)
    if status in _STOPPED:
        told = message or _STOPPED[status]
        return told if told.startswith("it was stopped") else f"it was stopped: {told}"
    words = _ENDED.get(status, f"it ended as {status}").format(t=seconds(t))
    if status == "idle":
        return words
    if error.get("type") == "KeyboardInterrupt":
        where = (
            f" ({visible(str(error['file']), 60)}:{error.get('line')})" if "file" in error else ""
        )
        return f"stopped with Ctrl-C at {seconds(t)}{where}"
    if status in ("error", "syntax-error"):
        message = f"{visible(str(error.get('type')), 60)}: {message}".removesuffix(": ")
        if error.get("file"):
            message += f" ({visible(str(error['file']), 60)}:{error.get('line')})"
    return f"{words}: {message}".removesuffix(": ")
