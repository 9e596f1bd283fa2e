"""Call all observers at the same time, and report every temperature and every error."""

import asyncio


async def ask_all(call, hang_up, names):
    answers = await asyncio.gather(
        *(ask(call, hang_up, name) for name in names), return_exceptions=True
    )
    return dict(zip(names, answers, strict=True))


async def ask(call, hang_up, name):
    try:
        return await call(name)
    finally:
        hang_up(name)       # good or bad, the phone goes down
