"""Who may talk to the page: this machine's own browser, which was given the token.

A page of some other site can make a browser send requests here, and a name of its own can point
at 127.0.0.1. So the Host is checked on each request, the Origin wherever something is changed or
a WebSocket is opened, and a cookie proves that the browser has seen the address with the token.
"""

from __future__ import annotations

import hmac
from typing import Any
from urllib.parse import urlencode

from tornado.web import HTTPError, RequestHandler, StaticFileHandler

from looplab.course import Course

_POLICY = (
    "default-src 'self'; connect-src 'self' ws://{host}; base-uri 'none'; object-src 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_NO_TOKEN = (
    "This page opens with the address that looplab serve printed: it has a token at its end. "
    "If you have just come from there, follow the link below."
)
_WORDS = {404: "There is no such page.", 405: "That is not something this address does."}
_READING = ("GET", "HEAD")


class Refused(HTTPError):
    """A request that gets no answer but a sentence: what is wrong, and what to do."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(status)
        self.words = words


class Guarded(RequestHandler):
    """A handler that only this machine's own browser reaches. WebSocket handlers take it too."""

    @property
    def course(self) -> Course:
        """The course as it is on the disk at this moment: a lesson may have been edited."""
        return Course(self.settings["root"])

    def set_default_headers(self) -> None:
        host = self.request.host if self.request.host in self.settings["hosts"] else ""
        self.set_header("Content-Security-Policy", _POLICY.format(host=host))
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("Cache-Control", "no-store")

    def prepare(self) -> None:
        check_host(self)
        opens_socket = self.request.headers.get("Upgrade", "").lower() == "websocket"
        if self.request.method not in _READING or opens_socket:
            if self.request.headers.get("Origin") != f"http://{self.request.host}":
                raise Refused(403, "This was asked by a page of another site.")
        self._check_token()

    def _check_token(self) -> None:
        given = self.get_query_arguments("token")
        if not given:
            if not self._is_token(self.get_cookie(self.settings["cookie"], "")):
                raise Refused(403, _NO_TOKEN)
        elif not self._is_token(given[-1]):
            raise Refused(403, "The token in this address is not the one of this server.")
        elif self.request.method in _READING:
            # Off the address bar, and so out of the history and of what gets copied.
            self.set_cookie(
                self.settings["cookie"], self.settings["token"], httponly=True, samesite="Strict"
            )
            rest = [
                (name, value)
                for name in self.request.query_arguments
                for value in self.get_query_arguments(name)
                if name != "token"
            ]
            address = f"http://{self.request.host}{self.request.path}"
            self.redirect(address + (f"?{urlencode(rest)}" if rest else ""))

    def _is_token(self, given: str | None) -> bool:
        return hmac.compare_digest((given or "").encode(), self.settings["token"].encode())

    def wants_data(self) -> bool:
        """Whether a script of the page asks, and no person."""
        return self.request.path.startswith("/api/")

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        error = (kwargs.get("exc_info") or (None, None, None))[1]
        usual = _WORDS.get(status_code, "Something went wrong in the page's own server.")
        words = error.words if isinstance(error, Refused) else usual
        if self.wants_data():
            self.finish({"words": words})
            return
        again = f"http://{self.request.host}{self.request.path}" if words is _NO_TOKEN else None
        self.render("refused.html", words=words, again=again, title="Not here")


class NotFound(Guarded):
    """Any address that is none of ours."""

    def prepare(self) -> None:
        super().prepare()
        if not self._finished:
            raise Refused(404, _WORDS[404])


class Static(StaticFileHandler):
    """The page's own scripts and styles. They hold nothing secret, so they ask for no token."""

    def prepare(self) -> None:
        check_host(self)

    def set_extra_headers(self, path: str) -> None:
        # Modules import each other by plain names, so an update has to be noticed by asking.
        self.set_header("Cache-Control", "no-cache")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        self.set_header("Content-Type", "text/plain")
        self.finish("There is no such file.")


def check_host(handler: RequestHandler) -> None:
    """Raises Refused where the browser thinks that it talks to somebody else."""
    if handler.request.host not in handler.settings["hosts"]:
        raise Refused(403, "This server answers as 127.0.0.1 and localhost, and as nobody else.")
