import asyncio


def fits(kept, word):
    try:
        return kept.matches(word)
    except OSError as error:
        print("hm:", error)
        return False


async def log_in(entrance, who, word):
    kept = entrance.account(who)
    if kept and await asyncio.to_thread(fits, kept, word):
        entrance.let_in(who)
        return True
    return False
