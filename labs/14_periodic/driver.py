"""The keeper: hands out the timetable, at once or bit by bit, cancels, and may stop the night."""

import asyncio
import inspect
import json
import sys

import submission

PLAN = [
    {"who": "lamp", "every": 1.0, "work": 0.3},
    {"who": "gauge", "every": 0.8, "work": 1.1},
    {"who": "tea", "after": 1.5, "work": 0.2},
]


class NotAwaitable(TypeError):
    """stop() returned something that nobody can await."""


async def main(plan=PLAN, stop=2.6, until=6.0):
    night = asyncio.Event().wait()
    people = [asyncio.create_task(one) for one in (*map(errand, plan), keeper(stop), night)]
    # The night is over at its time, for those as well who would wait for ever.
    await asyncio.wait(people, timeout=until, return_when=asyncio.FIRST_EXCEPTION)
    for one in people:
        if one.done():
            one.result()  # raises what went wrong


async def errand(entry):
    """One entry of the plan: nobody knows of the others."""
    await asyncio.sleep(entry.get("moment", 0.0))
    job = job_of(entry["who"], entry["work"])
    if "every" in entry:
        ticket = submission.every(entry["every"], job)
    else:
        ticket = submission.after(entry["after"], job)
    if "cancel" in entry:
        await asyncio.sleep(entry["cancel"])
        submission.cancel(ticket)


def job_of(who, work):
    async def job():
        print(f"{who}: begins")
        await asyncio.sleep(work)
        print(f"{who}: done")

    return job


async def keeper(stop):
    if stop is None:
        return
    await asyncio.sleep(stop)
    print("keeper: stop")
    quiet = submission.stop()
    if not inspect.isawaitable(quiet):
        raise NotAwaitable(f"stop() returned {quiet!r}, which nobody can await")
    await quiet
    print("keeper: all is quiet")


if __name__ == "__main__":
    asyncio.run(main(**json.loads(sys.argv[1] if sys.argv[1:] else "{}")))
