"""Call all observers at the same time, and report every temperature and every error."""

import asyncio


async def ask_all(call, hang_up, names):
    # 1. everybody's phone rings
    tasks = {}
    for name in names:
        tasks[name] = asyncio.create_task(call(name))

    # 2. collect
    answers = {}
    for name, task in tasks.items():
        try:
            answers[name] = await task
        except Exception as error:
            answers[name] = error
        finally:
            hang_up(name)
    return answers
