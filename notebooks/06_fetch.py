# %% [markdown]
# # fetch: launch a request, and be told
#
# A server takes its time. Does the program stand still until the answer is here? The programs are
# the files of `lessons/06_fetch`, and nothing of them is copied here. [How to read a
# notebook](README.md) says what `source`, `diff` and `run` do.

# %%
from looplab.notebook import diff, run, source

# %% [markdown]
# ## The answer first, then the next line
#
# Milo asks a server, and Vera knits. The server has a thread of its own, so it works whatever Milo
# does; it stands for a server on another machine.

# %%
source("fetch/blocking")

# %% [markdown]
# **Predict.** Milo prints four lines, Vera three. In which order, and when?

# %%
run("fetch/blocking")

# %% [markdown]
# `urlopen` comes back with the answer. Milo's next line is not printed before that, as he would
# expect. Vera asked nobody anything, and she has to wait too: both are on one loop.
#
# ## Launch, and be told
#
# An asynchronous fetch comes back at once, so it cannot come back with the answer. It comes back
# with a Future, and Milo leaves a function with it: `hear`.

# %%
diff("fetch/blocking", "fetch/nonblocking")

# %% [markdown]
# **Predict.** The server is as slow as before, and the lines stand where they stood. In which order
# are they printed now?

# %%
run("fetch/blocking", "fetch/nonblocking")

# %% [markdown]
# The two lines below the request come first. It is the loop that calls `hear`, with the Future as
# its first argument, when the answer is there.
#
# ## Nobody waits for the answer
#
# One line is gone: the one in which Milo waits to be told.

# %%
diff("fetch/nonblocking", "fetch/ends_early")

# %% [markdown]
# **Predict.** Vera needs 1.2 s for her rows, and the answer 1.6 s. How does it end?

# %%
run("fetch/nonblocking", "fetch/ends_early")

# %% [markdown]
# When `main` is done, `asyncio.run` ends the loop, and nobody is left to call `hear`.
#
# ## Await at once
#
# `await` gives the loop back, and it reads like the synchronous program.

# %%
source("fetch/await_at_once")

# %% [markdown]
# **Predict.** Is Vera on time? And when do the two lines of Milo come?

# %%
run("fetch/await_at_once")

# %% [markdown]
# Vera is on time. Milo is not standing in the way any more, but he waits: `await` means that the
# next line needs the answer. If it does not, launch now and await later. The fetcher of 2015, as it
# is written today, does both halves one after the other, and prints the seconds itself.

# %%
source("fetch/sample_fetcher")

# %% [markdown]
# **Predict.** Seven lines, and the server takes a second each time. Which seconds are printed?

# %%
run("fetch/sample_fetcher")

# %% [markdown]
# Two lines in the same second: nobody waited between them. The first half may use `HTTPClient`,
# because no loop runs yet.
#
# **Predict.** And on a loop that runs? The script tries three calls that would run a loop to its
# end. What do they say?

# %%
run("fetch/nested_loops")

# %% [markdown]
# ## Play
#
# **Predict.** With a server that answers in one second, which lines of these two programs come at
# another time, and does Milo hear the answer in both?

# %%
run("fetch/nonblocking", "fetch/ends_early", change={"SECONDS = 1.6": "SECONDS = 1.0"})

# %% [markdown]
# ## Only here: launch in one cell, be told in the next
#
# The kernel has a loop that runs. So a cell can launch a request, and end. This server is a thread,
# as in the lesson, but it waits until you let it answer.

# %%
import asyncio
import socket
from threading import Event, Thread

from tornado.httpclient import AsyncHTTPClient

let_it_answer = Event()
told = []


# The server answers one visitor, when it is allowed to.
def serve_one(server):
    guest, _ = server.accept()
    guest.recv(1000)
    let_it_answer.wait()
    guest.sendall(b"HTTP/1.0 200 OK\r\n\r\nhello, notebook")
    guest.close()


# %% [markdown]
# **Predict.** The server may answer before this cell has ended. Is `told` still empty in its last
# line?

# %%
server = socket.create_server(("127.0.0.1", 0))
thread = Thread(target=serve_one, args=[server], daemon=True)
thread.start()
answer = AsyncHTTPClient().fetch(f"http://127.0.0.1:{server.getsockname()[1]}")
answer.add_done_callback(lambda future: told.append(future.result().body))
let_it_answer.set()
print("told inside the cell:", told)

# %% [markdown]
# The cell holds the kernel's loop until it ends: the request has not even been sent. `await` gives
# the loop back.

# %%
response = await answer
await asyncio.sleep(0)
print("told:", told)
print("as text:", response.body.decode())
thread.join()
server.close()

# %% [markdown]
# **Predict.** In `sample_fetcher.py` the last line is `asyncio.run` of a coroutine. Does that work
# in a cell?

# %%
coroutine = asyncio.sleep(0)
try:
    asyncio.run(coroutine)
except RuntimeError as error:
    print(error)

# %% [markdown]
# A loop runs already while you are in a cell, and loops do not nest. What a script gives to
# `asyncio.run`, a cell awaits:

# %%
print(await coroutine)

# %% [markdown]
# ## What next
#
# Your turn: the lab. `looplab check fetch` in a terminal makes `work/fetch.py` and says what is
# still wrong with it. What to remember is in the lesson's README.
