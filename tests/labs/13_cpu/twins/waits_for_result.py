import concurrent.futures
from functools import partial

pool = concurrent.futures.ThreadPoolExecutor(max_workers=8)


async def log_in(entrance, who, word):
    kept = entrance.account(who)
    if kept:
        job = pool.submit(partial(kept.matches, word))
        print("the pool has it")
        if job.result():
            entrance.let_in(who)
            return True
    return False
