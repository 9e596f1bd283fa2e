"""When the office closes early, one call is cancelled, and the others go on behind its back.

You await your tasks in turn, so at each moment `ask_all` waits for one of them. Who is cancelled
cancels what it waits for, and nothing else. `await asyncio.gather(..., return_exceptions=True)`
waits for all of them, and cancels all of them; a TaskGroup does so too.
"""

import asyncio


async def ask_all(call, hang_up, names):
    tasks = {name: asyncio.create_task(ask(call, hang_up, name)) for name in names}
    answers = {}
    for name, task in tasks.items():
        try:
            answers[name] = await task
        except Exception as error:
            answers[name] = error
    return answers


async def ask(call, hang_up, name):
    try:
        return await call(name)
    finally:
        hang_up(name)
