import asyncio
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(max_workers=1)


def go(function, *args):
    return asyncio.get_running_loop().run_in_executor(pool, function, *args)
