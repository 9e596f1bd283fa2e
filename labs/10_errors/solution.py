"""finally hangs up whatever happens; return_exceptions puts an error where a result would be."""

import asyncio


async def ask_all(call, hang_up, names):
    calls = [ask(call, hang_up, name) for name in names]
    answers = await asyncio.gather(*calls, return_exceptions=True)
    return dict(zip(names, answers, strict=True))


async def ask(call, hang_up, name):
    try:
        return await call(name)
    finally:
        hang_up(name)
