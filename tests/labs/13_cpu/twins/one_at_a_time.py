from concurrent.futures import ThreadPoolExecutor

from tornado.ioloop import IOLoop

ALONE = ThreadPoolExecutor(max_workers=1)


async def log_in(entrance, who, word):
    kept = entrance.account(who)
    print(f"{who} knocks")
    fits = kept and await IOLoop.current().run_in_executor(ALONE, kept.matches, word)
    if fits:
        entrance.let_in(who)
    return bool(fits)
