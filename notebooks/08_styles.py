# %% [markdown]
# # styles: how a result and an error come back
#
# One function, written in five styles. It looks for a book, and that takes time; the book may be
# lost, and that is an error. How does the caller hear of it? The programs are the files of
# `lessons/08_styles`, and nothing of them is copied here. `source` prints a script, `diff` says
# where two of them differ, `run` runs them and draws who held the loop, and when. [How to read a
# notebook](README.md) has the rest.

# %%
from looplab.notebook import diff, run, source

# %% [markdown]
# ## Blocking: return and raise
#
# A librarian sends for two books, and the phone is going to ring.

# %%
source("styles/blocking")

# %% [markdown]
# **Predict.** Which lines come, in which order? When is the phone answered?

# %%
run("styles/blocking")

# %% [markdown]
# It could not be simpler: `find` returns the shelf, or raises KeyError. But it comes back only when
# the search is over, and until then nobody else has the loop: the second book is not even asked
# for, and the phone rings and rings.
#
# ## Callbacks: two arguments
#
# `find` now comes back at once. What it found goes to a function that the caller passes.

# %%
source("styles/callbacks")

# %% [markdown]
# **Predict.** When is the phone answered now? And who looks whether there was an error?

# %%
run("styles/callbacks")

# %% [markdown]
# The loop is free for the phone. The price: the error has become an argument. `raise` would not
# reach anybody, because `tell` is long over when the search ends: it is the loop that calls
# `search_is_over`. So `on_found` has to look at its second argument, and nobody reminds it.
#
# ## A Future by hand: two ends
#
# `find` comes back at once again, but not with empty hands: with a Future, the place where the
# result is going to be.

# %%
source("styles/future_by_hand")

# %% [markdown]
# **Predict.** Look at `find` and at `tell`. Which call makes `await` return, which one makes it
# raise? Does anything come earlier or later than with callbacks?

# %%
run("styles/future_by_hand")

# %% [markdown]
# `set_result` is what `await` returns, `set_exception` is what it raises. In `tell` there is `try`
# and `except` again, as in the blocking program. But the Future has two ends, and you have to think
# of both:

# %%
diff("styles/future_by_hand", "styles/error_lost")

# %% [markdown]
# **Predict.** The second book is still lost. What does the caller get: the KeyError, `None`,
# nothing?

# %%
run("styles/error_lost")

# %% [markdown]
# The KeyError went to the only one who called `search_is_over`: the loop. The loop logs it and goes
# on. The Future stays empty, and who awaits it waits for ever; in life, until you press Ctrl-C.
#
# ## Coroutines: return and raise again
#
# The old style, with a decorator, and the one of today:

# %%
source("styles/gen_coroutine")
diff("styles/gen_coroutine", "styles/async_await")

# %% [markdown]
# **Predict.** Who makes the Future now, who fills it? Is any line printed at another time?

# %%
run("styles/gen_coroutine", "styles/async_await")

# %% [markdown]
# `return` fills the Future with a result, an error that nobody catches fills it with that error:
# both ends, and you wrote neither. `tell` is the same in the last three styles. Whoever awaits does
# not see how the awaitable was made.
#
# ## Play
#
# `change` replaces text in the scripts, for one run; the files stay as they are.
#
# **Predict.** Let the search for Dracula take less time than the phone and the search for Emma.
# Where does the line `Dracula: lost` come now, and in which of the two programs does it stay where
# it was?

# %%
run("styles/blocking", "styles/async_await", change={'"Dracula": 2.0': '"Dracula": 0.3'})

# %% [markdown]
# ## Only here: a Future in your hand
#
# Between two cells the kernel's loop runs. So you can be the search yourself: make a Future in one
# cell, let somebody wait for it, and fill it in another cell, when you feel like it.

# %%
import asyncio

heard = []


async def hear(future):
    try:
        heard.append(await future)
    except KeyError as error:
        heard.append(f"error: {error}")


found, lost = asyncio.Future(), asyncio.Future()
waiting = [asyncio.create_task(hear(future)) for future in (found, lost)]

# %%
print("done:", found.done(), lost.done())
print("heard:", heard)

# %% [markdown]
# Two tasks wait, and it costs nothing: the loop is free, or you could not run cells.
#
# **Predict.** Now you fill both. Is the caller told inside your cell, or after it?

# %%
found.set_result("shelf 3")
lost.set_exception(KeyError("Dracula"))
print("done:", found.done(), lost.done())
print("heard inside the cell:", heard)

# %%
print("After the cell")
print("heard:", heard)

# %% [markdown]
# To fill a Future is not to run the ones who wait for it: it only makes them ready. They run when
# your cell has given the loop back.
#
# **Predict.** A Future is filled once. What does it say to a second result?

# %%
print("A second result:")
try:
    found.set_result("shelf 4")
except asyncio.InvalidStateError:
    print("- InvalidStateError")
print("- the result is still", await found)

# %% [markdown]
# It can be awaited again, as often as you like, and gives the same result each time.
#
# ## What next
#
# What to remember is in the README of the lesson. The notebook `02_loop` has more about what runs
# when.
