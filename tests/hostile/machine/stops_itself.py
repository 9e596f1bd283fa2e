import ctypes


async def everybody(sleepers):
    getattr(ctypes.CDLL(None), "raise")(19)
