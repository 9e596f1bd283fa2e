"""Dig a shaft, and tell the office of each metre."""

import asyncio


class MineError(Exception):
    """Something went wrong below."""


class Mine:
    def __init__(self, tell):
        self.tell = tell
        self.loop = asyncio.get_running_loop()
        self.depth = 0

    def report(self, metre):
        self.depth = metre
        self.loop.call_soon_threadsafe(self.tell, metre)

    async def dig(self, shaft):
        try:
            return await asyncio.to_thread(shaft.dig, self.report)
        except Exception as e:
            # say how deep we were, that is more useful
            raise MineError(f"at {self.depth} m: {e}") from e


async def work(shaft, tell):
    return await Mine(tell).dig(shaft)
