import sys


class Deep:
    def __repr__(self):
        return repr(self)


async def everybody(sleepers):
    sys.setrecursionlimit(10**8)
    repr(Deep())
