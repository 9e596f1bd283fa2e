# %% [markdown]
# # wrapping: a Task around a blocking call is not Go
#
# A function can only block, and nobody can change it. What can you wrap around it, so that others
# get their turn meanwhile? The programs are the files of `lessons/12_wrapping`, and nothing of them
# is copied here. [How to read a notebook](README.md) has the rest.

# %%
from looplab.notebook import diff, run, source

# %% [markdown]
# ## async def around it
#
# Yuki and Abel ask a translator, and a tea kettle is on the stove. `translate` blocks; `go` is what
# is wrapped around it. Read the script before you go on.

# %%
source("wrapping/blocking")

# %% [markdown]
# **Predict.** Abel comes 0.3 seconds after Yuki. When is he heard, and when is the kettle?

# %%
run("wrapping/blocking")

# %% [markdown]
# Everything is `async def`, and every call of `go` is awaited. But inside `go` there is no `await`
# on anything that is not ready, so the coroutine never gives the loop back. Abel and the kettle are
# ready, but the loop is taken.
#
# ## A Task, a Future, a decorator
#
# Beginners expect a Task to do it: hand it a function, and the function runs beside you.

# %%
diff("wrapping/blocking", "wrapping/as_a_task")

# %% [markdown]
# Or a Future, which is filled by a callback. That is what Tornado's `gen.Task` did, until it was
# removed in 6.0.

# %%
diff("wrapping/blocking", "wrapping/as_a_future")

# %% [markdown]
# Or the decorator `gen.coroutine`, around a function without a `yield`.
#
# **Predict.** Which of the three lets Abel ask in time? Who holds the loop in each of them: the
# same actor, or another one?

# %%
run("wrapping/as_a_task", "wrapping/as_a_future", "wrapping/gen_coroutine")

# %% [markdown]
# Not one of them. Only the name of who holds the loop differs: the Task runs the function a turn
# later, the other two run it at once. None of them has a thread to lend.
#
# ## A thread around it
#
# In Go, `go translate(word)` runs beside you: the language shares such calls out among threads. In
# Python you ask for a thread yourself. The loop has a pool of them, its executor.

# %%
diff("wrapping/blocking", "wrapping/nonblocking")

# %% [markdown]
# **Predict.** Both translations take as long as before. Who is answered first now? In the picture,
# who holds the loop?

# %%
run("wrapping/blocking", "wrapping/nonblocking")

# %% [markdown]
# Each translation blocks a thread of its own. The loop is told when a thread is done, and goes on
# after the `await` then.
#
# ## A thread, and yet no turn for others
#
# Two mistakes are made with threads. The first one waits for the thread on the loop. The second one
# passes the wrong thing.

# %%
diff("wrapping/blocking", "wrapping/future_result")
diff("wrapping/nonblocking", "wrapping/result_instead_of_function")

# %% [markdown]
# **Predict.** Which line holds the loop in each of them? And in the second one, what is it that the
# thread is asked to call?

# %%
run("wrapping/future_result", "wrapping/result_instead_of_function")

# %% [markdown]
# ## Play
#
# **Predict.** With 3 seconds for Yuki's word, in which of these two does Abel wait longer than
# before?

# %%
run("wrapping/blocking", "wrapping/nonblocking", change={'"neko": 1.3': '"neko": 3.0'})

# %% [markdown]
# ## Only here: has it begun, and is it done?
#
# Your cells run on the kernel's loop. Here is a function that blocks, and takes a note when it
# begins; with it are two wrappers that start no thread.

# %%
import asyncio
import threading
import time

from tornado import gen
from tornado.ioloop import IOLoop

begun = []
loop_thread = threading.current_thread()


def brew(tea):
    begun.append(tea)
    time.sleep(0.05)
    on_the_loop = threading.current_thread() is loop_thread
    return f"{tea}, brewed {'on the loop' if on_the_loop else 'in another thread'}"


@gen.coroutine
def decorated(tea):
    return brew(tea)


async def native(tea):
    return brew(tea)


print("begun:", begun)

# %% [markdown]
# **Predict.** Five ways to wrap it, each called and not awaited yet. Which pots are begun when the
# five calls are over?

# %%
pots = {
    "gen.coroutine": decorated("mint"),
    "async def": native("chai"),
    "a Task": asyncio.create_task(native("oolong")),
    "run_in_executor": IOLoop.current().run_in_executor(None, brew, "rooibos"),
    "to_thread": asyncio.to_thread(brew, "sencha"),
}
time.sleep(0.2)  # the thread has time to begin, and the loop has none
print("Nobody has awaited anything.")
print("begun:", sorted(begun))
print("gen.coroutine is done:", pots["gen.coroutine"].done())
print("a Task is done:", pots["a Task"].done())

# %% [markdown]
# The decorated one was called at once, and its Future was done before anybody could await it. Of
# `gen.Task` it was said that the function is "scheduled to execution"; it was called at once, just
# like this. `run_in_executor` had begun as well, in its thread. A coroutine object does not begin
# before it is awaited, and `to_thread` makes one. The Task had to wait for the loop: you held it.

# %%
for name, pot in pots.items():
    print(f"{name}: {await pot}")

# %% [markdown]
# **Predict.** What does a thread make of an `async def` function? And can you `await` the Future of
# a pool that you made yourself?

# %%
from concurrent.futures import ThreadPoolExecutor

given = await IOLoop.current().run_in_executor(None, native, "matcha")
print("Given an async def function")
print("- the thread returns a", type(given).__name__)
print("- matcha is begun:", "matcha" in begun)
given.close()

pool = ThreadPoolExecutor()
try:
    await pool.submit(brew, "assam")
except TypeError as error:
    print(error)
print(await asyncio.wrap_future(pool.submit(brew, "ceylon")))
pool.shutdown()

# %% [markdown]
# Calling an `async def` function builds a coroutine object, in a thread as anywhere, and nobody
# runs it. A Future of `concurrent.futures` belongs to threads, one of asyncio to a loop;
# `wrap_future` gives you the second for the first.
#
# ## What next
#
# Your turn: the lab, a `go` that begins at once. `looplab check wrapping` in a terminal makes
# `work/wrapping.py` and says what is still wrong with it. What to remember is in the lesson's
# README.
