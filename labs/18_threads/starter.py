"""Dig a shaft, and tell the office of each metre."""


async def work(shaft, tell):
    # TODO: while one digs, the office stands still. Let shaft.dig run in a thread, and tell of each
    # metre when it is dug, on the loop's thread.
    return shaft.dig(tell)
