# %% [markdown]
# # together: one after another, or all at once
#
# Harbours, their tide tables, and Maren who wants them all. The programs are the files of
# `lessons/11_together`, and nothing of them is copied here. [How to read a notebook](README.md)
# says what `source`, `diff` and `run` do.

# %%
from looplab.notebook import diff, run, source

# %% [markdown]
# ## One after another
#
# A sleep stands for each fetch. No call blocks, and a foghorn is there to show it.

# %%
source("together/before")

# %% [markdown]
# **Predict.** When is Cadiz, which answers so quickly, asked for? When has Maren all three? Is the
# foghorn, due every 0.9 s, ever late?

# %%
run("together/before")

# %% [markdown]
# Each `await` gives the loop back, and the foghorn makes use of it. But nobody has started Cadiz
# yet, so there is no one else to run. Coroutines alone give no concurrency: awaiting in turn is
# sequential, and the waits add up.
#
# ## All at once

# %%
diff("together/before", "together/after")

# %% [markdown]
# **Predict.** How long does it take now? Cadiz answers first, Dover last: in which order do the
# heights stand in Maren's list?

# %%
run("together/before", "together/after")

# %% [markdown]
# As long as the slowest one takes. And results come in the order of the arguments, so Maren knows
# whose they are.
#
# ## A list made first
#
# Some people separate the two steps: make a list, then go through it with `await`. Here it is done
# twice, with coroutines for Brest and Cadiz and with tasks for Dover and Emden.

# %%
source("together/made_first")

# %% [markdown]
# **Predict.** Both loops await one after the other. Which of the four are under way at the same
# time?

# %%
run("together/made_first")

# %% [markdown]
# A coroutine in a list has not begun. A task needs nobody to await it: the loop begins it as soon
# as it is free, while Maren still waits for the first.
#
# ## A list cannot be awaited

# %%
source("together/await_a_list")

# %% [markdown]
# **Predict.** Five ways to wait for the same two tasks. Which raise an error, and when? And what
# becomes of the tasks?

# %%
run("together/await_a_list")

# %% [markdown]
# `yield` was taught to take lists by `gen.coroutine`; `await` is Python's own, and nobody can teach
# it. So `gen.multi([...])`, or `gather` with the star.
#
# ## All at once, says gather; ten, says the client
#
# Eleven real fetches over HTTP, of one second each, with two clients.

# %%
source("together/max_clients")

# %% [markdown]
# **Predict.** The first client is as it comes, the second has room for eleven. When has Maren her
# tables from each?

# %%
run("together/max_clients")

# %% [markdown]
# The eleventh waited inside the client, for one of the ten to come back.
#
# ## Play
#
# **Predict.** With a Brest that takes three seconds, by how much does each of the two get longer?

# %%
run("together/before", "together/after", change={'"Brest": 1.2': '"Brest": 3.0'})

# %% [markdown]
# ## Only here: start in one cell, wait in another
#
# Between two cells the kernel's loop is free. So a list of tasks, made in one cell, is done in the
# next, and a list of coroutines is as it was.

# %%
import asyncio

from tornado import gen

begun = []


async def tide(harbour):
    begun.append(harbour)
    await asyncio.sleep(0.05)
    return f"{harbour} is high"


# %%
tasks = [asyncio.create_task(tide(harbour)) for harbour in ("Dover", "Emden")]
coroutines = [tide(harbour) for harbour in ("Brest", "Cadiz")]
print("begun inside the cell:", begun)

# %% [markdown]
# **Predict.** Which of the four have begun now?

# %%
print("begun after the cell:", begun)

# %% [markdown]
# A cell may `await` by itself, so it may make the mistake by itself too.

# %%
try:
    await tasks
except TypeError as error:
    print("await tasks:", error)
print("multi:", await gen.multi(tasks))
print("gather:", await asyncio.gather(*coroutines))

# %% [markdown]
# **Predict.** A semaphore with room for two, and five who want in. How many are in at the most?

# %%
# Each writes down how many are inside, itself included.
semaphore, inside, counted = asyncio.Semaphore(2), set(), []


async def visit(harbour):
    async with semaphore:
        inside.add(harbour)
        counted.append(len(inside))
        await asyncio.sleep(0.01)
        inside.remove(harbour)


await asyncio.gather(*[visit(number) for number in range(5)])
print("visits:", len(counted))
print("most at a time:", max(counted))

# %% [markdown]
# With that you can keep any limit, not only that of a client.
#
# ## What next
#
# Your turn: the lab. `looplab check together` in a terminal makes `work/together.py` and says what
# is still wrong with it. What to remember is in the lesson's README.
