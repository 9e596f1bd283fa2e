# %% [markdown]
# # sleep: two sleepers share one loop
#
# Which line of a program holds the event loop, and who has to stand still meanwhile? The programs
# are the files of `lessons/01_sleep`, and nothing of them is copied here. `source` prints a script,
# `diff` says where two of them differ, `run` runs them and draws who held the loop, and when. [How
# to read a notebook](README.md) has the rest.

# %%
from looplab.notebook import diff, run, source

# %% [markdown]
# ## A call that blocks
#
# `main` hands the loop two sleepers, the same function twice. Read the script before you go on.

# %%
source("sleep/blocking")

# %% [markdown]
# **Predict.** Which lines does it print, in which order, and at which second each of them? Write
# them down, then run the next cell.

# %%
run("sleep/blocking")

# %% [markdown]
# The seconds are those of a virtual clock: they are what the program would take in life, but nobody
# has to wait for them.
#
# A solid bar is somebody who holds the loop. Look at the lane of the second sleeper, which begins
# with a hatched one: it is ready from the start, and for all the time that the first one sleeps it
# cannot even say that it goes to sleep. Nothing is wrong with `time.sleep`: it does what it
# promises. But it blocks, and does not give the loop back, and the loop has one thread only. The
# lines with `!` name the line of the script that held the loop, and who paid for it.
#
# ## A timer that calls back
#
# One call is different, and so is its import.

# %%
diff("sleep/blocking", "sleep/nonblocking")

# %% [markdown]
# **Predict.** Nothing else has changed: the same two sleepers, the same delay. Which lines come
# now, and when? In the picture, who holds the loop while the sleepers sleep?

# %%
run("sleep/blocking", "sleep/nonblocking")

# %% [markdown]
# A thin tick is a short turn: somebody ran, and gave the loop back at once. `add_timeout` notes the
# time at which the loop has to call `wake_up`, and returns. So `fall_asleep` is over before its
# sleeper is awake, the loop is free, and the next sleeper gets its turn. Both wait at the same
# time, and yet there is one thread: only one of them *runs* at any moment.
#
# ## The same as a coroutine
#
# With a callback the story of a sleeper is in two functions. A coroutine has it in one.

# %%
source("sleep/coroutine")

# %% [markdown]
# **Predict.** `await` stands where `time.sleep` stood, in the middle of the function. Does it print
# what `blocking.py` printed, or what `nonblocking.py` printed?

# %%
run("sleep/coroutine")

# %% [markdown]
# At `await` the coroutine gives the loop back, and remembers where it was. When its time is over
# the loop goes on after that line.
#
# ## A number that is no delay
#
# A mistake that everybody makes once:

# %%
diff("sleep/nonblocking", "sleep/bare_number")

# %% [markdown]
# **Predict.** For how long do the sleepers sleep now?

# %%
run("sleep/bare_number")

# %% [markdown]
# To `add_timeout` a bare number is not a delay but a moment, on the clock of `IOLoop.time()`. Ask
# it which moment that is, and whether it is over:

# %%
from datetime import UTC, datetime

from tornado.ioloop import IOLoop

moment = 1
print("this moment is", datetime.fromtimestamp(moment, UTC))
print("it is over:", moment < IOLoop.current().time())

# %% [markdown]
# For "in a second" there is `call_later(1, wake_up)`.
#
# ## Play
#
# `change` replaces text in the scripts, for one run; the files stay as they are.
#
# **Predict.** With sleepers who sleep for three seconds each, how long does each of the two scripts
# take?

# %%
run("sleep/blocking", "sleep/nonblocking", change={"SECONDS = 1": "SECONDS = 3"})

# %% [markdown]
# Put in other numbers, and predict again.
#
# ## A program of your own
#
# With `%%timeline` in its first line a cell is a program: it runs in a process of its own, on the
# virtual clock, and shows its picture. It sees no other cell, so it imports what it needs, and it
# starts its own loop. `%timeline --help` tells the rest.

# %%
# %load_ext looplab

# %% [markdown]
# Mia awaits, as she should. Leo does not.
#
# **Predict.** Both lie down at 0 s, Mia for one second, Leo for three. When does each of them wake
# up, and what is in Mia's lane meanwhile?

# %%
# %%timeline --name mine
import asyncio
import time


async def mia():
    await asyncio.sleep(1)
    print("Mia: awake!")


async def leo():
    time.sleep(3)
    print("Leo: awake!")


async def main():
    await asyncio.gather(mia(), leo())


asyncio.run(main())

# %% [markdown]
# Mia's code is right, and still she is two seconds late. Her lane is dotted while she waits for her
# timer, and hatched from the moment at which it is due: she could go on, and Leo has the loop.
#
# Now it is your program. Copy the cell, write `--vs mine` for `--name mine`, and mend Leo: how long
# do both take together? The two pictures come on one time scale.
#
# ## Only here: you hold the loop yourself
#
# The kernel, the program that runs these cells, has an event loop of its own, and it is Tornado's.
# Your cells run on it. So a task can go on between the cells, and you can see what your cell does
# to others on the same loop. Here is one that counts all the time:

# %%
import asyncio
import time

ticks = 0


async def tick():
    global ticks
    while True:
        ticks += 1
        await asyncio.sleep(0.01)


ticker = asyncio.create_task(tick())
print("the ticker is done:", ticker.done())

# %% [markdown]
# **Predict.** The next cell sleeps twice for the same time, on the real clock: once with `await`,
# once with `time.sleep`. Does the ticker stop?

# %%
print("The ticker stopped during")

before = ticks
await asyncio.sleep(0.1)
print("- await asyncio.sleep:", ticks == before)

before = ticks
time.sleep(0.1)
print("- time.sleep:", ticks == before)

# %% [markdown]
# While your cell was in `time.sleep`, you were the first sleeper of `blocking.py`, and the ticker
# the second one. Whatever else lives on the kernel's loop stood still as well. That is why a server
# started in one cell never answers a blocking client in the next one: the client waits for the
# answer, and holds the loop that the server needs to give it.
#
# A task outlives its cell. This one would tick until the kernel ends, so stop it:

# %%
ticker.cancel()
await asyncio.wait([ticker])
print("the ticker is cancelled:", ticker.cancelled())

# %% [markdown]
# ## What next
#
# Your turn: the lab. `looplab check sleep` in a terminal makes `work/sleep.py` and says what is
# still wrong with it. What to remember is in the lesson's README; the notebook `02_loop` asks what
# the loop runs next.
