from tornado import gen
from contextlib import contextmanager


async def ask_all(call, hang_up, names):
    @contextmanager
    def line(name):
        try:
            yield
        finally:
            hang_up(name)

    async def one(name):
        with line(name):
            return await call(name)

    async def safely(name):
        try:
            return await one(name)
        except Exception as e:
            print("debug:", name, type(e).__name__)
            return e

    running = {name: gen.convert_yielded(safely(name)) for name in names}
    try:
        return await gen.multi(running)
    finally:
        for task in running.values():
            task.cancel()
