"""Call all observers at the same time, and report every temperature and every error."""

import asyncio


class Round:
    """One round of calls. A new object for each ask_all, so rounds cannot mix."""

    def __init__(self, call, hang_up):
        self.call = call
        self.hang_up = hang_up
        self.tasks = {}

    async def _one(self, name):
        try:
            return await self.call(name)
        finally:
            self.hang_up(name)

    async def run(self, names):
        for name in names:
            self.tasks[name] = asyncio.create_task(self._one(name), name=name)
        if self.tasks:                      # wait() does not like an empty list
            try:
                await asyncio.wait(self.tasks.values())
            except asyncio.CancelledError:
                # wait() leaves them running, so I do it
                for task in self.tasks.values():
                    task.cancel()
                # let them hang up, and collect what they say
                await asyncio.gather(*self.tasks.values(), return_exceptions=True)
                raise
        return {name: t.exception() or t.result() for name, t in self.tasks.items()}


async def ask_all(call, hang_up, names):
    return await Round(call, hang_up).run(names)
