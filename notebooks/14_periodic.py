# %% [markdown]
# # periodic: every second, on one loop
#
# A lighthouse: a lamp that flashes every second, Runa who checks the oil, and Emil who sleeps. The
# programs are the files of `lessons/14_periodic`; [how to read a notebook](README.md) says what the
# cells do.

# %%
from looplab.notebook import diff, run, source

# %% [markdown]
# ## A tick that blocks
#
# `PeriodicCallback` calls a function again and again. It is often said to run "in the background".
# Read the script: what does the lamp do while Runa waits for the gauge?

# %%
source("periodic/blocking")

# %% [markdown]
# **Predict.** When does the lamp flash for the first time? When after that?

# %%
run("periodic/blocking")

# %% [markdown]
# Look for the hatched bars in the lane of `flash`: the lamp is due, and the loop is taken. There is
# no background. The loop calls each tick in its one thread, as it calls any callback, and a tick
# that blocks makes the ticks of all others late.
#
# The first tick comes one period after `start()`, not at once. And a late lamp does not stay late:
# a period is measured from start to start, so the next tick is on the grid again.
#
# ## A tick that gives the loop back
#
# A PeriodicCallback takes an `async def` function as well.

# %%
diff("periodic/blocking", "periodic/nonblocking")

# %% [markdown]
# **Predict.** The gauge is as slow as before. Which lines move, and which ones stay?

# %%
run("periodic/blocking", "periodic/nonblocking")

# %% [markdown]
# Lamp, gauge and Emil wait at the same time, and the loop is free while they do. A thing to do
# again and again, a thing to do later, a thing to watch: that is what a loop is for.
#
# ## A tick that is longer than its period

# %%
source("periodic/too_long")

# %% [markdown]
# **Predict.** Runa is asked to wind every 0.5 s, and each time she needs 0.7 s. When does she
# begin? Does she ever begin while she still winds?

# %%
run("periodic/too_long")

# %% [markdown]
# Ticks that are due while the last one is at work are skipped, and nobody makes up for them. That
# is so since Tornado 6.2; before, an async tick began although the last one was not done.
#
# ## One what?

# %%
source("periodic/milliseconds")

# %% [markdown]
# **Predict.** The oil is enough for three flashes. When is it dark?

# %%
run("periodic/milliseconds")

# %% [markdown]
# `call_later` counts in seconds, `PeriodicCallback` in milliseconds. Ask it how long a period is:

# %%
from datetime import timedelta

from tornado.ioloop import PeriodicCallback

for period in (1, timedelta(seconds=1)):
    print(f"{period!r}: {PeriodicCallback(print, period).callback_time:g} milliseconds")

# %% [markdown]
# ## What ends it?
#
# Two more scripts: in one a tick raises an error, in the other nobody keeps the PeriodicCallback.

# %%
source("periodic/error_in_a_tick")

# %% [markdown]
# **Predict.** The lamp has oil for one flash, and the next tick raises IndexError. Is there another
# tick after that?

# %%
run("periodic/error_in_a_tick")

# %% [markdown]
# The error is logged, and that is all: `main` is not told. If somebody has to know of it, catch it
# in the tick.

# %%
source("periodic/never_stopped")

# %% [markdown]
# **Predict.** What does `light` return, and what can Emil do with it? When does the lamp go out?

# %%
run("periodic/never_stopped")

# %% [markdown]
# ## Only here: a lamp on the kernel's loop
#
# The loop that runs your cells is Tornado's, and it goes on between them. So a PeriodicCallback
# that you start in one cell ticks on in the next ones.

# %%
import asyncio
import time

flashes = 0


def count_flash():
    global flashes
    flashes += 1


lamp = PeriodicCallback(count_flash, 10)
lamp.start()
print("flashes so far:", flashes)

# %% [markdown]
# **Predict.** The next cell waits twice, twenty periods each time. How many flashes come while
# `time.sleep` waits? Does the lamp make up for them afterwards?

# %%
await asyncio.sleep(0.2)
print("the lamp flashes while the cell awaits:", flashes > 0)

before = flashes
time.sleep(0.2)
print("flashes while the cell sleeps:", flashes - before)

await asyncio.sleep(0)
await asyncio.sleep(0)
print("made up for afterwards:", flashes - before >= 20)

# %% [markdown]
# The loop keeps the lamp, so losing its name would not stop it: the lamp would go on until the
# kernel ends. You have kept it.
#
# **Predict.** After `stop()`, does one more flash come, the one that was due next?

# %%
lamp.stop()
before = flashes
await asyncio.sleep(0.1)
print("flashes after stop():", flashes - before)

# %% [markdown]
# ## What next
#
# Your turn: write a timetable of your own. `looplab check periodic` in a terminal makes
# `work/periodic.py` and says what is still wrong with it.
