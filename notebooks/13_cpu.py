# %% [markdown]
# # cpu: every function blocks a bit
#
# A door with passwords. Nobody in these programs sleeps: they compute, and that holds the loop just
# as well. The programs are the files of `lessons/13_cpu`, and nothing of them is copied here. [How
# to read a notebook](README.md) says what `source`, `diff` and `run` do.

# %%
from looplab.notebook import diff, run, source

# %% [markdown]
# ## Hashing on the loop
#
# To check a password is to hash it, and that is made to be slow, so that nobody can try a million
# of them. In life bcrypt is often used. It is not in the standard library, so here it is
# `hashlib.pbkdf2_hmac`, which is slow for the same reason.

# %%
source("cpu/blocking")

# %% [markdown]
# **Predict.** Rhea's hash takes 0.3 s, Sol's 0.45 s. `log_in` is an `async def`, and `gather`
# starts both. When is each of them in, and when does the bell ring?

# %%
run("cpu/blocking")

# %% [markdown]
# The bell was due at 0.1. A hash waits for nothing, but for the bell that makes no difference: the
# thread of the loop is taken.
#
# ## Hashing in a thread

# %%
diff("cpu/blocking", "cpu/nonblocking")

# %% [markdown]
# **Predict.** There are two threads now beside that of the loop. Which lines come, and when?

# %%
run("cpu/blocking", "cpu/nonblocking")

# %% [markdown]
# Not only the bell is on time: both hashes together take as long as Sol's alone. `pbkdf2_hmac` is
# written in C, and lets go of the interpreter's lock (the GIL) while it hashes. So it runs beside
# the loop, and beside another hash, on a processor of its own.
#
# ## Python that computes, in pieces
#
# Now Rhea and Sol count visits, in plain Python. On the virtual clock that costs nothing, so the
# programs that follow promise an order, and no times.

# %%
source("cpu/chunks")

# %% [markdown]
# **Predict.** Each of the two has a bell, which is ready before the counting is done. Who rings
# after whom?

# %%
run("cpu/chunks", plain=True)

# %% [markdown]
# `asyncio.sleep(0)` waits for nothing, and gives whoever is ready a turn. It makes nothing quicker:
# the counting takes as long as before, and each piece still holds the loop.
#
# **Predict.** What if the pieces are as large as the whole?

# %%
run("cpu/chunks", change={"PIECE = 10_000": "PIECE = VISITS"}, plain=True)

# %% [markdown]
# There is still one `await`, but it comes when all has been counted. The bell rings before Sol's
# line, and after Sol's work.
#
# ## Python that computes, in threads

# %%
source("cpu/gil")

# %% [markdown]
# **Predict.** Two threads, and a machine with several processors. How many of them are at work at a
# time?

# %%
run("cpu/gil", plain=True)

# %% [markdown]
# The bell rings, as the loop's thread gets its turns too. But the GIL is for one thread at a time,
# and plain Python does not let go of it for long. A thread is for waiting, and for C code that lets
# go. (looplab itself runs one thread at a time, so this run alone proves nothing. `python gil.py`
# measures the same on the real thing, and prints the same.)
#
# ## Python that computes, in processes

# %%
source("cpu/processes")

# %% [markdown]
# **Predict.** Where is each list counted, and when does the bell ring?

# %%
run("cpu/processes", plain=True)

# %% [markdown]
# Each process has an interpreter of its own, with a GIL of its own. Whether two of them are quicker
# than one rests on the machine: they need two processors that have nothing else to do.
#
# ## What can be sent to a process

# %%
source("cpu/not_sent")

# %% [markdown]
# **Predict.** Rhea's job and Sol's do the same. Which of them gets to the other process?

# %%
run("cpu/not_sent", plain=True)

# %% [markdown]
# A function is pickled as the name of its module and its own name, and looked up there on the other
# side. No module has anything that is called `<lambda>`.
#
# ## Only here: hold the kernel's loop, and let it go
#
# The kernel's loop is a real one, on a real processor. A task counts its turns while a cell works.

# %%
import asyncio
import hashlib
import threading

turns = []


async def take_turns():
    while True:
        turns.append(threading.current_thread())
        await asyncio.sleep(0)


def slow_hash():
    return hashlib.pbkdf2_hmac("sha256", b"tea", b"salt", 200_000)


# %% [markdown]
# **Predict.** How many turns does the task take while the cell hashes, and how many while a thread
# does? More than ten, or none?

# %%
others = asyncio.create_task(take_turns())
await asyncio.sleep(0)

before = len(turns)
slow_hash()
print("turns while the cell hashed:", len(turns) - before)

before = len(turns)
await asyncio.to_thread(slow_hash)
print("more than ten while a thread hashed:", len(turns) - before > 10)

# %% [markdown]
# **Predict.** A coroutine around it, awaited. Does the task get a turn?

# %%
before = len(turns)


async def hash_in_a_coroutine():
    return slow_hash()


await hash_in_a_coroutine()
print("turns while a coroutine hashed:", len(turns) - before)
print("on one thread:", len(set(turns)) == 1)
print("told to end:", others.cancel())

# %% [markdown]
# `await` of something that never has to wait gives nobody a turn, and an `async def` function that
# only computes never has to.
#
# ## What next
#
# Your turn: the lab. `looplab check cpu` in a terminal makes `work/cpu.py` and says what is still
# wrong with it. What to remember is in the lesson's README.
