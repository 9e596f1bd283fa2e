import asyncio

answers = []


def go(function, *args):
    async def work():
        answers.append(await asyncio.to_thread(function, *args))
        return answers[0]

    return asyncio.create_task(work())
