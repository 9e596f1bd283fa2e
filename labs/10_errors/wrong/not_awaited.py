"""You start the calls and wait for none of them: ask_all is over before anybody has answered.

`create_task` only makes a task, and cannot fail; the call fails later, outside of your `try`, and
its error is only logged. `try` protects what you await inside it. So write `await call(name)` in a
coroutine for each call, and in `ask_all` wait for all of them:
`await asyncio.gather(..., return_exceptions=True)`.
"""

import asyncio


async def ask_all(call, hang_up, names):
    answers = {}
    for name in names:
        try:
            asyncio.create_task(ask(call, hang_up, name, answers))
        except Exception as error:
            answers[name] = error
    return answers


async def ask(call, hang_up, name, answers):
    try:
        answers[name] = await call(name)
    finally:
        hang_up(name)
