"""What the children of a server are kept apart by: made once for the server, and inherited.

What is wanted is a plan, a set of words. The namespaces of a plan are all made, or the server says
why not, and another one is started with a smaller plan. Every other layer is tried; those that are
in force are named in ``layers``.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import stat
import sys
from collections.abc import Callable

from looplab.sandbox.folder import emptied
from looplab.sandbox.wire import MAP_USERS, MAPPED, Hello

if sys.platform == "linux":
    from looplab.isolation import filesystem, landlock, libc, namespaces, privileges, seccomp, trees

# What there always is.
ALWAYS = ("process", "session", "rlimits", "wall-clock", "empty-folder")

# The mode of the folder where children have an account of their own, or none.
_ANYBODYS = 0o777

# Processes and threads together, of one run.
MOST_TASKS = 512


class Walls:
    """The layers of one server. ``alone``: it is the first process of its own namespace.

    ``folder`` is an empty one, for the children.
    """

    def __init__(self, folder: str, plan: set[str], control: socket.socket) -> None:
        self.folder = folder
        self.layers: tuple[str, ...] = ALWAYS
        self.alone = False
        self._plan = plan
        self._control = control
        self._nobody = False
        self._scope: int | None = None
        self._tasks: int | None = None
        self._children: int | None = None

    # ---- before anything is imported

    def enter_namespaces(self) -> None:
        """Move into those of the plan. Raises OSError where one of them cannot be had."""
        if sys.platform != "linux":
            return
        # Where memory runs out the machine ends this, and not whoever grades.
        with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
            file.write("1000")
        libc.prctl(libc.PR_SET_CHILD_SUBREAPER, 1)
        if "users" not in self._plan:
            return
        flags = namespaces.USERS | namespaces.NETWORK | namespaces.IPC | namespaces.HOST_NAME
        self.layers += ("user-namespace", "network-namespace", "ipc-namespace")
        if "files" in self._plan:
            flags |= namespaces.PROCESSES | namespaces.MOUNTS
            self.layers += ("process-namespace", "mount-namespace")
        namespaces.enter(flags)
        self._control.sendall(Hello(asks=MAP_USERS).to_line())
        if self._control.recv(1) != MAPPED:
            raise OSError("the namespace has no users")
        namespaces.loopback_up()
        if "files" in self._plan:
            self._be_the_first()
            above = filesystem.enter(self.folder, trees.readable(), trees.hidden())
            self.folder = os.path.join(above, "submission")

    def _be_the_first(self) -> None:
        """Go on as the first process of the namespace; what this one was only waits for it."""
        pid = os.fork()
        if pid:
            self._control.close()
            os.waitpid(pid, 0)
            os._exit(0)
        libc.prctl(libc.PR_SET_PDEATHSIG, signal.SIGKILL)
        self.alone = True

    # ---- after the last import

    def shut(self) -> None:
        """Restrict this process and all its children to what a run needs."""
        self._make_folder()
        if sys.platform != "linux":
            return
        if os.geteuid() == 0 and "account" in self._plan:
            self._try("other-account", self._check_nobody)
        if "users" in self._plan:
            self._try("task-limit", self._check_tasks)
        if not self.alone:
            with contextlib.suppress(OSError):
                # Opened now: later it may not be.
                self._children = os.open(f"/proc/self/task/{os.getpid()}/children", os.O_RDONLY)
        if "landlock" in self._plan:
            self._try("landlock", self._restrict_files)
            if not self.alone:
                self._try("signal-scope", self._make_scope)
        kept = [
            privileges.DAC_OVERRIDE, privileges.FOWNER, privileges.KILL,
            privileges.SETGID, privileges.SETUID,
        ]  # fmt: skip
        if "seccomp" in self._plan and seccomp.known():
            self._try("seccomp", self._refuse_calls)
        if "capabilities" in self._plan:
            self._try(
                "no-capabilities",
                lambda: privileges.keep_capabilities(kept if self._nobody else ()),
            )
            privileges.hide_memory()

    def _try(self, name: str, layer: Callable[[], None]) -> None:
        with contextlib.suppress(OSError):
            layer()
            self.layers += (name,)

    def _make_folder(self) -> None:
        os.makedirs(self.folder, exist_ok=True)
        os.chmod(self.folder, _ANYBODYS if self.alone else 0o700)
        os.chdir(self.folder)

    def _restrict_files(self) -> None:
        if self.alone:
            landlock.restrict(["/"], [os.path.dirname(self.folder)], devices=trees.DEVICES)
            return
        readable = trees.without_hidden(trees.readable(), trees.hidden())
        landlock.restrict(
            readable, [self.folder], listable=["/proc", *sys.path], devices=trees.DEVICES
        )

    def _make_scope(self) -> None:
        if not landlock.tells_processes_apart():
            raise OSError
        self._scope = landlock.scope()

    def _refuse_calls(self) -> None:
        filter = seccomp.program(
            os.uname().machine, network="users" in self._plan, changes=self.alone
        )
        seccomp.install(filter)

    def _check_nobody(self) -> None:
        """Whether nobody can read what a run may import; then the children are nobody."""

        def attempt() -> None:
            privileges.become_nobody()
            for path in sys.path:
                if os.path.isdir(path):
                    os.listdir(path)
            for module in ("os", "looplab", "tornado"):
                with open(str(sys.modules[module].__file__), "rb") as file:
                    file.read(1)

        _in_a_child(attempt)
        if not self.alone:
            os.chown(self.folder, namespaces.NOBODY, namespaces.NOBODY)
        self._nobody = True

    def _check_tasks(self) -> None:
        """Whether a limit on processes counts those in here, and those alone."""
        import resource

        def limited() -> None:
            self._become()
            # This account may have more than so many elsewhere.
            resource.setrlimit(resource.RLIMIT_NPROC, (6, 6))
            _in_a_child(lambda: None)

        def bounded() -> None:
            limited()
            begun: list[int] = []
            try:
                for _ in range(8):
                    begun.append(os.fork())
                    if not begun[-1]:
                        signal.pause()
            except BlockingIOError:
                return
            finally:
                for pid in begun:
                    os.kill(pid, signal.SIGKILL)
            raise OSError

        _in_a_child(limited)
        _in_a_child(bounded)
        self._tasks = MOST_TASKS

    def _become(self) -> None:
        if self._nobody:
            privileges.become_nobody()

    # ---- for each child

    def around_child(self) -> None:
        """In a child: what cannot be inherited. Raises OSError."""
        os.chdir(self.folder)
        if sys.platform != "linux":
            return
        if not self.alone:
            os.environ["TMPDIR"] = self.folder
        self._become()
        if self._tasks is not None:
            import resource

            resource.setrlimit(resource.RLIMIT_NPROC, (self._tasks, self._tasks))
        if self._scope is not None:
            landlock.enter_scope(self._scope)
        if not self.alone:
            # Should the server be lost, its child is not left.
            libc.prctl(libc.PR_SET_PDEATHSIG, signal.SIGKILL)

    def kill_children(self) -> None:
        """Kill all processes whose parent this one is; in a namespace all that there are."""
        if self.alone:
            with contextlib.suppress(OSError):
                os.kill(-1, signal.SIGKILL)
        elif self._children is not None:
            for word in os.pread(self._children, 1 << 16, 0).split():
                with contextlib.suppress(OSError):
                    os.kill(int(word), signal.SIGKILL)

    def leave(self) -> None:
        """The last child is gone: nothing is left behind."""
        with contextlib.suppress(OSError):
            self.clean()
            if not self.alone:
                os.chdir("/")
                os.rmdir(self.folder)

    def clean(self) -> bool:
        """Empty the folder for the next child. Whether that could be done."""
        above, name = os.path.split(self.folder)
        try:
            if not self.alone:
                with contextlib.suppress(OSError):
                    os.chmod(self.folder, 0o700)
                return emptied(self.folder)
            made = os.lstat(self.folder)
            as_before = stat.S_ISDIR(made.st_mode) and stat.S_IMODE(made.st_mode) == _ANYBODYS
            if as_before and os.listdir(above) == [name] and not os.listdir(self.folder):
                return True
            os.chdir("/")
            if not emptied(above):
                return False
            self._make_folder()
        except OSError:
            return False
        return True


def _in_a_child(attempt: Callable[[], None]) -> None:
    """Do it in a copy of this process, which is gone then. Raises OSError where it fails."""
    pid = os.fork()
    if pid == 0:
        try:
            attempt()
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(pid, 0)
    if status:
        raise OSError("it does not work")
