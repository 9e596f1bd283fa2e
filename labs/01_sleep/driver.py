"""Puts people to bed: all at once, or each at a moment of its own."""

import asyncio
import json
import sys

import submission

DORMITORY = {"Ann": 2.0, "Bob": 1.0, "Cid": 3.0}


async def main(sleepers=DORMITORY, moments=None):
    if moments is None:
        await submission.everybody(sleepers)
    else:
        await asyncio.gather(*(arrive(name, sleepers[name], moments[name]) for name in sleepers))


async def arrive(name, seconds, moment):
    await asyncio.sleep(moment)
    await submission.everybody({name: seconds})


if __name__ == "__main__":
    asyncio.run(main(**json.loads(sys.argv[1] if sys.argv[1:] else "{}")))
