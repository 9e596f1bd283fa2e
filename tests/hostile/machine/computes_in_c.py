

async def everybody(sleepers):
    return 7 ** (10**9)
