import asyncio

from tornado.ioloop import IOLoop


def log_in(door, name, password):
    answer = asyncio.Future()
    IOLoop.current().add_callback(look, door, name, password, answer)
    return answer


def look(door, visitor, word, answer):
    print(f"looking for {visitor}")
    try:
        kept = door.account(visitor)
        fits = kept is not None and kept.matches(word)
    except PermissionError as locked:
        answer.set_exception(locked)
        return
    if fits:
        door.let_in(visitor)
    answer.set_result(fits)
