"""What to write instead of a call that holds the loop."""

from __future__ import annotations

import re

_IN_A_THREAD = "await asyncio.to_thread({}, ...): a thread waits, and the loop is free"
_FETCH = "await AsyncHTTPClient().fetch(url): the loop is free until the answer is there"
_LOOK_UP = (
    "await asyncio.get_running_loop().getaddrinfo(host, port): it looks the name up in a thread"
)

_ADVICE = {
    "time.sleep": "await asyncio.sleep(seconds), or ask the loop to call you back with "
    "IOLoop.current().call_later(seconds, function)",
    "a loop that reads the clock": "await asyncio.sleep(seconds): it gives the loop away while "
    "you wait, and looks at no clock",
    "urllib.request.urlopen": _FETCH,
    "requests": _FETCH,
    "HTTPClient.fetch": _FETCH,
    "socket.getaddrinfo": _LOOK_UP,
    "socket.gethostbyname": _LOOK_UP,
    "socket.gethostbyname_ex": _LOOK_UP,
    "socket.gethostbyaddr": _LOOK_UP,
    "socket": "asyncio.open_connection(host, port), or tornado.tcpclient.TCPClient().connect(host, "
    "port), and await what you read",
    "lock.acquire": "async with lock, where lock is an asyncio.Lock: who waits for it gives the "
    "loop away",
    "Condition": "an asyncio.Condition, and await",
    "Event.wait": "await event.wait(), where event is an asyncio.Event",
    "Semaphore": "async with semaphore, where it is an asyncio.Semaphore",
    "Queue": "await queue.get(), where queue is an asyncio.Queue or a tornado.queues.Queue",
    "Future.result": "await asyncio.wrap_future(future): the loop is free until it is done",
    "Thread.join": _IN_A_THREAD.format("thread.join").replace(", ...", ""),
    "subprocess": "await asyncio.create_subprocess_exec(...), then await process.communicate()",
    "Popen": "await asyncio.create_subprocess_exec(...), then await process.communicate()",
    "os.system": "await asyncio.create_subprocess_shell(command), then await process.wait()",
    "input": "await asyncio.to_thread(input, prompt): a thread waits for the person, and the loop "
    "is free",
    "open": _IN_A_THREAD.format("read_the_file"),
    "file": _IN_A_THREAD.format("read_the_file"),
    "Path": _IN_A_THREAD.format("path.read_text").replace(", ...", ""),
    "Cursor": _IN_A_THREAD.format("query"),
    "Connection": _IN_A_THREAD.format("query"),
    "sqlite3": _IN_A_THREAD.format("query"),
    "hashlib": _IN_A_THREAD.format("hash_it")
    + " (a function of C that lets go of the interpreter)",
    "bcrypt": _IN_A_THREAD.format("hash_it") + " (a function of C that lets go of the interpreter)",
}

# For work that no call is responsible for.
COMPUTE = (
    "await loop.run_in_executor(ProcessPoolExecutor(), function): another process computes, and "
    "the loop is free"
)


def instead_of(call: str | None) -> str | None:
    """What to write instead of this call (``time.sleep``, ``Queue.get``); None if not known.

    The name itself counts first, then what it begins with: its class or its module.
    """
    if call is None:
        return None
    if call in _ADVICE:
        return _ADVICE[call]
    for beginning in (call.rpartition(".")[0], re.split(r"[.\s]", call)[0]):
        if beginning in _ADVICE:
            return _ADVICE[beginning]
    return None
