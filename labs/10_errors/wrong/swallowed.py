"""The errors are swallowed: of a call that failed the office hears nothing, not even why.

An `except` that only passes, or prints, ends the error there. Then the function goes on, and its
result is None, as if all were well. Whoever gets the dict has to know: put the error itself into it
where the number would be, with `except Exception as error` and `return error`.
"""

import asyncio


async def ask_all(call, hang_up, names):
    answers = await asyncio.gather(*(ask(call, hang_up, name) for name in names))
    return dict(zip(names, answers, strict=True))


async def ask(call, hang_up, name):
    try:
        return await call(name)
    except Exception:
        pass
    finally:
        hang_up(name)
