# %% [markdown]
# # party: stand at the bar, or mingle
#
# You ask for a drink. Do you stand at the bar until it is ready, or do you mingle? The programs are
# the files of `lessons/03_party`, and nothing of them is copied here. [How to read a
# notebook](README.md) says what `source`, `diff` and `run` do.

# %%
from looplab.notebook import diff, run, source

# %% [markdown]
# ## Stand at the bar
#
# Two guests order, each a coroutine, and the host wants to introduce them. Mixing stands for all
# that others do for you while you wait: a database that looks something up, a server that answers.

# %%
source("party/blocking")

# %% [markdown]
# **Predict.** `visit_bar` is an `async def`, and `gather` starts two of them. When does each guest
# drink? The host would like to speak at 0.5: when can he?

# %%
run("party/blocking")

# %% [markdown]
# `async def` does not make a call give the loop back. The host has been ready for long, but the
# loop is taken; and Otto is not even asked what he would like.
#
# ## Mingle
#
# One call is different, and so is an import.

# %%
diff("party/blocking", "party/nonblocking")

# %% [markdown]
# **Predict.** The bar mixes as slowly as before. Which lines come now, and when?

# %%
run("party/blocking", "party/nonblocking")

# %% [markdown]
# At `await` a coroutine tosses the ball back to the loop: the others play until it comes back.
# Nora's drink takes as long as before, but nobody else pays for it.
#
# ## Every await in its place, and nobody mingles
#
# Here is the mistake that is hardest to see, because no line of it is wrong.

# %%
diff("party/nonblocking", "party/in_turn")

# %% [markdown]
# **Predict.** Nobody holds the loop. Is the host on time? Is Otto?

# %%
run("party/nonblocking", "party/in_turn")

# %% [markdown]
# The loop is free all the time, and the host makes use of it. But `main` awaits Nora's visit, and
# Otto's visit is the next line of `main`. Coroutines alone give no concurrency: the loop can only
# let others run if somebody has started them.
#
# ## Start now, await later
#
# A guest can do something of her own while the bar mixes: dance. For that she needs the order to be
# under way, and herself not to wait for it yet.

# %%
source("party/mingle")

# %% [markdown]
# **Predict.** Nora is back before her drink is ready, Otto long after. When does each of them
# drink? And who speaks first, the guests or the bar?

# %%
run("party/mingle")

# %% [markdown]
# `create_task` returns at once, before the bar has begun. The bar begins when the guests give the
# loop back, with the `await` of their dance. `await drink` waits only for what is left: nothing, in
# Otto's case.
#
# What if somebody forgets `create_task`?

# %%
diff("party/mingle", "party/not_started")

# %% [markdown]
# **Predict.** `drink` is a coroutine now, not a task. When does the bar begin to mix, and how long
# does it all take?

# %%
run("party/mingle", "party/not_started")

# %% [markdown]
# ## Play
#
# `change` replaces text in the scripts, for one run; the files stay as they are.
#
# **Predict.** With a drink for Nora that takes three seconds, in which of these programs does Otto
# have to wait longer for his?

# %%
run("party/in_turn", "party/nonblocking", change={'"Nora": 1.0': '"Nora": 3.0'})

# %% [markdown]
# ## Only here: order in one cell, drink in another
#
# While a cell runs, it holds the kernel's loop. Between two cells the loop is free. So you are the
# guest: order in one cell, and see in the next one what has become of it.

# %%
import asyncio
import time

heard = []


async def mix_for(name, seconds):
    heard.append(f"{name}: begun")
    await asyncio.sleep(seconds)
    heard.append(f"{name}: ready")
    return f"a drink for {name}"


# %% [markdown]
# **Predict.** Two orders: one is a task, the other only a coroutine. Has the bar begun with one of
# them by the end of this cell?

# %%
yours = asyncio.create_task(mix_for("you", 0.05))
forgotten = mix_for("a friend", 0.05)
print("heard inside the cell:", heard)

# %% [markdown]
# And after it?

# %%
print("heard after the cell:", heard[:1])
print("the friend's order has begun:", "a friend: begun" in heard)

# %% [markdown]
# The loop began with the task as soon as your cell had given it back. The coroutine would lie there
# for ever, so await it: it begins now, and this cell waits.

# %%
print(await forgotten)
print(await yours)
print(sorted(heard))

# %% [markdown]
# **Predict.** Now be the guest of `blocking.py`. You order, let the bar begin, and then stand there
# in `time.sleep` until the drink must be ready. Is it ready?

# %%
yours = asyncio.create_task(mix_for("you again", 0.05))
await asyncio.sleep(0)
time.sleep(0.2)
print("begun:", "you again: begun" in heard)
print("ready:", "you again: ready" in heard)

# %%
print(await yours)

# %% [markdown]
# The time was over long before, but to notice that is the work of the loop, and you held it.
#
# ## What next
#
# Your turn: the lab. `looplab check party` in a terminal makes `work/party.py` and says what is
# still wrong with it. What to remember is in the lesson's README.
