"""Call all observers at the same time, and report every temperature and every error."""

import asyncio


async def ask_all(call, hang_up, names):
    answers = {}
    try:
        await asyncio.gather(*(ask(call, hang_up, name, answers) for name in names))
    except asyncio.CancelledError:
        pass        # office closed early, nothing more to do
    return answers


async def ask(call, hang_up, name, answers):
    # "an exception, of whatever kind" -> BaseException, to be on the safe side
    try:
        answers[name] = await call(name)
    except BaseException as error:
        answers[name] = error
    hang_up(name)
