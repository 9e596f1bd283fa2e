"""Three styles; the Future is the real one, the other two are views of it."""
from __future__ import annotations

from asyncio import Future, get_running_loop
from typing import Any, Callable, Optional


def find_with_future(fetch: Callable, name: str) -> Future[str]:
    future = get_running_loop().create_future()

    def settle(response: Any) -> None:
        if future.done():  # whoever asked may have cancelled
            return
        if response.error is not None:
            future.set_exception(response.error)
        else:
            future.set_result(response.body)

    fetch(name, settle)
    return future


def find_with_callback(
    fetch: Callable,
    name: str,
    callback: Callable[[Optional[str], Optional[BaseException]], None],
) -> None:
    def unpack(done: Future[str]) -> None:
        error = done.exception()
        callback(None if error is not None else done.result(), error)

    find_with_future(fetch, name).add_done_callback(unpack)


async def find_with_await(fetch: Callable, name: str) -> str:
    return await find_with_future(fetch, name)
