# %% [markdown]
# # structured: nobody is left on the mountain
#
# Who waits for a task, who calls it back, and who hears of its errors? If you make it by hand:
# you, each time. If you make it in a group: the group. The programs are the files of
# `lessons/22_structured`; `source` prints one, `diff` says where two of them differ, `run` runs
# them and draws who held the loop, and when. [How to read a notebook](README.md) has the rest.

# %%
from looplab.notebook import diff, run, source

# %% [markdown]
# ## Tasks made by hand
#
# Alma and Bram climb, each in a task with a name. Tenzin leads the expedition, and Pema locks the
# hut when it is over.

# %%
source("structured/before")

# %% [markdown]
# **Predict.** Alma slips after a second, and needs 0.4 s to come down. When does Pema lock the
# hut, and where is Bram at that moment?

# %%
run("structured/before")

# %% [markdown]
# `await alma` raised her error, so `expedition` was over, and nobody came to `await bram`. His
# task knows nothing of that. It is not the child of `expedition`: it belongs to the loop, like
# all tasks.
#
# ## Tasks in a group

# %%
diff("structured/before", "structured/after")

# %% [markdown]
# **Predict.** The group makes the same tasks. Does Bram get to the top? When does Pema lock now?
# And when exactly does Bram hear of the fall: when Alma slips, or later?

# %%
run("structured/before", "structured/after")

# %% [markdown]
# The group sees an error when the task is over, and Alma's is over when its `finally` is: at 1.4.
# Then it cancels Bram, which raises CancelledError at the `await` where he waits. His `finally`
# takes 0.4 s as well, and the group waits for it. What went wrong arrives last, in an
# ExceptionGroup, since several may fall; that is why the diff has `except*`.
#
# ## shield
#
# Two calls to the valley, and two climbers who cannot wait until the call is through.

# %%
source("structured/shield")

# %% [markdown]
# **Predict.** `asyncio.timeout` cancels whoever is inside when the time is up. Is Bram, who uses
# `shield`, stopped at 0.8, or can he wait until his call is through? And whose call arrives?

# %%
run("structured/shield")

# %% [markdown]
# Bram is stopped on time, like Alma. What `shield` saved is the task that he waited for. But now
# nobody waits for it any more, and nothing would keep the program running until it is done. So
# Bram has kept it, and awaits it himself.
#
# ## async with
#
# A tent is to be packed however the night ends.

# %%
source("structured/tent")

# %% [markdown]
# **Predict.** Dawa's night has all the lines that Bram's has: put it up, sleep, pack. A storm
# cancels both at 2.0. Which tents are packed?

# %%
run("structured/tent")

# %% [markdown]
# Dawa was cancelled at the `await` of his sleep, and the lines below it were not reached. What
# stands in `finally`, or behind `async with`, is reached in any case. And it may `await`: to pack
# takes 0.3 s, and both the group and the timeout wait for it.
#
# ## async for
#
# Alma asks three camps for the weather. They answer when they like.

# %%
source("structured/async_for")

# %% [markdown]
# **Predict.** The camp in the north is the first in `CAMPS`, and the slowest. Which report is
# printed first? Bram makes tea meanwhile: does he have to wait for the reports?

# %%
run("structured/async_for")

# %% [markdown]
# Start now, await later: all three are asked before Alma waits for the first time. `as_completed`
# gives back whichever is done next, and at each round of `async for` she gives the loop away
# until it is. Since Python 3.13 `asyncio.as_completed` can itself stand behind `async for`.
#
# ## A task that nobody keeps

# %%
source("structured/lost")

# %% [markdown]
# **Predict.** Two tasks wait, Alma's in the set `team`, Bram's nowhere. Neither has an error,
# neither is cancelled before 1.0. What does Tenzin count before `gc.collect()`, and what after
# it?

# %%
run("structured/lost")

# %% [markdown]
# The loop has only weak references to its tasks. What keeps a task is what it waits for: a timer
# or a socket knows whom to wake. Bram's Future is known to nobody but Bram's task, and the task
# to nobody but that Future, so both are thrown away. `finally` ran, but as part of the cleaning
# up, in the middle of somebody else's turn: see whose line it is in the list of printed lines.
#
# ## Play
#
# **Predict.** Tenzin awaits Bram first, and then Alma. Is anybody out when Pema locks? How long
# does it take until Tenzin hears of the fall?

# %%
in_turn = {"    await alma\n    await bram": "    await bram\n    await alma"}
run("structured/before", change=in_turn)

# %% [markdown]
# Better for Bram, worse for Alma. The error of a task waits until somebody asks for it.
#
# ## Only here: cells and their tasks
#
# These cells run on the kernel's own loop. A task made by hand outlives the cell that made it.
# Does one that was made in a group?
#
# **Predict.** Two tasks, the first made by hand, the second in a group. The first one waits for a
# signal, which comes last. Which of the two is done when their names are printed?

# %%
import asyncio


async def climb_until(signal):
    await signal.wait()


signal = asyncio.Event()
by_hand = asyncio.create_task(climb_until(signal), name="by hand")
async with asyncio.TaskGroup() as team:
    in_group = team.create_task(asyncio.sleep(0.01), name="in the group")

for task in (by_hand, in_group):
    print(task.get_name(), "is done:", task.done())

# The one made by hand would wait until the kernel ends.
signal.set()
await by_hand

# %% [markdown]
# ## Only here: awaiting twice
#
# **Predict.** A coroutine is awaited twice, and so is a task. What does each of them give the
# second time?

# %%
ropes = 7


async def count_the_ropes():
    print("counting")
    return ropes


coroutine = count_the_ropes()
task = asyncio.create_task(count_the_ropes())
print("the task:", await task)
print("the task again:", await task)
print("the coroutine:", await coroutine)
try:
    print("the coroutine again:", await coroutine)
except RuntimeError as error:
    print("RuntimeError:", error)

# %% [markdown]
# A coroutine is one run of a function: when it is over there is nothing left to run. A task
# remembers how its coroutine ended.
#
# ## Only here: fairness
#
# **Predict.** Alma reads three old reports from her diary in an `async for`; nothing in it has to
# wait. Bram, on the same loop, would like to say something. When does he get a word in, first
# without and then with `asyncio.sleep(0)` in Alma's loop?

# %%
pages = ("sun", "snow", "fog")


async def diary():
    for report in pages:
        yield report


async def read(kindly):
    async for report in diary():
        print("Alma:", report)
        if kindly:
            await asyncio.sleep(0)


async def speak():
    print("Bram: tea?")


for kindly in (False, True):
    print("- with sleep(0):", kindly)
    await asyncio.gather(read(kindly), speak())

# %% [markdown]
# `async for` gives the loop back only where the next piece is not there yet. The same is true of
# every `await`.
#
# ## Only here: Tornado's own as_completed
#
# `gen.WaitIterator` is older than `async for`, and fits it. It takes Futures and tasks, no
# coroutines, and it knows the names that you give them.
#
# **Predict.** Which of the three comes first?

# %%
from tornado import gen


async def ask_camp(seconds, report):
    await asyncio.sleep(seconds)
    return report


asked = {
    "north": asyncio.create_task(ask_camp(0.15, "sun")),
    "east": asyncio.create_task(ask_camp(0.05, "snow")),
    "south": asyncio.create_task(ask_camp(0.1, "fog")),
}
reports = gen.WaitIterator(**asked)
async for report in reports:
    print(reports.current_index, report)
print("all have come:", reports.done())

# %% [markdown]
# ## Only here: who hears that he is called back
#
# **Predict.** Two climbers wait for a signal, one an `async def`, one a `gen.coroutine`. Both are
# cancelled, and then the signal comes. Which of them packs?

# %%
signal, home = asyncio.Event(), asyncio.Event()


async def new_style():
    try:
        await signal.wait()
        print("new style: at the top")
    finally:
        print("new style: packs")


@gen.coroutine
def old_style():
    try:
        yield signal.wait()
        print("old style: at the top")
    finally:
        print("old style: packs")
        home.set()


climbers = [asyncio.ensure_future(new_style()), old_style()]
await asyncio.sleep(0)
for climber in climbers:
    climber.cancel()
await asyncio.wait(climbers)

signal.set()
await home.wait()
print("both are cancelled:", all(climber.cancelled() for climber in climbers))

# %% [markdown]
# To cancel a task is to raise an exception in its coroutine. A `gen.coroutine` gives a Future: to
# cancel that only says that nobody wants the result any more, and the generator goes on to the
# top.
#
# ## What next
#
# Your turn: the lab. `looplab check structured` in a terminal makes `work/structured.py` and says
# what is still wrong with it. What to remember is in the lesson's README; the last lesson,
# `own_loop`, builds a loop, with tasks of its own.
