# %% [markdown]
# # server: two visitors at one server
#
# A server has many visitors and one event loop. What do all the others notice when one handler
# sleeps? The programs are the files of `lessons/05_server`. [How to read a notebook](README.md)
# has the rest.

# %%
from looplab.notebook import diff, run, source

# %% [markdown]
# ## A handler that sleeps
#
# A bakery's server and its three visitors, in one script. `/cake` takes a second, `/hello` takes no
# time at all.

# %%
source("server/blocking")

# %% [markdown]
# **Predict.** Ines asks for a cake at 0.0, Juri for one at 0.5, and Mara says hello at 1.2. When is
# each of them answered?

# %%
run("server/blocking")

# %% [markdown]
# `GET /cake` is the handler. While it is in `time.sleep`, the loop can call nobody else, and so the
# second cake goes in only when the first one is done. Look at Mara's lane: her hello would take no
# time, and she waits for the cake of somebody whom she does not know.
#
# In this script the visitors share the loop with the server, so they even *ask* late. Visitors in
# other programs ask on time, and are answered at the same times as here.
#
# ## A handler that awaits

# %%
diff("server/blocking", "server/nonblocking")

# %% [markdown]
# **Predict.** When does Juri's cake go in now? When is Mara answered, and who is last?

# %%
run("server/blocking", "server/nonblocking")

# %% [markdown]
# From 0.5 to 1.0 two cakes are in the oven, and nobody holds the loop. Tornado's guide says that
# "only one operation can be active at a time": one callback runs at a time. How many requests wait
# at the same time is another number.
#
# ## A thread for what can only block
#
# Many a library can only block. Then a thread has to wait for it, and the handler awaits the
# thread.

# %%
diff("server/nonblocking", "server/executor")

# %% [markdown]
# **Predict.** There is a `time.sleep` again. Who pays for it?

# %%
run("server/executor")

# %% [markdown]
# A thread of the executor stands still, and nobody else. The lines are those of `nonblocking.py`.
#
# ## 200, and nothing in it
#
# Here the baking has a method of its own, and the handler calls it.

# %%
diff("server/nonblocking", "server/no_await")

# %% [markdown]
# **Predict.** What do Ines and Juri get, and when? Is anything baked?

# %%
run("server/no_await")

# %% [markdown]
# To call an `async def` function only builds a coroutine object. Nobody awaits this one, so it
# never runs; `get` is done at once, and when `get` is done the answer leaves, with what was written
# until then. No error, and status 200: only a warning on stderr tells of it.
#
# The usual first repair is a task.

# %%
diff("server/no_await", "server/too_late")

# %% [markdown]
# **Predict.** A task does run. Do Ines and Juri get their cakes now?

# %%
run("server/too_late")

# %% [markdown]
# The cakes are baked, and come too late: the answers have left. What belongs into the answer has to
# be awaited in `get`.
#
# ## Only here: you are the visitor, and you hold the loop
#
# The kernel's own loop is Tornado's, so a server can live on it from cell to cell. This one counts
# the requests that wait, and answers them when the gate is open.

# %%
import asyncio
import threading
from urllib.request import urlopen

from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

full, gate = asyncio.Event(), asyncio.Event()
waiting, threads = [], set()


class Gate(RequestHandler):
    async def get(self):
        waiting.append(self)
        threads.add(threading.get_ident())
        if len(waiting) == 100:
            full.set()
        await gate.wait()
        self.write("come in")


[door] = bind_sockets(0, "127.0.0.1")
server = HTTPServer(Application([("/", Gate)]))
server.add_socket(door)
url = f"http://127.0.0.1:{door.getsockname()[1]}/"

# %% [markdown]
# **Predict.** A hundred visitors come, and nobody is answered before all of them wait. How many
# threads does the server need for that?

# %%
client = AsyncHTTPClient(force_instance=True, max_clients=100)
visits = [asyncio.ensure_future(client.fetch(url)) for _ in range(100)]
await full.wait()
print(len(waiting), "requests wait,", len(threads), "thread has begun them all")

gate.set()
bodies = {response.body for response in await asyncio.gather(*visits)}
print(bodies)

# %% [markdown]
# A hundred operations are under way, and at any moment one callback runs.
#
# **Predict.** The gate is open now, so the server answers at once. The next cell visits it with
# `urlopen`, which blocks. What does it get?

# %%
try:
    print(urlopen(url, timeout=0.5).read())
except TimeoutError as error:
    print("no answer:", error)

# %% [markdown]
# The cell waits for the answer, and holds the loop that has to give it. A handler that fetches from
# its own server with a blocking client waits in the same way.
#
# **Predict.** The same call once more, in a thread of its own, which the cell awaits.

# %%
response = await asyncio.to_thread(urlopen, url, timeout=60)
print(response.read())

# %% [markdown]
# The server outlives its cell, so close it:

# %%
response.close()
client.close()
server.stop()

# %% [markdown]
# ## What next
#
# Your turn: the lab. `looplab check server` in a terminal makes `work/server.py` and says what is
# still wrong with it. What to remember is in the lesson's README.
