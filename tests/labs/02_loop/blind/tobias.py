import asyncio
from functools import partial

# A queue already counts "things not yet done" and has join(), so I don't need an Event.
# Nobody ever takes anything out of it, only the count matters.
tickets = None
handles = {}


def done(cook, text):
    print(f'{cook}: {text}')
    del handles[cook]
    tickets.task_done()


def order(cook, seconds):
    global tickets
    if tickets is None:
        tickets = asyncio.Queue()
    tickets.put_nowait(cook)
    loop = asyncio.get_running_loop()
    loop.call_soon(print, f'{cook}: yes, chef!')
    handles[cook] = loop.call_later(seconds, partial(done, cook, 'ready!'))


def cancel(cook):
    handles[cook].cancel()
    done(cook, 'cancelled')


def closing_time():
    return tickets.join()
