"""Names that honest work on a lab does not need, and what there is to say of each."""

from __future__ import annotations

import re

MODULES = {
    "looplab": "imports looplab",
    "gc": "imports gc, which finds the objects of others",
    "ctypes": "imports ctypes, which reads and writes memory",
    "_ctypes": "imports ctypes, which reads and writes memory",
    "importlib": "imports importlib",
    "builtins": "imports builtins, which replaces what everybody uses",
    "__main__": "imports the program that runs it",
    "driver": "imports the driver that runs it",
    "subprocess": "starts other processes",
    "multiprocessing": "starts other processes",
    "pytest": "imports pytest",
    "_thread": "imports _thread",
    "posix": "imports posix, which is os by another name",
    "faulthandler": "writes to a file descriptor",
    "runpy": "runs text as a program",
    "timeit": "runs text as a program",
    "mock": "replaces something in another module",
    "marshal": "runs text as a program",
    "pickle": "runs text as a program",
    "code": "runs text as a program",
    "pkgutil": "imports by hand",
    "pydoc": "imports by hand",
}
# All that a lab may need; whatever else there is may run text, or import by names in quotes.
ALLOWED = set(
    "__future__ abc argparse array asyncio atexit base64 bcrypt bisect calendar collections "
    "colorsys concurrent contextlib contextvars copy csv dataclasses datetime decimal difflib "
    "email enum errno fnmatch fractions functools getpass glob gzip hashlib heapq hmac html "
    "http inspect io ipaddress itertools json locale logging math mimetypes numbers operator "
    "os pathlib platform pprint psycopg queue random re reprlib sched secrets select "
    "selectors shlex shutil signal socket socketserver sqlite3 ssl stat statistics string "
    "struct submission sys tempfile textwrap threading time tornado traceback types "
    "typing typing_extensions unicodedata urllib uuid warnings weakref zlib zoneinfo".split()
)
# Packages whose modules are known by asking; the others have none that matter.
PACKAGES = {"asyncio", "concurrent", "http", "logging", "tornado", "urllib"}
ATTRIBUTES = {
    ("sys", "modules"): "looks through sys.modules",
    ("sys", "_getframe"): "looks at the frames of its callers",
    ("sys", "_current_frames"): "looks at the frames of other threads",
    ("sys", "settrace"): "traces the process it runs in",
    ("sys", "setprofile"): "traces the process it runs in",
    ("sys", "meta_path"): "changes how modules are imported",
    ("sys", "path"): "changes where modules are found",
    ("sys", "stdout"): "handles sys.stdout itself",
    ("os", "write"): "writes to a file descriptor",
    ("os", "fdopen"): "opens a file descriptor",
    ("os", "dup2"): "replaces a file descriptor",
    ("os", "close"): "closes a file descriptor",
    ("os", "_exit"): "leaves the process with os._exit",
    ("os", "abort"): "aborts the process",
    ("os", "kill"): "sends signals",
    ("os", "fork"): "starts other processes",
    ("os", "system"): "starts other processes",
}
# Of these modules everything else is to be looked at as well.
ORDINARY = {
    "sys": set("argv exit exc_info stderr version version_info platform maxsize getsizeof".split()),
    "os": set("path environ getenv getpid cpu_count urandom getcwd name".split()),
    # It looks into other frames, too; but what is awaitable is asked by honest work.
    "inspect": set(
        "isawaitable iscoroutine iscoroutinefunction isasyncgen isasyncgenfunction isgenerator "
        "isgeneratorfunction isfunction ismethod isclass signature".split()
    ),
}
ELSEWHERE = {"sys", "os", "gc", "ctypes", "inspect", "importlib", "builtins"}
NAMES = {
    "eval": "runs text as a program",
    "exec": "runs text as a program",
    "compile": "runs text as a program",
    "__import__": "imports by hand",
    "__builtins__": "handles the built-in names itself",
    "__loader__": "imports by hand",
    "__spec__": "imports by hand",
    "globals": "looks into its own namespace",
    "locals": "looks into its own namespace",
    "vars": "looks through what an object holds",
    "breakpoint": "imports by hand",
    "open": "opens a file",
}
# Wherever they come from: they reach what has another name than the program says.
REACHING = {
    "import_object": "imports by hand",
    "exec_in": "runs text as a program",
    "attrgetter": "reaches for attributes by names in quotes",
    "methodcaller": "reaches for attributes by names in quotes",
    "get_type_hints": "runs text as a program",
    "get_field": "reaches for attributes by names in quotes",
    "settrace": "traces the process it runs in",
    "setprofile": "traces the process it runs in",
    "settrace_all_threads": "traces the process it runs in",
    "setprofile_all_threads": "traces the process it runs in",
    "walk_stack": "looks at the frames of its callers",
    "walk_tb": "looks at the frames of its callers",
    "get_stack": "looks at the frames of its callers",
    "update_wrapper": "copies what an object holds",
    "make_dataclass": "makes classes by names in quotes",
    "singledispatch": "runs text as a program",
    "singledispatchmethod": "runs text as a program",
    "eval_str": "runs text as a program",
    "FunctionType": "makes functions by hand",
    "CodeType": "makes functions by hand",
    "MethodType": "makes functions by hand",
    "BaseConfigurator": "imports by hand",
    "dictConfig": "imports by hand",
    "fileConfig": "imports by hand",
    "FileIO": "opens a file descriptor",
    "fromfd": "opens a file descriptor",
    "PipeIOStream": "opens a file descriptor",
}
FILES = {"read_text", "read_bytes", "write_text", "write_bytes"}
HIDDEN = set(
    "__globals__ __subclasses__ __code__ __closure__ __self__ __builtins__ __bases__ "
    "f_back f_globals f_locals f_builtins tb_frame cr_frame gi_frame ag_frame".split()
)
# By these names what runs the program hangs on what the program has.
ENGINES = {"_recorder", "_world"}
# What reaches for a name that it is told; in a call it can be seen which.
BY_NAME = {"getattr", "setattr", "delattr"}
# Names with an underscore that are there to be used: gettext's, a handler's, a named tuple's.
LOOKED_AT = set(
    "_ _finished _headers_written _reason _status_code _asdict _fields _make _replace".split()
)
# Names with two that honest work may ask for.
ASKED_FOR = set(
    "__init__ __new__ __post_init__ __call__ __class__ __name__ __qualname__ __module__ "
    "__doc__ __version__ __file__ __enter__ __exit__ __aenter__ __aexit__ __iter__ __next__ "
    "__aiter__ __anext__ __await__ __len__ __contains__ __getitem__ __setitem__ __eq__ __lt__ "
    "__hash__ __str__ __repr__ __format__ __cause__ __context__ __traceback__ __notes__ "
    "__dict__".split()
)
# And these it may give to classes of its own.
DEFINED = (ASKED_FOR - {"__class__", "__dict__"}) | set(
    "__slots__ __all__ __author__ __del__ __bool__ __int__ __float__ __index__ __abs__ "
    "__neg__ __add__ __radd__ __iadd__ __sub__ __rsub__ __isub__ __mul__ __rmul__ __truediv__ "
    "__floordiv__ __mod__ __and__ __or__ __xor__ __le__ __gt__ __ge__ __ne__ __delitem__ "
    "__missing__ __reversed__ __round__".split()
)

# Of these a program has none, whatever it calls its own.
THEIRS = ENGINES | set(
    "_sys _os _run_once _ready _scheduled _selector _clock_resolution _process_events "
    "_add_callback _coro _fut_waiter _must_cancel _tstate_lock _ready_at _set_at".split()
)
# In quotes these are no words of a lab.
QUOTED = re.compile(r"\b(?:" + "|".join(sorted(HIDDEN | ENGINES)) + r"|looplab)\b|\b(?:os|sys)\.\w")
INNER = {
    ("tornado", "template"): "runs text as a program",
    ("unittest", "mock"): "replaces something in another module",
    ("string", "Formatter"): "reaches for attributes by names in quotes",
}
