# %% [markdown]
# # timeouts: the courier has to be in time
#
# What does a timeout interrupt, and what goes on all the same? The programs are the files of
# `lessons/17_timeouts`, and nothing of them is copied here. [How to read a notebook](README.md) has
# the rest.

# %%
from looplab.notebook import diff, run, source

# %% [markdown]
# ## A timeout around a blocking call
#
# The office sends Sanna, and when she is too late it sends Teo. Somebody at the counter has a
# question.

# %%
source("timeouts/blocking")

# %% [markdown]
# **Predict.** Sanna's drive takes longer than the limit. When does the office know that she is too
# late? Which of her lines are printed? When is the question at the counter asked?

# %%
run("timeouts/blocking")

# %% [markdown]
# A timeout is a timer, and it is the loop that calls it. While `time.sleep` holds the loop it calls
# nobody: not the one at the counter, and not the timeout either. When the drive is over the loop
# finds both of them late, and Sanna is called off at the next `await`: at the door.
#
# **Predict.** With no signature there is no `await` after the drive. What does the office say of
# Sanna now, after a drive that took longer than the limit?

# %%
signature = "await asyncio.sleep(0.6)"
run("timeouts/blocking", change={signature: "pass"})

# %% [markdown]
# The delivery is done before the loop has a turn to call the timeout. So it counts as in time.
#
# ## A timeout around an await

# %%
diff("timeouts/blocking", "timeouts/nonblocking")

# %% [markdown]
# **Predict.** One call has changed. Which lines of Sanna's are printed now? When does Teo leave?

# %%
run("timeouts/blocking", "timeouts/nonblocking")

# %% [markdown]
# Now she waits at an `await`, the loop calls the timeout on time, and it cancels her there. The row
# of Sanna ends; she never gets to the door.
#
# ## A timeout that does not cancel

# %%
diff("timeouts/nonblocking", "timeouts/with_timeout")

# %% [markdown]
# **Predict.** `gen.with_timeout` is Tornado's own. When does the office know? How many parcels are
# delivered?

# %%
run("timeouts/with_timeout")

# %% [markdown]
# It ends the wait and not what was waited for: somebody else may wait for the same thing. If nobody
# does, cancel it yourself.
#
# **Predict.** The office calls `delivery.cancel()` where it says that somebody is too late. Who
# delivers now?

# %%
said = 'too late")'
run("timeouts/with_timeout", change={said: said + "; delivery.cancel()"})

# %% [markdown]
# ## A thread cannot be cancelled
#
# The blocking drive is in a thread here, so the loop is free.

# %%
diff("timeouts/nonblocking", "timeouts/thread")

# %% [markdown]
# **Predict.** Is the office told on time? Does Sanna get to the door?

# %%
run("timeouts/thread")

# %% [markdown]
# The task that waited for the thread is cancelled; the thread does not hear of it. So a thread
# frees the loop, but it does not make a blocking call one that can be called off.
#
# ## Clean up
#
# There is only one van, and a courier brings it back.

# %%
source("timeouts/cleanup")

# %% [markdown]
# **Predict.** Sanna is cancelled on the road. Is there an accident? Does the office go on when the
# time is up, or when the van is back?

# %%
run("timeouts/cleanup")

# %% [markdown]
# `CancelledError` is raised at her `await`. It is no `Exception`, so `except Exception` does not
# see it, and `finally` runs. Whoever set the limit waits until she has cleaned up.

# %%
diff("timeouts/cleanup", "timeouts/swallowed")

# %% [markdown]
# **Predict.** A bare `except` sees everything. What does the office believe?

# %%
run("timeouts/swallowed")

# %% [markdown]
# Sanna has caught the cancellation and goes on as if nothing had happened. So the timeout has
# nothing to raise, the delivery is over, and no one has a parcel.
#
# ## Only here: a task on the kernel's loop
#
# The kernel has an event loop of its own, and your cells run on it. This courier knocks all the
# time, on the real clock, and lives on when the cell is over.

# %%
import asyncio
from datetime import timedelta

from tornado import gen

knocks, at_home = 0, False


async def knock():
    global knocks, at_home
    try:
        while True:
            knocks += 1
            await asyncio.sleep(0.01)
    finally:
        at_home = True


courier = asyncio.create_task(knock())
print("done:", courier.done())

# %% [markdown]
# **Predict.** The office loses its patience three times. After which of the three is the courier
# still there?

# %%
try:
    await gen.with_timeout(timedelta(seconds=0.05), courier)
except TimeoutError:
    print("gen.with_timeout is over, still there:", not courier.done())

try:
    await asyncio.wait_for(asyncio.shield(courier), 0.05)
except TimeoutError:
    print("wait_for a shield is over, still there:", not courier.done())

try:
    await asyncio.wait_for(courier, 0.05)
except TimeoutError:
    print("wait_for is over, still there:", not courier.done())

# %% [markdown]
# `asyncio.shield` takes the cancellation upon itself: what is behind it goes on. `finally` has
# run before `wait_for` tells you. And the families:

# %%
print("knocked more than once:", knocks > 1, "and is at home:", at_home)
print("CancelledError is an Exception:", issubclass(asyncio.CancelledError, Exception))
print("TimeoutError is an Exception:", issubclass(TimeoutError, Exception))
print("Tornado's name for it is the same class:", gen.TimeoutError is TimeoutError)

# %% [markdown]
# ## What next
#
# Your turn: the lab. `looplab check timeouts` in a terminal makes `work/timeouts.py` and says what
# is still wrong with it. Who cancels whole groups of tasks: the notebook `22_structured`.
