async def everybody(sleepers):
    hoard = []
    while True:
        hoard.append(bytes(1 << 27))
