"""Start a function that blocks, beside everything else."""


async def go(function, *args):
    # TODO: this begins only when somebody awaits it, and holds the loop then. Let it begin at
    # once, in another thread, and return something to await.
    return function(*args)
