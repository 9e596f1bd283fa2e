async def everybody(sleepers):
    hoard = []
    while True:
        hoard.append(bytearray(1 << 27))
