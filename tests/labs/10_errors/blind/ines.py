"""Weather office with callbacks. One Future says when the last call is over."""

import asyncio
import functools


async def ask_all(call, hang_up, names):
    answers = dict.fromkeys(names)          # keeps the order
    all_over = asyncio.get_running_loop().create_future()
    lines = []

    def call_over(name, line):
        hang_up(name)
        if line.cancelled():
            return                          # the office closed, nobody wants to know
        # .exception() also tells asyncio that somebody has seen the error
        error = line.exception()
        answers[name] = line.result() if error is None else error
        if all(other.done() for other in lines) and not all_over.done():
            all_over.set_result(None)

    for name in names:
        line = asyncio.ensure_future(call(name))
        line.add_done_callback(functools.partial(call_over, name))
        lines.append(line)

    if not lines:
        return answers
    try:
        await all_over
        await asyncio.sleep(0)              # two may end in the same round of the loop
    except asyncio.CancelledError:
        for line in lines:
            line.cancel()
        raise
    return answers
