# %% [markdown]
# # own_loop: build what await needs
#
# A loop of your own, in four steps: a queue, timers, coroutines, Futures; and sockets beside
# them. Nothing of asyncio or Tornado is in it. The programs are the files of
# `lessons/23_own_loop`, and nothing of them is copied here. [How to read a notebook](README.md)
# says what `source`, `diff` and `run` do.

# %%
from looplab.notebook import diff, run, source

# %% [markdown]
# ## A queue of callbacks

# %%
source("own_loop/callbacks")

# %% [markdown]
# **Predict.** Tick would like to strike three times, Tock twice. In which order do they strike?

# %%
run("own_loop/callbacks")

# %% [markdown]
# In turn, since each of them joins the queue again behind the other. That is all that
# "concurrent" needs: nobody does everything at once. The picture says that no event loop ran; it
# looks for one of asyncio, and this one is yours.
#
# ## Timers

# %%
source("own_loop/before")

# %% [markdown]
# The heap keeps the timers so that the first one due is at its top. When nobody is ready, the
# loop sleeps until then.
#
# **Predict.** Tick strikes every 0.6 s, Tock every 0.9 s. When does each strike?

# %%
run("own_loop/before")

# %% [markdown]
# The solid bars that you see in the picture are the loop itself. It may sleep: there is nothing
# else to do.
#
# But look at `clock`: it is called anew for every stroke, and has to hand `stroke` along to
# itself.
#
# ## Coroutines

# %%
diff("own_loop/before", "own_loop/after")

# %% [markdown]
# `send(None)` runs a coroutine up to the next `yield`, which is in `pause`, below the `await`.
# What is yielded there is what `send` returns in `step`: some seconds. So `step` knows when to go
# on.
#
# **Predict.** Does any line come at another time than in `before.py`?

# %%
run("own_loop/before", "own_loop/after")

# %% [markdown]
# None does. The loop below is the same, only the clocks are easier to read.
#
# ## A clock that does not give the loop back

# %%
diff("own_loop/after", "own_loop/held")

# %% [markdown]
# **Predict.** Both are `async def` still. When does Tock strike for the first time?

# %%
run("own_loop/after", "own_loop/held")

# %% [markdown]
# `step` called `send`, and `send` came back when Tick was done with all its strokes. The loop
# cannot do anything about that: it is only the caller.
#
# ## Sockets
#
# A loop that sleeps hears nothing. This one waits in a selector.

# %%
source("own_loop/sockets")

# %% [markdown]
# **Predict.** Tock has no timer. When does it hear of Tick's strokes, and who is there at 0.3?

# %%
run("own_loop/sockets")

# %% [markdown]
# `select` comes back when there are bytes, or after `wait` seconds, whichever is first. So one
# thread waits for a socket and for a timer at once, and for a thousand sockets in the same way.
#
# ## Futures

# %%
source("own_loop/future")

# %% [markdown]
# **Predict.** Tick rings by `set_result`, and has something to say after it. Tock waits for the
# bell. Whose line comes first?

# %%
run("own_loop/future")

# %% [markdown]
# Tick's. `set_result` puts Tock's `step` into the queue, and the queue comes to it when Tick is
# done. asyncio's Futures do the same.
#
# ## Play
#
# **Predict.** Now `pause` returns something, and Tock strikes only once. Who gets it?

# %%
run(
    "own_loop/after",
    change={
        "    yield seconds": "    yield seconds\n    return 'rested'",
        "        await pause(seconds)": "        print(name, 'is', await pause(seconds))",
        '"Tock", 0.9, 2': '"Tock", 0.9, 1',
    },
)

# %% [markdown]
# What is yielded goes down to the loop, what is returned goes up to the `await`.
#
# ## Only here: be the task of a coroutine of asyncio
#
# The kernel has a loop of asyncio. Take one of its coroutines, and do by hand what a task does.
#
# **Predict.** `asyncio.sleep` is a coroutine as well. What does it yield: seconds, or something
# else?

# %%
import asyncio

sleeper = asyncio.sleep(0.05, "awake")
yielded = sleeper.send(None)
print("it is a Future:", isinstance(yielded, asyncio.Future))
print("it has a result:", yielded.done())

# %% [markdown]
# The loop has a timer that fills the Future. A task signs up with the Future and gives the loop
# back until it is called; so do you.

# %%
rung = asyncio.Event()
yielded.add_done_callback(lambda future: rung.set())
await rung.wait()
print("it has a result:", yielded.done())
try:
    sleeper.send(None)
except StopIteration as end:
    print("the coroutine has returned", repr(end.value))

# %% [markdown]
# A Future comes out of `send`, you sign up with it, it calls, and you send again, until
# StopIteration brings the result. That is the life of a task, and all of `Task.step` in
# `future.py`.
#
# **Predict.** And the other way round: here is a `pause` like that of your loop, awaited by a
# task of asyncio. Does the task wait for 0.05 s?

# %%
import types


@types.coroutine
def nap(seconds):
    yield seconds


async def napper():
    await nap(0.05)


try:
    await asyncio.create_task(napper())
except RuntimeError as error:
    print(type(error).__name__, "-", error)

# %% [markdown]
# The task has got a number from `send` and does not know what to do with it. `await` fits
# everything, but what comes out at the bottom has to fit the loop.
#
# **Predict.** Besides its own Futures a task of asyncio takes a bare `yield`. Two clocks yield
# nothing at all. In which order do they strike?

# %%
turns = []


@types.coroutine
def let_others():
    yield


async def clock_of_the_kernel(name):
    for stroke in (1, 2):
        turns.append(f"{name} {stroke}")
        await let_others()


await asyncio.gather(clock_of_the_kernel("Tick"), clock_of_the_kernel("Tock"))
print(turns)

# %% [markdown]
# In turn, as in `callbacks.py`: the task joins the queue again. `asyncio.sleep(0)` is just such a
# bare `yield`.
#
# ## What next
#
# There is no lab to this lesson; your loop is the exercise. Put the timers of `before.py` under
# the Futures of `future.py`, then the selector, and Tick and Tock have all that they need. What
# to remember is in the lesson's README.
