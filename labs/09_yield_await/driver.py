"""Opens the post office; or has one part of it done, for each clerk at a moment of its own."""

import asyncio
import inspect
import json
import sys

import submission

LETTERS = {"Ann": 20, "Bob": 10, "Cid": 30}


class NotACoroutine(TypeError):
    """A call gave something else."""


class StillOldStyle(NotACoroutine):
    """A call gave a Future: the function is a gen.coroutine."""


class YieldInAsyncDef(NotACoroutine):
    """A call gave an async generator: there is a yield in the async def."""


async def main(letters=LETTERS, part="office", moments=None):
    if part == "office":
        await native("office", submission.office(letters))
    else:
        do = {"weigh": weigh, "write": write}[part]
        moments = moments or dict.fromkeys(letters, 0.0)
        await asyncio.gather(*(do(clerk, letters[clerk], moments[clerk]) for clerk in letters))


async def weigh(clerk, sheets, moment):
    await asyncio.sleep(moment)
    grams = await asyncio.create_task(native("weigh", submission.weigh(sheets)))
    print(f"{clerk}: {grams if isinstance(grams, int) else kind(grams)} grams")


async def write(clerk, sheets, moment):
    await asyncio.sleep(moment)
    await asyncio.create_task(native("write", submission.write(clerk, sheets)))


def native(name, given):
    """What was given, if it is a coroutine: nothing else can be made a Task."""
    if inspect.iscoroutine(given):
        return given
    if asyncio.isfuture(given):
        raise StillOldStyle(f"{name}(...) gave {kind(given)}, not a coroutine: write async def")
    if inspect.isasyncgen(given):
        raise YieldInAsyncDef(f"{name}(...) gave an async generator: a yield is left in it")
    raise NotACoroutine(f"{name}(...) gave {kind(given)}, not a coroutine: write async def")


def kind(thing):
    return "None" if thing is None else f"a {type(thing).__name__}"


if __name__ == "__main__":
    asyncio.run(main(**json.loads(sys.argv[1] if sys.argv[1:] else "{}")))
