# %% [markdown]
# # idle: a thread each, a Future each
#
# Friends hold the line until there is news: hundreds of them, and all they do is wait. What does
# that cost? The programs are the files of `lessons/19_idle`, and nothing of them is copied here.
# [How to read a notebook](README.md) says what `source`, `diff` and `run` do.

# %%
from looplab.notebook import diff, run, source

# %% [markdown]
# ## A thread each
#
# Two hundred friends wait for Hedda's news. Signe wants something else: to say hello, at 0.5.

# %%
source("idle/blocking")

# %% [markdown]
# **Predict.** How many threads are there while they wait? Is Signe late? The pictures here are of
# five friends: two hundred rows would not fit.

# %%
run("idle/blocking", change={"FRIENDS = 200": "FRIENDS = 5"})

# %% [markdown]
# Nobody is late: a thread can wait as well as a Future can. But each of these rows is a thread,
# with a stack of its own, and does nothing.
#
# ## A pool
#
# So keep their number down, and let them take turns. How many are in the pool?

# %%
diff("idle/blocking", "idle/pool")

# %% [markdown]
# **Predict.** Here are five friends and a pool of three threads. When does Signe say hello?

# %%
run(
    "idle/pool",
    change={"FRIENDS = 200": "FRIENDS = 5", "ThreadPoolExecutor(20)": "ThreadPoolExecutor(3)"},
)

# %% [markdown]
# The idle hold the whole pool. Two friends and Signe stand behind them, and it takes the news to
# let them in. So a server with a fixed number of threads can stand still, and have nothing to do.
#
# ## A Future each

# %%
diff("idle/blocking", "idle/nonblocking")

# %% [markdown]
# **Predict.** The same five friends. How many threads now, and when does Signe say hello?

# %%
run("idle/nonblocking", change={"FRIENDS = 200": "FRIENDS = 5"})

# %% [markdown]
# The row of the loop is almost empty: it has nothing to do, so it does nothing. What waits is a
# Future, an object like any other.
#
# ## Ask and ask again
#
# Over HTTP the simplest way to hear of news is to ask for it again and again.

# %%
source("idle/polling")

# %% [markdown]
# **Predict.** Five friends ask every 0.7 seconds, and the news comes at 1.0. When have they heard,
# and how many requests was that?

# %%
run("idle/polling")

# %% [markdown]
# Now the server holds the line: an `if` becomes an `await`. The friends do not change at all.

# %%
diff("idle/polling", "idle/long_polling")

# %% [markdown]
# **Predict.** The same question.

# %%
run("idle/long_polling")

# %% [markdown]
# ## Between two requests
#
# Whoever has been answered is not on the line until she calls again.

# %%
source("idle/lost")

# %% [markdown]
# **Predict.** Both friends read for a while before they ask again. What does each of them hear, and
# when?

# %%
run("idle/lost")

# %% [markdown]
# Ragna asks for "the next", Vidar for number 0, 1, 2. Only his request says what he has, so only
# his answer can be the piece that he has missed.
#
# ## Only here: thousands, on the kernel's own loop
#
# The pictures had five friends. The kernel's loop takes more, and real ones.

# %%
import asyncio
import threading

from tornado.locks import Condition

published, heard = Condition(), []


async def friend(number):
    await published.wait()
    heard.append(number)


# %% [markdown]
# **Predict.** Ten thousand friends. By how many does the number of the kernel's threads grow?

# %%
threads = threading.active_count()
friends = [asyncio.create_task(friend(number)) for number in range(10_000)]
await asyncio.sleep(0)
print("more threads:", threading.active_count() - threads)
print("who has heard:", len(heard))

# %% [markdown]
# They are still there now, between two cells, and the kernel works as before. Then Hedda has news.

# %%
published.notify_all()
await asyncio.gather(*friends)
print("who has heard:", len(heard))
print("in the order in which they came:", heard == sorted(heard))

# %% [markdown]
# A friend on the network is a socket as well. The loop does not look at its sockets one by one; it
# hands all of them to the system and sleeps. The best way that this system has for that is

# %%
import selectors

best = selectors.DefaultSelector.__name__
print("epoll or kqueue:", best in ("EpollSelector", "KqueueSelector"))

# %% [markdown]
# ## What next
#
# Your turn: the lab. `looplab check idle` in a terminal makes `work/idle.py` and says what is
# still wrong with it. What to remember is in the lesson's README.
