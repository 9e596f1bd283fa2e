async def everybody(sleepers):
    raise ValueError("boom")
