"""The addresses of the chat: the form at the door, the page of a room, and its WebSocket."""

import secrets
import time

from bus import BusError
from rooms import POLICY, TRY_LATER, Member, Person, Rooms
from rules import (
    LONGEST_NAME,
    LONGEST_ROOM,
    LONGEST_TEXT,
    ROOM,
    Refused,
    encoded,
    name_of,
    room_of,
    text_of,
)
from tornado.routing import URLSpec
from tornado.web import HTTPError, RequestHandler, StaticFileHandler
from tornado.websocket import WebSocketHandler

POLICY_OF_THE_PAGE = (
    "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
NAME_DAYS = 7
MOST_REFUSALS = 50  # in a row: that is no person any more


class Page(RequestHandler):
    """What all addresses have in common: careful headers, and the name in the signed cookie."""

    def set_default_headers(self) -> None:
        self.set_header("Content-Security-Policy", POLICY_OF_THE_PAGE)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("Cache-Control", "no-store")

    def get_current_user(self) -> Person | None:
        """Who has logged in: it stands in a cookie that nobody can make without our secret."""
        signed = self.get_signed_cookie(self.settings["cookie"], max_age_days=NAME_DAYS)
        return Person(*signed.decode().split(" ", 1)) if signed else None

    def show_door(self, name: str, room: str, complaint: str = "", at: str = "") -> None:
        self.render(
            "door.html",
            name=name,
            room=room,
            complaint=complaint,
            at=at,
            longest_name=LONGEST_NAME,
            longest_room=LONGEST_ROOM,
        )

    def write_error(self, status_code: int, **kwargs: object) -> None:
        self.set_header("Content-Type", "text/plain; charset=UTF-8")
        self.finish(f"{status_code}: {self._reason}.\n")


class NotHere(Page):
    """Any other address, and any other Host: a name that points here is not this server's."""

    def prepare(self) -> None:
        raise HTTPError(404)


class Door(Page):
    """The form that asks for a name and a room."""

    def get(self) -> None:
        name = self.current_user.name if self.current_user else ""
        self.show_door(name, self.get_query_argument("room", "lobby"))

    def post(self) -> None:
        name, room = self.get_body_argument("name", ""), self.get_body_argument("room", "")
        at = "name"
        try:
            named = name_of(name)
            at = "room"
            into = room_of(room)
        except Refused as complaint:
            self.set_status(400)
            self.show_door(name, room, str(complaint), at)
            return
        browser = self.current_user.browser if self.current_user else secrets.token_hex(8)
        self.set_signed_cookie(
            *(self.settings["cookie"], f"{browser} {named}"),
            expires_days=NAME_DAYS,
            httponly=True,
            samesite="Lax",
        )
        self.redirect(f"/room/{into}", status=303)


class Leave(Page):
    """Logs out."""

    def post(self) -> None:
        self.clear_cookie(self.settings["cookie"])
        self.redirect("/", status=303)


class Me(Page):
    """Whether somebody is logged in: the page asks when its WebSocket is refused."""

    def get(self) -> None:
        self.finish({"name": self.current_user and self.current_user.name})


class RoomPage(Page):
    """The page of a room, or the door for who is not logged in."""

    def get(self, room: str) -> None:
        if self.current_user is None:
            self.show_door("", room)
        else:
            self.render("room.html", name=self.current_user.name, room=room, longest=LONGEST_TEXT)


class RoomSocket(Page, WebSocketHandler):
    """One person in one room. Tornado's own check of the Origin stays as it is."""

    member: Member | None = None
    refusals = 0  # in a row
    # No get_compression_options: deflate takes many times the memory of an idle connection.

    def prepare(self) -> None:
        if self.current_user is None:
            raise HTTPError(401)
        # A connection that was open before can still ask while the server stops.
        if self.rooms.closing or len(self.rooms.people) >= self.rooms.limits.people:
            raise HTTPError(503)

    @property
    def rooms(self) -> Rooms:
        rooms: Rooms = self.settings["rooms"]
        return rooms

    def open(self, room: str) -> None:
        self.set_nodelay(True)  # small messages go at once
        member = self.settings["member"](self.current_user, room, self, self.rooms.limits.queue)
        try:
            self.rooms.enter(member)
        except Refused as refusal:
            member.close(TRY_LATER, str(refusal))
        else:
            self.member = member

    async def on_message(self, frame: str | bytes) -> None:
        # An error that leaves this method closes the connection, without a word to the person.
        if self.member is None or self.member.leaving:
            return
        try:
            await self._say(self.member, frame)
        except (Refused, BusError) as refusal:
            self._refuse(self.member, str(refusal))
        else:
            self.refusals = 0

    async def _say(self, member: Member, frame: str | bytes) -> None:
        if not self.rooms.may_speak(member):
            raise Refused("You are writing too fast; this message was not sent.")
        text = text_of(frame)
        message = encoded("text", name=member.name, text=text, at=round(time.time(), 3))
        await self.rooms.bus.publish(member.room, message)

    def _refuse(self, member: Member, why: str) -> None:
        self.refusals += 1
        if member.leaving:  # meanwhile, while the bus was asked
            return
        if self.refusals > MOST_REFUSALS:
            self.rooms.leave(member)
            member.close(POLICY, "too many messages had to be refused")
        # By the queue, as all the rest: who sends nonsense and does not read is let go as well.
        elif not member.deliver(encoded("refused", why=why)):
            self.rooms.let_go(member)

    def on_close(self) -> None:
        if self.member is not None:
            self.rooms.gone(self.member)


class Static(StaticFileHandler):
    """The page's own scripts and styles. There is no build step: these are the sources."""

    def set_extra_headers(self, path: str) -> None:
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-cache")


ADDRESSES = [
    URLSpec("/", Door),
    URLSpec("/leave", Leave),
    URLSpec("/me", Me),
    URLSpec(f"/room/({ROOM})", RoomPage),
    URLSpec(f"/room/({ROOM})/socket", RoomSocket),
]
