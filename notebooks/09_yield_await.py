# %% [markdown]
# # yield_await: when does a coroutine begin?
#
# The old style and the new one differ in a decorator and a word. They look alike, and they do not
# begin alike. The programs are the files of `lessons/09_yield_await`, and nothing of them is copied
# here. `source` prints a script, `diff` says where two of them differ, `run` runs them and draws
# who held the loop, and when. [How to read a notebook](README.md) has the rest.

# %%
from looplab.notebook import diff, run, source

# %% [markdown]
# ## Eager and lazy
#
# The chief of a post office calls for two letters, has coffee, and then wants them.

# %%
source("yield_await/before")

# %% [markdown]
# The same in the new style:

# %%
diff("yield_await/before", "yield_await/after")

# %% [markdown]
# **Predict.** `main` is the same in both. When does each clerk begin, with `yield` and with
# `await`? How long does each program take?

# %%
run("yield_await/before", "yield_await/after")

# %% [markdown]
# A call of a `gen.coroutine` runs its body up to the first `yield`, there and then. What it gives
# is a Future, and the letter is on its way whether anybody awaits it or not.
#
# A call of an `async def` runs nothing. What it gives is a coroutine, and `await` is what runs it:
# Gwen begins when she is awaited, and Lars when Gwen is done. It reads like synchronous code, and
# it runs like it.
#
# ## A Task
#
# Two calls are different from `after.py`:

# %%
diff("yield_await/after", "yield_await/task")

# %% [markdown]
# **Predict.** Now nobody has to wait for an `await`. Do the clerks begin before the coffee, as in
# the old style, or after it?

# %%
run("yield_await/before", "yield_await/task")

# %% [markdown]
# `create_task` puts the coroutine in the loop's queue. It begins at the next turn of the loop, and
# the loop gets a turn when the chief awaits the coffee: after the line, not before. The letters are
# ready at the same times as in the old style; only the first lines have changed places.
#
# ## What a call gives
#
# Three functions, and a call of each. One of them has kept its `yield`, though it is an `async def`
# now.

# %%
source("yield_await/never_begun")

# %% [markdown]
# **Predict.** Who of the three begins? What does each call give?

# %%
run("yield_await/never_begun")

# %% [markdown]
# Nobody awaits Lars, and so he writes nothing. There is no error, only a warning. Maud is an async
# generator: something to loop over, with `async for`. It cannot be awaited.
#
# ## return, and raise gen.Return
#
# A generator of Python 2 could not return a value, so Tornado made an exception for it.

# %%
source("yield_await/gen_return")

# %% [markdown]
# **Predict.** Four customers ask, each another clerk. Which of them get 3 stamps, and what do the
# others get?

# %%
run("yield_await/gen_return")

# %% [markdown]
# It is an exception, with all that comes with it: `except Exception` catches it. And where no
# `gen.coroutine` is around it, it is an error.
#
# ## An await that does not wait
#
# Two clerks stamp letters. They look for ink, and the ink is always there.

# %%
source("yield_await/nothing_to_wait_for")

# %% [markdown]
# **Predict.** There is an `await` after each stamp. Do the two take turns?

# %%
run("yield_await/nothing_to_wait_for")

# %% [markdown]
# An `await` of something that is done goes on at once, and the loop gets no turn.
# `asyncio.sleep(0)` gives it one.
#
# ## Play
#
# `change` replaces text in the scripts, for one run; the files stay as they are.
#
# **Predict.** In `before.py`, a call that blocks takes the place of the `yield`. The decorator is
# still there, and the call still gives a Future. When does the coffee come?

# %%
run(
    "yield_await/before",
    change={"yield asyncio": "time", "import asyncio": "import asyncio\nimport time"},
)

# %% [markdown]
# The decorator alone makes nothing asynchronous. Without a `yield` the whole body runs in the call,
# and the Future is done before the chief has it.
#
# ## Only here: a coroutine in your hand
#
# Between two cells the kernel's loop runs. So you can call in one cell, look in the next one, and
# await in a third.

# %%
import asyncio

from tornado import gen

begun = []


@gen.coroutine
def old(clerk):
    begun.append(clerk)
    yield gen.moment
    return f"a letter by {clerk}"


async def new(clerk):
    begun.append(clerk)
    await asyncio.sleep(0)
    return f"a letter by {clerk}"


# %% [markdown]
# **Predict.** Three calls: in the old style, in the new one, and in the new one as a Task. Who has
# begun at the end of this cell, and who has in the next one?

# %%
gwen, lars, maud = old("Gwen"), new("Lars"), asyncio.create_task(new("Maud"))
print("begun, in this cell:", begun)

# %%
print("After that cell")
print("begun:", begun)
print("done: Gwen", gwen.done(), "and Maud", maud.done())

# %% [markdown]
# Maud had her turn when your cell gave the loop back. Lars is still waiting for somebody to await
# him, and he would wait as long as the kernel lives.
#
# **Predict.** Await each of them, and then all of them again. A Future gives its result as often as
# you like. And a coroutine?

# %%
print("Twice:")
for clerk, letter in {"Gwen": gwen, "Lars": lars, "Maud": maud}.items():
    print("-", await letter)
    try:
        print("- again:", await letter)
    except RuntimeError as error:
        print(f"- {clerk} again: {error}")

# %% [markdown]
# A coroutine is one run of a function. It can be awaited once. A Future, and a Task is one too,
# keeps its result.
#
# ## What next
#
# Your turn: the lab. `looplab check yield_await` in a terminal makes `work/yield_await.py` and says
# what is still wrong with it. What to remember is in the lesson's README.
