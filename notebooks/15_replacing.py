# %% [markdown]
# # replacing: what blocks, and what to write instead
#
# A village post office, one loop. Its customers need a web page, a database, a letter, a log and a
# stamp, and each of these can hold the loop. The programs are the files of `lessons/15_replacing`,
# and nothing of them is copied here. [How to read a notebook](README.md) says what `source`, `diff`
# and `run` do.

# %%
from looplab.notebook import diff, run, source

# %% [markdown]
# ## A page
#
# The price of a letter is on a page whose server takes a second. Dora asks at 0.0, Edgar at 0.4.

# %%
source("replacing/blocking")

# %% [markdown]
# **Predict.** The clock on the wall ticks at 0.7, and again a second later. Does it?

# %%
run("replacing/blocking")

# %% [markdown]
# The server has a thread for each visitor and could have answered both at the same time. But Edgar
# could not ask: the loop was taken.
#
# ## An import and one call

# %%
diff("replacing/blocking", "replacing/nonblocking")

# %% [markdown]
# **Predict.** The page is as slow as before. Which lines come now, and when?

# %%
run("replacing/blocking", "replacing/nonblocking")

# %% [markdown]
# ## A page of one's own
#
# Here the page comes from the same server that wants it. Dora's handler uses `urlopen`, Edgar's
# awaits `fetch`.
#
# **Predict.** The page takes no time at all. What does Dora get, and when?

# %%
run("replacing/own_url")

# %% [markdown]
# Her handler waits for the loop, and holds it. Nothing but its own timeout could end that.
#
# ## A database, a file
#
# For some calls there is no asynchronous substitute. Then a thread waits. In the next programs Dora
# comes first and is served on the loop, then Edgar is served with the help of a thread.

# %%
source("replacing/database")

# %% [markdown]
# **Predict.** The clock should tick 0.4 s after each of them comes. For whom does it?

# %%
run("replacing/database", "replacing/file")

# %% [markdown]
# Two pictures alike. Whether the disk, the database or the network is slow is all the same to the
# loop: it is held, or it is not.
#
# ## A log
#
# `log.info` looks as if it took no time. `serve` is the same for both customers here; the handler
# behind the log is not.

# %%
source("replacing/log")

# %% [markdown]
# **Predict.** Who leaves before the printer has written the line?

# %%
run("replacing/log")

# %% [markdown]
# ## A name, a lock
#
# `names.py` looks a name up, first with a resolver that blocks, then with Tornado's own. In
# `lock.py` both customers want the same stamp: in the first round its lock is an `asyncio.Lock`, in
# the second a `threading.Lock`.
#
# **Predict.** How does the second round of `lock.py` end?

# %%
run("replacing/names")

# %%
run("replacing/lock")

# %% [markdown]
# Dora would put the stamp back, but she needs the loop for that, and Edgar holds it while he waits
# for the stamp. In life this program hangs; here the world sees that nothing can happen any more.
#
# ## Only here: two logs on the kernel's loop
#
# The kernel has a loop too, and your cell holds it until the first `await`. All that is needed to
# see it is a timer that rings.

# %%
import asyncio
import logging
import time
from logging.handlers import QueueHandler, QueueListener
from queue import SimpleQueue

written = []


class Slow(logging.Handler):
    def emit(self, record):
        time.sleep(0.5)
        written.append(record.getMessage())


log = logging.Logger("post office")

# %% [markdown]
# **Predict.** A timer of 0.05 s is to ring. You log a line, which takes half a second, and look at
# once, then after one `await`. What is written and has it rung, each time?

# %%
rung = asyncio.Event()
log.handlers = [Slow()]
asyncio.get_running_loop().call_later(0.05, rung.set)
log.info("a stamp for you")
print("written:", written, "rung:", rung.is_set())
await asyncio.sleep(0.05)
print("written:", written, "rung:", rung.is_set())

# %% [markdown]
# The line was written before `info` came back, and the timer, long due, had to wait for the loop.
# Now with a queue in between.
#
# **Predict.** The same again. What is written when `info` comes back, and has the timer rung before
# the line is written?

# %%
written.clear()
rung.clear()
lines = SimpleQueue()
listener = QueueListener(lines, *log.handlers)
log.handlers = [QueueHandler(lines)]
listener.start()
asyncio.get_running_loop().call_later(0.05, rung.set)
log.info("another stamp")
print("written:", written, "rung:", rung.is_set())
await rung.wait()
print("written:", written, "rung:", rung.is_set())
await asyncio.to_thread(listener.stop)
print("written:", written, "rung:", rung.is_set())

# %% [markdown]
# `listener.stop` waits until the queue is empty. That blocks as well, so a thread does it.
#
# ## What next
#
# Your turn: the lab. `looplab check replacing` in a terminal makes `work/replacing.py` and says
# what is still wrong with it. What to remember is in the lesson's README.
