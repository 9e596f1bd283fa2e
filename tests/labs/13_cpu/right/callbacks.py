import asyncio
import threading


def log_in(door, name, password):
    loop = asyncio.get_running_loop()
    answer = loop.create_future()
    account = door.account(name)

    def told(right, error):
        if error is not None:
            answer.set_exception(error)
            return
        if right:
            door.let_in(name)
        answer.set_result(right)

    def work():
        try:
            right, error = account.matches(password), None
        except PermissionError as locked:
            right, error = False, locked
        loop.call_soon_threadsafe(told, right, error)

    if account is None:
        answer.set_result(False)
    else:
        threading.Thread(target=work).start()
    return answer
