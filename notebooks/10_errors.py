# %% [markdown]
# # errors: who is told, and when
#
# A call fails after you have gone on. Who is told: you, somebody else, only the log? The programs
# are the files of `lessons/10_errors`. [How to read a notebook](README.md) has the rest.

# %%
from looplab.notebook import diff, run, source

# %% [markdown]
# ## A callback in a try block
#
# Two weather stations are called, and the one in Kyoto is broken. A callback waits for each answer.

# %%
source("errors/before")

# %% [markdown]
# **Predict.** `call_later` stands between `try` and `except`. Is the OSError caught? And when is
# Oslo hung up, before or after it answers?

# %%
run("errors/before")

# %% [markdown]
# Nobody is told. The try block has been left at the very beginning, `finally` included. Later it is
# the loop that calls `tell`, and so it is the loop that gets the error. It logs it and goes on, and
# the radio talks as if all were well. What a program prints is listed below its lanes; what was
# logged is the line with `!`, and in life it goes to stderr.
#
# ## A coroutine in a try block

# %%
diff("errors/before", "errors/after")

# %% [markdown]
# **Predict.** The same try block, with an `await` in it. Which lines come now, and when?

# %%
run("errors/after")

# %% [markdown]
# While it waits, the coroutine stays where it is: inside the try block. So the error is caught
# there, and `finally` comes last.
#
# ## A task that nobody awaits
#
# Coroutines alone do not help. In the next script `tell` is a coroutine, and a task runs it.

# %%
source("errors/not_awaited")

# %% [markdown]
# **Predict.** The task is made between `try` and `except`. Does it print what `before.py` printed,
# or what `after.py` printed?

# %%
run("errors/not_awaited")

# %% [markdown]
# What `before.py` printed. To make a task cannot fail; its work is done later, and outside. `try`
# protects what you await inside it.
#
# ## Two errors at once
#
# Now a newsroom awaits three stations. Two are broken, Kyoto and then Quito.

# %%
source("errors/gather")

# %% [markdown]
# **Predict.** Which errors does the newsroom hear of, and when? Does Quito still get its turn?

# %%
run("errors/gather")

# %% [markdown]
# `gather` raises the first error at once. The other calls go on, but the second error reaches
# nobody: it is not even logged, there is no line with `!`. Two others do it in another way:

# %%
diff("errors/gather", "errors/multi")
print()
diff("errors/gather", "errors/task_group")

# %% [markdown]
# **Predict.** `gen.multi` waits for all of them. Which of the two errors does it raise?

# %%
run("errors/multi")

# %% [markdown]
# The one that is first in the list, which is not the one that came first. The other is logged.
#
# **Predict.** A TaskGroup does not let the others go on after an error. Which line of Quito is
# missing now, which one is still there?

# %%
run("errors/task_group")

# %% [markdown]
# Quito is cancelled: a CancelledError comes out of its `await`. That is no `Exception`, so it does
# not print `broken`; but `finally` runs. What comes out of the group is an ExceptionGroup, of one
# error here, and `except*` takes it apart.
#
# ## Play
#
# `change` replaces text in the scripts, for one run; the files stay as they are.
#
# **Predict.** Mend Quito. In which of the three scripts are its degrees printed?

# %%
run(
    "errors/gather",
    "errors/multi",
    "errors/task_group",
    change={'"Oslo": 4}': '"Oslo": 4, "Quito": 14}'},
)

# %% [markdown]
# The TaskGroup cancels the healthy ones as well. Its tasks succeed together, or not at all.
#
# **Predict.** With `return_exceptions=True`, what does the newsroom of `gather.py` print, and when
# does it go on?

# %%
run("errors/gather", change={"in SECONDS])": "in SECONDS], return_exceptions=True)"})

# %% [markdown]
# Nothing is raised, so `except` has nothing to do: the errors stand in the list that `gather`
# returns, where the results would be, and this newsroom does not look at it.
#
# ## Only here: an error that waits for you
#
# Between two cells the kernel's loop runs. So a task can fail while you read.

# %%
import asyncio


async def call(station):
    await asyncio.sleep(0.01)
    raise OSError(f"{station} is silent")


print("Is anything raised here?")
try:
    kyoto, quito = asyncio.create_task(call("Kyoto")), asyncio.create_task(call("Quito"))
except OSError as error:
    print("- caught:", error)
print("- the tasks are done:", kyoto.done(), quito.done())

# %% [markdown]
# **Predict.** `asyncio.wait` waits for both, and they fail. Does it raise anything?

# %%
await asyncio.wait([kyoto, quito])
print("The tasks are done:", kyoto.done(), quito.done())

# %% [markdown]
# No. Both have failed, and nothing has happened in your cell: each error waits in its task until
# somebody asks.
#
# **Predict.** Now await Kyoto, three times over. How often is the error raised?

# %%
print("Three times:")
for _ in range(3):
    try:
        await kyoto
    except OSError as error:
        print("- caught:", error)

# %% [markdown]
# **Predict.** Nobody asks Quito. The cell takes its last name away, and listens to what the loop
# says when an error is left over. What does it hear?

# %%
import gc

from tornado.ioloop import IOLoop

heard = []
loop = IOLoop.current().asyncio_loop
loop.set_exception_handler(lambda loop, context: heard.append(context))
del quito
gc.collect()
loop.set_exception_handler(None)
print("The loop says:")
for context in heard:
    print("-", context["message"] + ":", context["exception"])

# %% [markdown]
# That is when it is logged: when the task is thrown away and nobody has asked it. In a program that
# keeps its tasks, that may be at its very end.
#
# ## What next
#
# Your turn: the lab. `looplab check errors` in a terminal makes `work/errors.py` and says what is
# still wrong with it. What to remember is in the README of the lesson; the notebook `08_styles` has
# the Future whose error is lost for good.
