"""The handlers that ask a server in MongoDB's language: blocking, with await, with a callback."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tornado.ioloop import IOLoop
from tornado.web import RequestHandler

try:
    from pymongo import AsyncMongoClient, MongoClient
    from pymongo.errors import PyMongoError
except ImportError:
    sys.exit('This needs pymongo: pip install "pymongo>=4.13"')

PARCEL = {"for": "Dora"}


class Blocking(RequestHandler):
    """MongoClient: the driver waits inside its call, and the loop with it."""

    async def get(self) -> None:
        parcel = self.settings["blocking_parcels"].find_one(PARCEL)
        self.write({"parcel": str(parcel)})


class Awaiting(RequestHandler):
    """AsyncMongoClient: the same line with an await, and the loop is free."""

    async def get(self) -> None:
        parcel = await self.settings["parcels"].find_one(PARCEL)
        self.write({"parcel": str(parcel)})


class CallingBack(RequestHandler):
    """The same driver, and the rest of the handler in a function of its own, as in 2012."""

    def get(self) -> "asyncio.Future[None]":
        self.answered: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        asking = asyncio.ensure_future(self.settings["parcels"].find_one(PARCEL))
        IOLoop.current().add_future(asking, self.on_parcel)
        return self.answered  # without it Tornado would send the answer now, and it is empty

    def on_parcel(self, asking: "asyncio.Future[Any]") -> None:
        try:
            self.write({"parcel": str(asking.result())})
        except PyMongoError as error:  # nobody above us would hear of it
            self.answered.set_exception(error)
        else:
            self.answered.set_result(None)


HANDLERS: dict[str, type[RequestHandler]] = {
    "mongo_blocking": Blocking,
    "mongo_await": Awaiting,
    "mongo_callback": CallingBack,
}


@asynccontextmanager
async def opened(count: int, seconds: float) -> AsyncIterator[dict[str, Any]]:
    """What the handlers ask through, with connections made; nothing is ever written."""
    url = os.environ.get("LOOPLAB_MONGO_URL")
    if not url:
        start = "python demos/database/embedded.py mongo"
        sys.exit(f"Set LOOPLAB_MONGO_URL; {start} starts a server and says what to.")
    way: dict[str, Any] = {
        "directConnection": True,  # a proxy is in front, and others would not be behind it
        "serverSelectionTimeoutMS": 5000 + int(10_000 * seconds),
    }
    try:
        with MongoClient[dict[str, Any]](url, **way) as blocking:
            version = blocking.server_info().get("version", "not told")
            host, port = blocking.address or ("", 0)
            # By default a client makes two connections at a time, and visitors wait for them.
            async with AsyncMongoClient[dict[str, Any]](url, **way, maxConnecting=count) as client:
                parcels = client["looplab"]["parcels"]
                await asyncio.gather(*(parcels.find_one(PARCEL) for _ in range(count)))
                yield {
                    "asks": f"MongoDB's protocol at {host}:{port}, version {version}",
                    "blocking_parcels": blocking["looplab"]["parcels"],
                    "parcels": parcels,
                }
    except PyMongoError as error:
        why = re.split(", Timeout| .configured", str(error))[0]
        sys.exit(f"No answer at LOOPLAB_MONGO_URL: {why}")
