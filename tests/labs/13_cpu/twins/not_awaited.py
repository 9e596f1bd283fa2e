import asyncio


async def hashed(kept, word):
    return await asyncio.to_thread(kept.matches, word)


async def log_in(entrance, who, word):
    kept = entrance.account(who)
    if kept and hashed(kept, word):
        print("that looks right")
        entrance.let_in(who)
        return True
    return False
