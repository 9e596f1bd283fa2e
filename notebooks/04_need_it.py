# %% [markdown]
# # need_it: do you need it, can you, and does it block?
#
# Two questions come before any asynchronous program, and two more before each call in it. The
# programs are the files of `lessons/04_need_it`, and nothing of them is copied here. [How to read a
# notebook](README.md) says what `source`, `diff` and `run` do.

# %%
from looplab.notebook import diff, run, source

# %% [markdown]
# ## Do you need it?
#
# Petra's program watches a letter box, which is a socket where nothing comes for long. Quentin
# rings every so often, and a kettle has to be taken off later. Something to react to, something
# periodic, something delayed: that is what an event loop is for.

# %%
source("need_it/blocking")

# %% [markdown]
# **Predict.** The letter comes at 1.5. When does Quentin ring, and when is the kettle taken off?

# %%
run("need_it/blocking")

# %% [markdown]
# Petra waits where waiting is allowed, and nothing is wrong with `accept`. But it waits for one
# thing only, and while it does, nobody watches the others.

# %%
diff("need_it/blocking", "need_it/nonblocking")

# %% [markdown]
# **Predict.** The same three, and the letter comes no sooner. Which lines come now, and when?

# %%
run("need_it/blocking", "need_it/nonblocking")

# %% [markdown]
# ## Or do you not?
#
# Here is a program with one thing to do, and what async makes of it.

# %%
diff("need_it/one_thing", "need_it/one_thing_async")

# %% [markdown]
# **Predict.** Nothing blocks in the second one. How much time does that save?

# %%
run("need_it/one_thing", "need_it/one_thing_async")

# %% [markdown]
# Nothing at all. Each step needs the one before, and there is nobody else who could run.
# Asynchronous programs are harder to write and to read, so this one should stay as it was.
#
# ## Can you?
#
# Only if what you call lets you. So know your functions: does it return before it is finished, and
# can others run while it is at work?

# %%
source("need_it/four_kinds")

# %% [markdown]
# **Predict.** Answer both questions for each of the four functions. The bell tells: Quentin wants
# to ring every 0.6 s. When can he?

# %%
run("need_it/four_kinds")

# %% [markdown]
# The calendar is synchronous and fast, the archive synchronous and blocking, tea asynchronous. And
# the taxi is both: it returns a Future that is not done, and it has held the loop before. So you
# cannot tell from what a function returns whether it blocks.
#
# ## Dressed up
#
# These three look asynchronous: one returns a Future, one is a `gen.coroutine`, one an `async def`.

# %%
source("need_it/dressed_up")

# %% [markdown]
# **Predict.** Which of them are finished when they come back? When does Quentin ring, who is ready
# at 0.5?

# %%
run("need_it/dressed_up")

# %% [markdown]
# The first two did everything before they returned, so they are synchronous, whatever they return.
# The third returned before it began, and blocked when it was awaited.
#
# **Predict.** `change` replaces text for one run. What if only the third is mended?

# %%
coroutine = "no_await_in_it():\n    "
mended = {coroutine + "time.sleep": coroutine + "await asyncio.sleep"}
run("need_it/dressed_up", change=mended)

# %% [markdown]
# The third lets Quentin ring now, but he was due during the first. Each one that blocks counts.
#
# ## Only here: every function blocks a little
#
# The cells run on the kernel's own loop, in real time. So we can let a bell ring beside work that
# only computes. The bell notes by how much it was late at worst.

# %%
import asyncio
import time

worst = 0.0


async def listen():
    global worst
    while True:
        due = time.monotonic() + 0.01
        await asyncio.sleep(0.01)
        worst = max(worst, time.monotonic() - due)


# %% [markdown]
# **Predict.** Adding up ten million numbers waits for nothing: no file, no network, no sleep. Is
# the bell late by more than 0.02 s?

# %%
listener = asyncio.create_task(listen())
await asyncio.sleep(0.05)
worst = 0.0
total = sum(range(10_000_000))
await asyncio.sleep(0.05)
listener.cancel()
print("late by more than 0.02 s:", worst > 0.02)

# %% [markdown]
# And a sum of ten numbers? It holds the loop as well, only that no bell is fine enough to notice. A
# clock is.

# %%
begin = time.perf_counter()
total = sum(range(10))
print("it took some time:", time.perf_counter() > begin)

# %% [markdown]
# Every function blocks a little. "Never block" is impossible; the question is for how long you may
# let others wait.
#
# ## What next
#
# Your turn: the lab. `looplab check need_it` in a terminal makes `work/need_it.py` and says what is
# still wrong with it. What to remember is in the lesson's README.
