"""When the office closes early, the open lines are not hung up; else all is well.

To cancel a call raises CancelledError at its `await`. That is no `Exception`, so your `except` lets
it pass, which is right; but it passes the lines after it as well, and there you hang up. Put
`hang_up(name)` into `finally`: that runs after a result, after an error, and after a cancellation.
"""

import asyncio


async def ask_all(call, hang_up, names):
    answers = await asyncio.gather(*(ask(call, hang_up, name) for name in names))
    return dict(zip(names, answers, strict=True))


async def ask(call, hang_up, name):
    try:
        answer = await call(name)
    except Exception as error:
        answer = error
    hang_up(name)
    return answer
