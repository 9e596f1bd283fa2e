# %% [markdown]
# # interfaces: four ways to be told
#
# A function that comes back before it is finished has to tell somebody later. How? The programs are
# the files of `lessons/07_interfaces`, and nothing of them is copied here. [How to read a
# notebook](README.md) says what `source`, `diff` and `run` do.

# %%
from looplab.notebook import diff, run, source

# %% [markdown]
# ## Wait at the counter
#
# Iris brings a film, and would like a coffee while it is developed. Hugo calls the next customer at
# 0.5. A synchronous function does everything before returning, and `develop` is one here.

# %%
source("interfaces/blocking")

# %% [markdown]
# **Predict.** When does Iris go for her coffee? When does Hugo call?

# %%
run("interfaces/blocking")

# %% [markdown]
# ## We ring you: a callback
#
# An asynchronous function returns before it is finished. So it cannot return the photos, and Iris
# leaves a function for them.

# %%
diff("interfaces/blocking", "interfaces/nonblocking")

# %% [markdown]
# **Predict.** Iris has gone when the photos are ready. Which comes first then: her photos, or the
# lab's next film?

# %%
run("interfaces/blocking", "interfaces/nonblocking")

# %% [markdown]
# `callback` is called like any function: Iris runs in the middle of the lab's `ready`. The lab goes
# on when she is done.
#
# ## Here is a ticket: a Future
#
# The lab fills a Future, and does not know who waits for it.

# %%
diff("interfaces/nonblocking", "interfaces/ticket")

# %% [markdown]
# **Predict.** One pair of lines changes its order. Which?

# %%
run("interfaces/nonblocking", "interfaces/ticket")

# %% [markdown]
# `set_result` only notes the result. Whoever waits is called by the loop, in a later turn, when the
# lab has given the loop back.
#
# ## A pigeon-hole, and a bell
#
# The lab can also put the photos into a queue, or ring a bell for whoever has signed up. The bell
# is a signal of the operating system: it brings no photos, it only says that something happened.

# %%
diff("interfaces/ticket", "interfaces/pigeon_hole")

# %%
source("interfaces/bell")

# %% [markdown]
# **Predict.** Who is first in these two, Iris or the lab?

# %%
run("interfaces/pigeon_hole", "interfaces/bell")

# %% [markdown]
# The same lines at the same times as with a ticket. What differs is not seen here: how many results
# there can be, who gets them, and whether they are kept. The last part of this notebook asks.
#
# ## You are told, but when?
#
# The one who is told runs on the loop, as everything else does. So she can be late, and so she can
# make others late.

# %%
diff("interfaces/bell", "interfaces/late_bell")

# %% [markdown]
# **Predict.** The bell rings, and then the lab holds the loop for a while. Does Iris hear it in the
# middle of that?

# %%
run("interfaces/bell", "interfaces/late_bell")

# %% [markdown]
# No: her handler is a callback of the loop, ready, and the loop is taken. Python has an older
# registry of its own, `signal.signal`. A handler of that kind is not called by the loop.
#
# **Predict.** Here is the same program with it. What is on the counter when the lab looks?

# %%
old, new = "asyncio.get_running_loop().add_signal_handler(", "signal.signal("
arguments = {"look_at, counter)": "lambda number, frame: look_at(counter))"}
run("interfaces/late_bell", change={old: new} | arguments)

# %% [markdown]
# It cuts in between two lines of whatever runs. That is early, and dangerous: the lab is not done
# with the counter. With `add_signal_handler` nobody is interrupted.
#
# Now the other way round. A done-callback is a function that the loop calls when a Future is done.

# %%
diff("interfaces/ticket", "interfaces/slow_look")

# %% [markdown]
# **Predict.** Iris takes a second to look at her photos. Does the lab have to wait until she is
# done? Does Hugo close in time?

# %%
run("interfaces/ticket", "interfaces/slow_look")

# %% [markdown]
# `set_result` comes back at once, and the lab is through with its lines before Iris begins. Then
# she holds the loop, and everybody else stands still: to be called later is not to be called
# elsewhere. The picture draws a done-callback in the row of the one who filled the Future, here the
# lab's; the number of the line says that it is Iris's.
#
# ## Only here: what is kept, and for whom
#
# Here is the kernel's own loop, with a Future, a queue and a bell. In each of them the photos are
# ready in this cell, and you look in the next one.

# %%
import asyncio
import signal

from tornado.ioloop import IOLoop

heard = []
ticket, pigeon_hole = asyncio.Future(), asyncio.Queue()
ticket.set_result("24 photos")
pigeon_hole.put_nowait("24 photos")

loop, bell = IOLoop.current().asyncio_loop, signal.SIGUSR1
loop.add_signal_handler(bell, heard.append, "Iris")
signal.raise_signal(bell)
print("the bell has rung; heard so far:", heard)

# %% [markdown]
# **Predict.** You come late, and you ask twice. What does the ticket give, and what is in the
# pigeon-hole? Has Iris heard the bell meanwhile?

# %%
print("the ticket, twice:", await ticket, "and", await ticket)
print("the pigeon-hole:", await pigeon_hole.get(), "and then empty:", pigeon_hole.empty())
print("heard:", heard)

# %% [markdown]
# A Future keeps its one result for all who ask. What is in a queue goes to one. The bell was heard
# as soon as your cell had given the loop back; nobody who signs up now would hear that ring.
#
# **Predict.** Hugo signs up for the same bell, after Iris. It rings again: who hears it?

# %%
heard.clear()
loop.add_signal_handler(bell, heard.append, "Hugo")
signal.raise_signal(bell)
await asyncio.sleep(0.01)
print("heard:", heard)
print("taken off:", loop.remove_signal_handler(bell))

# %% [markdown]
# asyncio keeps one handler for each signal, and the second one has replaced the first.
#
# And Tornado? Its operations return Futures, which `await` turns into results. The exception is the
# loop itself, one floor below: it takes callbacks.
#
# **Predict.** Which of these four calls return a Future?

# %%
from tornado import gen
from tornado.queues import Queue

io_loop = IOLoop.current()
calls = {
    "gen.sleep": gen.sleep(0),
    "Queue.get": Queue().get(),
    "IOLoop.call_later": io_loop.call_later(0, int),
    "IOLoop.add_callback": io_loop.add_callback(int),
}
for name, returned in calls.items():
    print(f"{name}: {asyncio.isfuture(returned)}")

# %% [markdown]
# ## What next
#
# Your turn: the lab, adapters from one way to another. `looplab check interfaces` in a terminal
# makes `work/interfaces.py` and says what is still wrong with it. What to remember is in the
# lesson's README.
