# %% [markdown]
# # threads: who wakes the office?
#
# Threads do the work below, one event loop does the office. How does a word get from a thread to
# the loop? The programs are the files of `lessons/18_threads`, and nothing of them is copied here.
# [How to read a notebook](README.md) says what `source`, `diff` and `run` do.

# %%
from looplab.notebook import diff, run, source

# %% [markdown]
# ## Late, or never
#
# Silas and Thora dig in a thread each. When they have found something they report to the office,
# each in a way of their own.

# %%
source("threads/before")

# %% [markdown]
# **Predict.** Silas finds coal at 0.4, Thora at 1.6, and the lamp is a timer of the office's loop,
# at 1.0. When does the office hear of Silas, and when of Thora?

# %%
run("threads/before")

# %% [markdown]
# Both reports were made in time. `main` is ready from 0.4 on, an empty bar: nobody holds the loop,
# it sleeps, and neither `call_soon` nor `set_result` wakes it. The lamp did, by chance. After
# Thora's report nothing does.
#
# ## Two doors into the loop

# %%
diff("threads/before", "threads/after")

# %% [markdown]
# **Predict.** The same report, but through `call_soon_threadsafe` and `add_callback`. Which lines
# change their place?

# %%
run("threads/before", "threads/after")

# %% [markdown]
# ## Threads alone
#
# Why not let the threads do everything, and have no loop at all? Here they load one cart, and the
# office keeps a book.

# %%
source("threads/cart")

# %% [markdown]
# **Predict.** Each of them adds one load. How many are on the cart, and how many in the book?

# %%
run("threads/cart")

# %% [markdown]
# Between reading and writing the other one came in. In `cart` it is a sleep, so that you see it;
# between threads it may be any line. The book is changed by the loop alone, one callback at a time.
#
# ## A loop for each thread
#
# A loop belongs to a thread, so two threads may have two loops.

# %%
source("threads/two_loops")

# %% [markdown]
# **Predict.** The drill holds the mine's loop until 0.9. Both lamps are due before that. Which of
# them is late?

# %%
run("threads/two_loops")

# %% [markdown]
# One thread cannot run two of them at a time, though.

# %%
source("threads/nested")

# %% [markdown]
# **Predict.** Three ways to run a coroutine to its end, tried inside a running loop. Does any of
# them work? Does the lamp flicker?

# %%
run("threads/nested")

# %% [markdown]
# ## From the loop into a thread
#
# The other direction: the office wants something dug, and has a pool of threads.

# %%
source("threads/pool")

# %% [markdown]
# **Predict.** Which of the four calls holds the loop, and which one is an error? Who of the diggers
# knows that it is the night shift?

# %%
run("threads/pool")

# %% [markdown]
# `to_thread` runs the function in a copy of the context. `run_in_executor` does not, neither
# Tornado's nor asyncio's.
#
# ## What belongs to the loop stays there

# %%
source("threads/handler")

# %% [markdown]
# **Predict.** Silas's handler lets the thread finish the answer, Thora's awaits the thread and
# finishes it itself. What does each visitor get?

# %%
run("threads/handler")

# %% [markdown]
# ## Only here: a thread and the kernel's loop
#
# The kernel of this notebook is such an office: a loop that runs all the time. A cell can start a
# thread that goes on when the cell is over.

# %%
import asyncio
import threading

office = asyncio.get_running_loop()
heard = []


# The digger asks the loop to listen, and waits below until it has.
def dig(name):
    there = threading.get_ident()
    called = threading.Event()

    def hear():
        heard.append((name, threading.get_ident() == there))
        called.set()

    office.call_soon_threadsafe(hear)
    called.wait()


# %% [markdown]
# **Predict.** The thread begins in this cell, and the cell does not await. Has the office heard of
# Thora by the end of the cell?

# %%
thora = threading.Thread(target=dig, args=("Thora",))
thora.start()
print("heard inside the cell:", heard)

# %% [markdown]
# **Predict.** And after it? On which thread was it heard: on Thora's?

# %%
await asyncio.to_thread(thora.join)
print([name for name, _ in heard], "on her own thread:", heard[0][1])

# %% [markdown]
# While your cell ran it held the loop, and the loop could not listen.
#
# **Predict.** What happens if a cell waits for her with `thora.join()`, and not with an `await`?
# With a limit we can look:

# %%
thora = threading.Thread(target=dig, args=("Thora again",))
thora.start()
thora.join(timeout=0.2)
print("she is still waiting:", thora.is_alive())

# %%
await asyncio.to_thread(thora.join)
print("she is still waiting:", thora.is_alive())

# %% [markdown]
# The cell waited for Thora, and Thora for the loop that the cell held. Without the limit they would
# wait for ever.
#
# ## What next
#
# Your turn: the lab. `looplab check threads` in a terminal makes `work/threads.py` and says what is
# still wrong with it. What to remember is in the lesson's README. And gevent, which swaps the waits
# under blocking code: `python demos/gevent/show.py`.
