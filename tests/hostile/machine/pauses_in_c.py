import ctypes


async def everybody(sleepers):
    ctypes.CDLL(None).pause()
