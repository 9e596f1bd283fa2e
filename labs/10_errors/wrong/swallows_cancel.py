"""When the office closes early, `ask_all` does not let itself be cancelled: it returns a dict.

CancelledError is how it is told to stop, and whoever cancels it relies on that error coming out of
it again: a task that swallows it cannot be stopped. So do not catch it, and let `finally` do the
cleaning up. It is a BaseException, and no Exception: a bare `except:` and `except BaseException`
catch it, `except Exception` does not.
"""

import asyncio


async def ask_all(call, hang_up, names):
    answers = {}
    try:
        await asyncio.gather(*(ask(call, hang_up, name, answers) for name in names))
    except asyncio.CancelledError:
        pass
    return answers


async def ask(call, hang_up, name, answers):
    try:
        answers[name] = await call(name)
    except Exception as error:
        answers[name] = error
    finally:
        hang_up(name)
