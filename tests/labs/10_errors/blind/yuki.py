"""Call all observers at the same time, and report every temperature and every error."""

import asyncio


async def ask(call, hang_up, name):
    try:
        return await call(name)
    except Exception as error:
        return error
    finally:
        hang_up(name)


async def ask_all(call, hang_up, names):
    tasks = [asyncio.create_task(ask(call, hang_up, name)) for name in names]
    answers = []
    try:
        # take each answer as soon as it is there
        for nxt in asyncio.as_completed(tasks):
            answers.append(await nxt)
    except asyncio.CancelledError:
        for t in tasks:
            t.cancel()
        raise
    return dict(zip(names, answers, strict=True))
