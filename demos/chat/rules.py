"""What may be said, by whom, and how often; who breaks a rule is told in words."""

import json
import re
import time
import unicodedata
from collections.abc import Mapping

LONGEST_TEXT = 1000
LONGEST_NAME = 20
LONGEST_ROOM = 30
ROOM = rf"[a-z0-9][a-z0-9-]{{0,{LONGEST_ROOM - 1}}}"


class Refused(Exception):
    """Somebody asked for what is not allowed. The words are for that person to read."""


def text_of(frame: str | bytes) -> str:
    """The text in a message from a browser: a JSON object with a text, and with nothing else."""
    if isinstance(frame, bytes):
        raise Refused("A message has to be text, not binary.")
    try:
        said = json.loads(frame)
    except (ValueError, RecursionError):  # the second one for a message of 10,000 brackets
        raise Refused("The message is not JSON.") from None
    if not isinstance(said, dict) or said.keys() != {"text"} or not isinstance(said["text"], str):
        raise Refused('A message looks like {"text": "hello"}.')
    text = str(said["text"]).strip()
    if not text:
        raise Refused("There is nothing in the message.")
    if len(text) > LONGEST_TEXT:
        raise Refused(f"A message has at most {LONGEST_TEXT} characters; this one has {len(text)}.")
    try:
        text.encode()
    except UnicodeEncodeError:  # JSON can say "\ud800", half of an emoji; UTF-8 cannot
        raise Refused("The message has half a character in it.") from None
    return text


def name_of(given: str) -> str:
    """A name as it will be shown: letters, digits, and a few signs between them."""
    name = " ".join(unicodedata.normalize("NFKC", given).split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Refused(f"A name has 1 to {LONGEST_NAME} characters.")
    if not all(unicodedata.category(char)[0] in "LMN" or char in " -_'." for char in name):
        raise Refused("A name has letters, digits, spaces and - _ ' . only.")
    if not any(char.isalnum() for char in name):
        raise Refused("A name needs a letter or a digit.")
    return name


def room_of(given: str) -> str:
    """The name of a room, which is a part of an address."""
    room = "-".join(given.lower().split())
    if not re.fullmatch(ROOM, room, re.ASCII):
        raise Refused(f"A room has 1 to {LONGEST_ROOM} letters a to z, digits and -.")
    return room


def encoded(kind: str, **facts: object) -> bytes:
    """What the servers tell browsers and each other: once as bytes, for all who get it."""
    return json.dumps({"kind": kind, **facts}, ensure_ascii=False).encode()


def decoded(message: bytes | str) -> Mapping[str, object]:
    """What ``encoded`` made; ValueError where it did not."""
    told = json.loads(message)
    if not isinstance(told, dict) or not isinstance(told.get("kind"), str):
        raise ValueError("no message of a chat")
    return told


class Allowance:
    """Some messages at once, and then so many a second: a bucket that fills again."""

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self.size = max(1.0, 2 * rate)
        self.left = self.size
        self.at = time.monotonic()

    def take(self) -> bool:
        """Take one message's worth, if it is there."""
        self._fill()
        if self.left < 1:
            return False
        self.left -= 1
        return True

    def is_full(self) -> bool:
        """Whether nothing was taken lately, so that a new allowance would be the same."""
        self._fill()
        return self.left == self.size

    def _fill(self) -> None:
        now = time.monotonic()
        self.left = min(self.size, self.left + (now - self.at) * self.rate)
        self.at = now
