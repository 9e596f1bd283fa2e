"""The password is hashed on the loop, and then it is a TypeError: 'bool' object is not callable.

`account.matches(password)` with its brackets is a call: it runs here and now, and the thread is
asked to call True or False. Pass the function and its argument, and let the thread call it:
`run_in_executor(None, account.matches, password)`.
"""

from tornado.ioloop import IOLoop


async def log_in(door, name, password):
    account = door.account(name)
    if account is None:
        return False
    if not await IOLoop.current().run_in_executor(None, account.matches(password)):
        return False
    door.let_in(name)
    return True
