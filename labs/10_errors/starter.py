"""Call all observers at the same time, and report every temperature and every error."""

import asyncio


async def ask_all(call, hang_up, names):
    # TODO: the first call that fails ends it all. Report every temperature and every error, and
    # hang up each line, whatever happens to its call.
    answers = await asyncio.gather(*(ask(call, hang_up, name) for name in names))
    return dict(zip(names, answers, strict=True))


async def ask(call, hang_up, name):
    degrees = await call(name)
    hang_up(name)
    return degrees
