# Yes, chef! -- Marek
# I did it with one coroutine (task) per cook, no callbacks. I find that easier to read.
import asyncio

_tasks: dict[str, asyncio.Task] = {}


async def _cook(name: str, seconds: float) -> None:
    print(f"{name}: yes, chef!")
    await asyncio.sleep(seconds)
    print(f"{name}: ready!")
    _tasks.pop(name, None)


def order(cook: str, seconds: float) -> None:
    # keep a reference, otherwise the task may be garbage collected
    _tasks[cook] = asyncio.create_task(_cook(cook, seconds))


def cancel(cook: str) -> None:
    _tasks.pop(cook).cancel()
    print(f"{cook}: cancelled")


async def closing_time() -> None:
    # new dishes may come in while we wait, so look again after each one that ends
    while _tasks:
        await asyncio.wait(_tasks.values(), return_when=asyncio.FIRST_COMPLETED)
