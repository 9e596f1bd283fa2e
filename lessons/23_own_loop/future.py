"""
What is yielded is no longer a time, but a Future: it knows whom to call when it has a result.

    0.0  Tock is awake
    0.0  Tick rings
    0.0  Tick goes on
    0.0  Tock hears 12 strokes, and good night
"""

from collections import deque

ready = deque()


class Future:
    def __init__(self):
        self.done, self.result, self.callbacks = False, None, []

    def set_result(self, result):
        self.done, self.result = True, result
        ready.extend(self.callbacks)  # they are not called here: they take their place

    def __await__(self):
        if not self.done:
            yield self
        return self.result


class Task(Future):
    def __init__(self, coroutine):
        super().__init__()
        self.coroutine = coroutine
        ready.append(self.step)

    def step(self):
        try:
            self.coroutine.send(None).callbacks.append(self.step)
        except StopIteration as end:
            self.set_result(end.value)


async def tick(awake, bell):
    await awake
    print("Tick rings")
    bell.set_result(12)
    print("Tick goes on")
    return "good night"


async def tock(awake, bell, ticking):
    print("Tock is awake")
    awake.set_result(None)
    print("Tock hears", await bell, "strokes, and", await ticking)


awake, bell = Future(), Future()
Task(tock(awake, bell, Task(tick(awake, bell))))
while ready:
    ready.popleft()()
