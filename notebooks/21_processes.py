# %% [markdown]
# # processes: two kitchens, one order book
#
# One loop uses one core. For more there are processes, and each of them has a memory of its own.
# The programs are the files of `lessons/21_processes`, and nothing of them is copied here. [How
# to read a notebook](README.md) says what `source`, `diff` and `run` do.

# %%
from looplab.notebook import diff, run, source

# %% [markdown]
# ## A book in each process
#
# Two cooks, each a process. The number of an order is its place in the book.

# %%
source("processes/before")

# %% [markdown]
# **Predict.** Selma and Flora order in the left kitchen, Jonas in the right one. Which numbers do
# they get? How many orders does the host find in his book?

# %%
run("processes/before")

# %% [markdown]
# There is one name `book` and there are three lists: the host's, the left cook's and the right
# cook's. No error tells you.
#
# ## The book is sent along
#
# So give the cooks the host's book.

# %%
diff("processes/before", "processes/passed")

# %% [markdown]
# **Predict.** Which numbers now? And how many orders are in the host's book?

# %%
run("processes/before", "processes/passed")

# %% [markdown]
# What goes to another process is pickled, and there a copy is made of it, for this one call. That
# is worse than before: now even two orders in the same kitchen have the same number.
#
# ## One process keeps the book

# %%
diff("processes/before", "processes/after")

# %% [markdown]
# **Predict.** The cooks cook as slowly as before, side by side. Which numbers do the guests get?

# %%
run("processes/before", "processes/after")

# %% [markdown]
# ## One loop, one core
#
# The same restaurant, without a second process: the cook works on the loop.

# %%
source("processes/one_loop")

# %% [markdown]
# **Predict.** When does each guest have a plate, and when is the phone answered? Would it be
# sooner on a machine with sixteen cores?

# %%
run("processes/one_loop")

# %% [markdown]
# It would not. A loop is one thread, and one thread is on one core at a time.
#
# ## A front, and two processes behind it

# %%
diff("processes/one_loop", "processes/front")

# %% [markdown]
# **Predict.** The front sends guest 1 to the left, guest 2 to the right, guest 3 to the left.
# When does each of them eat? And the phone?

# %%
run("processes/one_loop", "processes/front")

# %% [markdown]
# That is what "scales horizontally" can mean: more processes, and something in front of them that
# shares out the visitors. It is the work that is shared out; the memory is not.
#
# ## What one process has heard

# %%
source("processes/bus")

# %% [markdown]
# **Predict.** The soup is out, and first only the left kitchen is told. What does the right
# kitchen say to the next guest?

# %%
run("processes/bus")

# %% [markdown]
# Put "members of a chat room" in the place of "dishes that are out", and you have the chat that
# works with one process and loses messages with two.
#
# ## Play
#
# **Predict.** With one kitchen behind the front, when does guest 3 eat? Is the phone late again?

# %%
run("processes/front", change={"cycle([left, right])": "cycle([left])"})

# %% [markdown]
# As late as with one loop, since one process does all the work. But it is not the process of the
# loop, so the phone is answered at 0.5.
#
# ## Only here: two real servers, and the kernel in front of them
#
# Here the kitchens are Tornado servers, each a process with a loop and a port of its own. Each
# counts its visits in its own memory, and when it is open it tells its port through a pipe.

# %%
import asyncio
import itertools
import sys

from tornado.httpclient import AsyncHTTPClient

KITCHEN = """
import asyncio
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

visits = []

class Visit(RequestHandler):
    def get(self):
        visits.append(self.request.remote_ip)
        self.write(str(len(visits)))

async def main():
    sockets = bind_sockets(0, "127.0.0.1")  # port 0: any port that is free
    HTTPServer(Application([("/", Visit)])).add_sockets(sockets)
    print(sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""
kitchens, ports = [], []
for _ in range(2):
    command = [sys.executable, "-c", KITCHEN]
    kitchens.append(await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE))
    ports.append(int(await kitchens[-1].stdout.readline()))
print("kitchens:", len(kitchens), "with different ports:", len(set(ports)) == 2)

# %% [markdown]
# **Predict.** Five guests come, one after the other, and the kernel's loop sends them to the
# kitchens in turn. Each is told how many visits the kitchen has had. Which five numbers?

# %%
front = itertools.cycle(ports)
for guest in range(1, 6):
    answer = await AsyncHTTPClient().fetch(f"http://127.0.0.1:{next(front)}/")
    print(f"guest {guest}: visit number {answer.body.decode()}")

# %% [markdown]
# Each server is right about itself, and none knows that there were five.
#
# **Predict.** One kitchen is killed. What does the other one know of it, and of the visits?

# %%
kitchens[0].kill()
print("left kitchen ended by signal", -await kitchens[0].wait())
answer = await AsyncHTTPClient().fetch(f"http://127.0.0.1:{ports[1]}/")
print("right kitchen: visit number", answer.body.decode())

# %% [markdown]
# It goes on as if nothing had happened: that is the good side of having no memory in common. The
# left kitchen's three visits are lost, because nobody else had written them down.

# %%
kitchens[1].kill()
print("right kitchen ended by signal", -await kitchens[1].wait())

# %% [markdown]
# ## What next
#
# There is no lab to this lesson. Try it by hand: give the kitchens above a set of what is out, a
# second address that adds a dish to it, and let the kernel tell both kitchens. What to remember
# is in the lesson's README.
