import ctypes


async def everybody(sleepers):
    ctypes.string_at(0)
