import ctypes


async def everybody(sleepers):
    ctypes.CDLL(None).sleep(1000)
