# %% [markdown]
# # chat: one message for everybody, and one slow reader
#
# A chat is where a loop is at its best: many connections, and most of them idle. It is also where
# one slow reader can hold up all the others. The programs are the files of `lessons/20_chat`, and
# nothing of them is copied here. [How to read a notebook](README.md) says what `source`, `diff` and
# `run` do.

# %%
from looplab.notebook import diff, run, source

# %% [markdown]
# ## A room that stands still
#
# Ulla, Viggo and Wanda sit in one room, each with a WebSocket. Ulla sends a picture, which takes
# the room a second to make smaller. Viggo says hello half a second later.

# %%
source("chat/blocking")

# %% [markdown]
# **Predict.** When has Viggo's hello been read by all three?

# %%
run("chat/blocking")

# %% [markdown]
# One thread serves all connections, so one handler that sleeps silences the room. (All three share
# the server's loop here, to fit into one script, so Viggo even sends late.)

# %%
diff("chat/blocking", "chat/nonblocking")

# %% [markdown]
# **Predict.** Which of the two is read first now?

# %%
run("chat/blocking", "chat/nonblocking")

# %% [markdown]
# ## The loop is free, and everybody waits
#
# The next programs have no sockets: `send` stands for `await write_message(...)`, which waits for a
# reader who is slow. Viggo sends three texts; Wanda's line takes a second for each, Ulla's no time.

# %%
source("chat/in_turn")

# %% [markdown]
# **Predict.** Wanda comes first in the room. When does Ulla read the first text, and when can Viggo
# send the second?

# %%
run("chat/in_turn")

# %% [markdown]
# Nobody held the loop, and Wanda still sets the pace. So give each reader a queue, and a task that
# empties it: the room delivers, and goes on.

# %%
diff("chat/in_turn", "chat/queues")

# %% [markdown]
# **Predict.** When does Ulla read the third text? How many texts wait for Wanda then?

# %%
run("chat/in_turn", "chat/queues")

# %% [markdown]
# Two texts wait, and if Viggo goes on like that, there will be more and more. A queue without a
# size is a slow leak.

# %%
diff("chat/queues", "chat/full")

# %% [markdown]
# **Predict.** One text may wait for each. Which of the three does Wanda read?

# %%
run("chat/queues", "chat/full")

# %% [markdown]
# ## Somebody leaves
#
# In `nonblocking.py` there was no `await` in the loop over the room. Here is one.

# %%
source("chat/leaving")

# %% [markdown]
# **Predict.** Wanda closes her connection at 0.5, in the middle of that loop. Who notices?

# %%
run("chat/leaving")

# %% [markdown]
# `on_close` took Wanda out of the set, and the loop over the set could not go on. The error went
# through `on_message` to Tornado, which logged it and closed the connection that the text came
# from: Wanda left, and Ulla was thrown out.
#
# ## Play
#
# **Predict.** If Viggo sends six texts instead of three, how many wait for Wanda when he sends the
# last one? And does that change anything for Ulla?

# %%
run("chat/queues", change={'"one", "two", "three"': '"one", "two", "three", "four", "five", "six"'})

# %% [markdown]
# ## Only here: the room in one cell, a reader in the next
#
# Between two cells the loop is free. A queue keeps what nobody has read yet, from one cell to
# another; and `on_close` may come between any two cells, as between any two turns of the loop.

# %%
import asyncio

waiting = asyncio.Queue(maxsize=2)
heard = []


async def deliver():
    while True:
        heard.append(await waiting.get())


reader = asyncio.create_task(deliver())
waiting.put_nowait("one")
waiting.put_nowait("two")
print("heard inside the cell:", heard)

# %% [markdown]
# **Predict.** The reader had no turn yet. Has it read by now, with the cell over?

# %%
print("heard after the cell:", heard)
print("still waiting:", waiting.qsize())

# %% [markdown]
# **Predict.** This cell says three things without giving the loop back, and there is room for two.

# %%
for text in ["three", "four", "five"]:
    try:
        waiting.put_nowait(text)
    except asyncio.QueueFull:
        print("no room for", text)

# %% [markdown]
# The reader is as quick as can be, and it was too slow: a cell that does not await is like a
# handler that holds the loop. `await waiting.put(text)` would have waited for the reader, and so
# would the whole room. Now end the task, as a room does with a reader who leaves.

# %%
await asyncio.sleep(0)
reader.cancel()
print(heard)

# %% [markdown]
# ## What next
#
# Your turn: the lab. `looplab check chat` in a terminal makes `work/chat.py` and says what is still
# wrong with it. What to remember is in the lesson's README.
