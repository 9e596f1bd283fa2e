# %% [markdown]
# # loop: when it stops, and what it runs next
#
# Who ends a program that lives on a loop? And when many things are ready, who is first? The
# programs are the files of `lessons/02_loop`, and nothing of them is copied here. `source` prints a
# script, `diff` says where two of them differ, `run` runs them and draws who held the loop, and
# when. [How to read a notebook](README.md) has the rest.

# %%
from looplab.notebook import diff, run, source

# %% [markdown]
# ## Who stops the loop?
#
# Ada and Ben go home, then the guard should lock the door.

# %%
source("loop/before")

# %% [markdown]
# **Predict.** Does the guard lock the door? When?

# %%
run("loop/before")

# %% [markdown]
# `start()` returns only after somebody has called `stop()`. Both have left, nothing is scheduled
# any more, and still the loop waits. In life this program says nothing more until you press Ctrl-C.
# The virtual clock sees that nothing can happen any more, and tells.
#
# The same story, with another way to run the loop:

# %%
diff("loop/before", "loop/after")

# %% [markdown]
# **Predict.** And now: does the guard lock the door, and is everybody out by then?

# %%
run("loop/after")

# %% [markdown]
# `asyncio.run(main())` stops the loop when `main` returns, and `main` returns when both have left.
# So everything depends on what `main` waits for:

# %%
diff("loop/after", "loop/too_soon")

# %% [markdown]
# **Predict.** Who is still inside when the door is locked? Does an error tell?

# %%
run("loop/too_soon")

# %% [markdown]
# Ada's way out is in the lane of `main`, which awaits her. Ben's is the other one: he is cancelled
# half way, without a word. What `main` does not wait for need not happen.
#
# ## What does it run next?
#
# The calls of the next script are numbered in the order in which they are made.

# %%
source("loop/order")

# %% [markdown]
# **Predict.** In which order do the numbers come? Write down all seven.

# %%
run("loop/order")

# %% [markdown]
# First come, first served, whatever the call is named; nothing runs while `main` runs. Two things
# are worth a second look. A Future's callback takes its place in the queue when the Future gets its
# result, not when the callback is added. And a timer takes its place when it is due *and* the loop
# looks, which is after everything that was ready before, even if its delay is 0.
#
# **Predict.** Now let the second timer come later than the first one. What happens to its line?

# %%
run("loop/order", change={"call_later(0,": "call_later(0.7,"})

# %% [markdown]
# `main` waits for the last one to be said, and that is still number 1. When `main` returns the loop
# stops, and a timer that is due after that is never called. It is `too_soon.py` again.
#
# ## After the end
#
# The next script goes on using a loop after it has closed it.

# %%
source("loop/closed")

# %% [markdown]
# **Predict.** Cleo and Dan come after the end. What happens to each of them?

# %%
run("loop/closed")

# %% [markdown]
# `call_later` says that it is too late. `add_callback` takes what you give it and forgets it. It
# never promises that the callback is going to run: the loop may also stop before its turn comes.
#
# ## Only here: a loop that runs already
#
# The kernel, the program that runs these cells, has an event loop of its own, and your cells run on
# it. So in a notebook the question is not how to start a loop, but what to do on one that runs.
#
# **Predict.** `asyncio.run(main())` is the last line of most programs of this course. What does it
# do as the last line of a cell?

# %%
import asyncio


async def go_home():
    print("Ada: good night")


print("asyncio.run in a cell:")
story = go_home()
try:
    asyncio.run(story)
except RuntimeError as error:
    print("- RuntimeError:", error)
    story.close()  # nobody is going to await it

# %% [markdown]
# A loop runs already in this thread, and a second one cannot. Nor do you need it: await.

# %%
await go_home()

# %% [markdown]
# An `await` outside of any function is for notebooks and for `python -m asyncio`; in a script it is
# a syntax error. And leave `start()` and `stop()` alone in a cell, for it is the kernel's loop that
# you would start and stop: `stop()` ends the kernel, and with Python 3.13.0 `start()` breaks it.
#
# **Predict.** Nothing runs while `main` runs; so what about a cell? Each of the two callbacks below
# appends a word to the list. What is in it, each time that it is printed?

# %%
from tornado.ioloop import IOLoop

seen = []
print("What is in the list")
IOLoop.current().add_callback(seen.append, "first")
print("- when one is scheduled:", seen)
await asyncio.sleep(0)
print("- after an await:", seen)
IOLoop.current().add_callback(seen.append, "second")
print("- when another is scheduled:", seen)

# %%
print("What is in the list")
print("- in the next cell:", seen)

# %% [markdown]
# A cell holds the loop until it awaits, or ends. Between two cells the loop is free, and runs what
# has been scheduled.
#
# ## What next
#
# What to remember is in the README of the lesson. The notebook `01_sleep` shows what happens to all
# others when a callback does not come back; `08_styles` how a result and an error do.
