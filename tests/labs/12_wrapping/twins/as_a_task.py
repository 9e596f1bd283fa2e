import asyncio


async def goroutine(job, values):
    print("a goroutine, sort of")
    outcome = job(*values)
    print("over")
    return outcome


def go(job, *values):
    return asyncio.ensure_future(goroutine(job, values))
