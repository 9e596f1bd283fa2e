

async def everybody(sleepers):
    input()
