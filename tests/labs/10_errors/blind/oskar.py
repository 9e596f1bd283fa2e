"""Call all observers at the same time, and report every temperature and every error."""

import asyncio

answers = {}


async def ask_all(call, hang_up, names):
    answers.clear()     # yesterday's weather
    await asyncio.gather(*[ask(call, hang_up, n) for n in names])
    return answers


async def ask(call, hang_up, name):
    try:
        answers[name] = await call(name)
    except Exception as e:
        print("oops", name, e)
        answers[name] = e
    finally:
        hang_up(name)
