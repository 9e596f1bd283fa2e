"""Log in without any coroutine: a thread of its own and a Future."""

import asyncio
import threading


class LogIn:
    def __init__(self, door, name, password):
        self.door = door
        self.name = name
        self.password = password
        self.loop = asyncio.get_event_loop()
        self.answer = self.loop.create_future()

    def start(self):
        self.account = self.door.account(self.name)
        if self.account is None:
            self.answer.set_result(False)
        else:
            threading.Thread(target=self._hash, daemon=True).start()
        return self.answer

    def _hash(self):
        # here we are in the thread! hands off the door and off the Future
        try:
            ok = self.account.matches(self.password)
        except Exception as error:
            self.loop.call_soon_threadsafe(self._failed, error)
        else:
            self.loop.call_soon_threadsafe(self._hashed, ok)

    def _hashed(self, ok):
        if self.answer.cancelled():
            return
        if ok:
            self.door.let_in(self.name)
        self.answer.set_result(ok)

    def _failed(self, error):
        if not self.answer.cancelled():
            self.answer.set_exception(error)


def log_in(door, name, password):
    return LogIn(door, name, password).start()
