"""At the first call that fails all others are cancelled, though nothing is wrong with them.

That is what a TaskGroup is for: its tasks succeed together, or not at all. Here a call may fail
alone. So let no error reach the group: catch it in the task itself, with
`except Exception as error`, and note it in the dict. Or use
`asyncio.gather(..., return_exceptions=True)`.
"""

import asyncio


async def ask_all(call, hang_up, names):
    answers = {}
    try:
        async with asyncio.TaskGroup() as group:
            for name in names:
                group.create_task(ask(call, hang_up, name, answers))
    except* Exception as errors:
        for error in errors.exceptions:
            answers[error.args[0]] = error
    return answers


async def ask(call, hang_up, name, answers):
    try:
        answers[name] = await call(name)
    finally:
        hang_up(name)
