# %% [markdown]
# # shared_state: two hands on one account
#
# One thread, one loop, and still two coroutines can get in each other's way. The programs are the
# files of `lessons/16_shared_state`, and nothing of them is copied here. [How to read a
# notebook](README.md) has the rest.

# %%
from looplab.notebook import diff, run, source

# %% [markdown]
# ## Look, wait, take
#
# Bonnie and Carl have 100 together, and each wants 80. Read the script before you go on.

# %%
source("shared_state/before")

# %% [markdown]
# **Predict.** Carl comes while the head office thinks about Bonnie's wish. What does he see? Who is
# refused, and what is left at the end?

# %%
run("shared_state/before")

# %% [markdown]
# Nobody held the loop, nothing blocked, and yet it went wrong. Both looked, and what they saw was
# true. But at the `await` each of them gave the loop back, and when it went on what it knew was
# old.
#
# ## With a lock

# %%
diff("shared_state/before", "shared_state/after")

# %% [markdown]
# **Predict.** When does Carl look now? And the guard, who wants nothing from the account, does he
# have to wait too?

# %%
run("shared_state/before", "shared_state/after")

# %% [markdown]
# The lock is held across the `await`, from the look to the taking. Who waits for it waits at
# `async with`, and gives the loop back. Tornado has a `Lock` of its own.
#
# **Predict.** Is there any difference?

# %%
run(
    "shared_state/after",
    change={"lock = asyncio.Lock()": "from tornado.locks import Lock\n\nlock = Lock()"},
)

# %% [markdown]
# ## The wrong lock
#
# `threading` has a `Lock` as well, and it is called just so.

# %%
diff("shared_state/after", "shared_state/thread_lock")

# %% [markdown]
# **Predict.** Carl comes, and Bonnie has the lock. Who can run now?

# %%
run("shared_state/thread_lock")

# %% [markdown]
# A mutex is made for threads: whoever waits for it stops its thread, and another thread goes on and
# releases it. Here is only one. Carl stopped it, and Bonnie is in it too.
#
# ## Where an await does harm
#
# A hundred visitors, counted in two ways.

# %%
source("shared_state/counter")

# %% [markdown]
# **Predict.** Both ways have one `await`. Which two numbers are printed?

# %%
run("shared_state/counter")

# %% [markdown]
# ## A queue instead of a lock
#
# If only one coroutine ever touches the balance, there is nothing to lock. The others deliver what
# they want to a queue.

# %%
diff("shared_state/before", "shared_state/teller")

# %% [markdown]
# **Predict.** Which of the scripts above does it print the same as?

# %%
run("shared_state/teller")

# %% [markdown]
# A queue can also be too short, and that is useful. Here there is room for two bags.

# %%
source("shared_state/backpressure")

# %% [markdown]
# **Predict.** Bonnie has all five bags with her, and Carl needs 0.7 s for each. When can she go
# home?

# %%
run("shared_state/backpressure")

# %% [markdown]
# ## Only here: you are the other one
#
# Between two cells the kernel's loop runs, and so do your tasks. Start one that looks at a balance,
# and then waits for the head office:

# %%
import asyncio

balance = 100
lock = asyncio.Lock()
agreed = asyncio.Event()


async def take_80():
    global balance
    async with lock:
        print("the task sees", balance)
        if balance >= 80:
            await agreed.wait()
            balance -= 80


task = asyncio.create_task(take_80())
await asyncio.sleep(0)
print("is it done:", task.done())

# %% [markdown]
# The task has looked, and holds the lock. **Predict.** The next cell takes 80 too, without asking
# for the lock, and lets the head office agree. What is left? Does the lock keep your cell out?

# %%
print("locked:", lock.locked())
balance -= 80
agreed.set()
await task
print("left:", balance)

# %% [markdown]
# A lock keeps out those who ask for it, and nobody else: it is a promise between all who use the
# account. So let the cell keep it. The task begins anew:

# %%
balance = 100
agreed.clear()
task = asyncio.create_task(take_80())
await asyncio.sleep(0)

# %% [markdown]
# **Predict.** The cell asks for the lock, and has patience for a tenth of a second. Does it get it?

# %%
try:
    await asyncio.wait_for(lock.acquire(), 0.1)
    balance -= 80
except TimeoutError:
    print("no: the task has it; left:", balance)

# %% [markdown]
# Without the time limit this cell would never end: the head office agrees only in the next one.

# %%
agreed.set()
await task
async with lock:
    print("my turn; left:", balance)

# %% [markdown]
# ## What next
#
# Your turn: the lab. `looplab check shared_state` in a terminal makes `work/shared_state.py`, and
# runs it in every order that its steps allow. What to remember is in the lesson's README.
