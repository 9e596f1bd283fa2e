from concurrent.futures import ThreadPoolExecutor

from tornado.ioloop import IOLoop

WORKERS = ThreadPoolExecutor(6)


class LogIn:
    def __init__(self, entrance, who, word):
        self.entrance, self.who, self.word = entrance, who, word

    def __call__(self):
        kept = self.entrance.account(self.who)
        fits = bool(kept) and kept.matches(self.word)
        if fits:
            print("it fits")
            self.entrance.let_in(self.who)
        return fits


def log_in(*args):
    return IOLoop.current().run_in_executor(WORKERS, LogIn(*args))
