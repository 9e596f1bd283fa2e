"""Start a function that blocks, beside everything else."""

import asyncio

# texts that we have translated already (or are about to): why do it twice?
known = {}


def go(function, *args):
    key = args
    if key not in known:
        loop = asyncio.get_running_loop()
        known[key] = loop.run_in_executor(None, function, *args)
    return known[key]
