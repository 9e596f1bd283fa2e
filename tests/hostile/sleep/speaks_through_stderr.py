import socket
import sys


async def everybody(sleepers):
    # What every program has in its hands leads to what runs it.
    clock, recorder = socket.socket()._world.clock, sys.stderr._recorder
    start = clock.ns
    for name in sleepers:
        recorder.emit("print", start, text=f"{name}: sleeping", stream="stdout", who=name)
    for name, seconds in sorted(sleepers.items(), key=lambda item: item[1]):
        until = start + round(seconds * 1_000_000_000)
        recorder.emit("wait", start, until, who=name)
        clock.ns = until
        recorder.emit("print", until, text=f"{name}: awake!", stream="stdout", who=name)
