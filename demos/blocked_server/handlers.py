"""The handlers: each job on the loop, where it holds everybody, and off it."""

import asyncio
import time
from concurrent.futures import Executor
from typing import Any
from urllib.request import urlopen

import jobs
from tornado.web import RequestHandler


class Ping(RequestHandler):
    def get(self) -> None:
        self.write("pong")


class SleepBlocking(RequestHandler):
    def get(self) -> None:
        time.sleep(self.settings["seconds"])


class SleepDefault(RequestHandler):
    async def get(self) -> None:
        await asyncio.to_thread(time.sleep, self.settings["seconds"])


class SleepThreads(RequestHandler):
    async def get(self) -> None:
        await in_executor(self.settings["one_each"], time.sleep, self.settings["seconds"])


class SleepCoroutine(RequestHandler):
    async def get(self) -> None:
        await asyncio.sleep(self.settings["seconds"])


class FetchBlocking(RequestHandler):
    def get(self) -> None:
        with urlopen(self.settings["backend"]) as answer:
            self.write(answer.read())


class FetchDefault(RequestHandler):
    async def get(self) -> None:
        answer = await self.settings["ten_fetches"].fetch(self.settings["backend"])
        self.write(answer.body)


class FetchCoroutine(RequestHandler):
    async def get(self) -> None:
        answer = await self.settings["many_fetches"].fetch(self.settings["backend"])
        self.write(answer.body)


class HashBlocking(RequestHandler):
    def get(self) -> None:
        jobs.scrypt()


class HashThreads(RequestHandler):
    async def get(self) -> None:
        await in_executor(self.settings["one_a_core"], jobs.scrypt)


class CountBlocking(RequestHandler):
    def get(self) -> None:
        jobs.count()


class CountThreads(RequestHandler):
    async def get(self) -> None:
        await in_executor(self.settings["one_each"], jobs.count)


class CountProcesses(RequestHandler):
    async def get(self) -> None:
        await in_executor(self.settings["processes"], jobs.count)


class QueryBlocking(RequestHandler):
    def get(self) -> None:
        jobs.query()


class QueryThreads(RequestHandler):
    async def get(self) -> None:
        await in_executor(self.settings["one_a_core"], jobs.query)


async def in_executor(executor: Executor, function: Any, *arguments: Any) -> None:
    await asyncio.get_running_loop().run_in_executor(executor, function, *arguments)


# The path of a handler is the name of its row.
ROUTES = [
    ("/ping", Ping),
    ("/sleep/blocking", SleepBlocking),
    ("/sleep/default", SleepDefault),
    ("/sleep/threads", SleepThreads),
    ("/sleep/coroutine", SleepCoroutine),
    ("/fetch/blocking", FetchBlocking),
    ("/fetch/default", FetchDefault),
    ("/fetch/coroutine", FetchCoroutine),
    ("/hash/blocking", HashBlocking),
    ("/hash/threads", HashThreads),
    ("/count/blocking", CountBlocking),
    ("/count/threads", CountThreads),
    ("/count/processes", CountProcesses),
    ("/query/blocking", QueryBlocking),
    ("/query/threads", QueryThreads),
]
