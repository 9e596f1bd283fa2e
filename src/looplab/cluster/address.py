"""Where a cluster is: what may be typed as its address, and the way there.

Whoever reaches a Dask scheduler can run any code on its workers, and by them on the grading's own
machine. So what leaves this machine is encrypted, and both sides show certificates (TLS).
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import ipaddress
import logging
import re
import warnings
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from looplab.judging import CannotGrade

# Real seconds: to reach a scheduler, and for the first of its workers to be there.
REACH, FIRST_WORKER = 10.0, 10.0

_EXTRA = "grading on a cluster needs Dask: pip install 'looplab[dask]'"
_FORMS = (
    "it is tcp://127.0.0.1:8786 for a scheduler on this machine, tls://HOST:8786 for one elsewhere,"
    " or local:2 to start two workers here"
)
_TLS = (
    "start the scheduler with dask scheduler --protocol tls --tls-ca-file CA.pem --tls-cert C.pem "
    "--tls-key K.pem, and the workers likewise"
)
_NAMED = (
    "name the certificates in the environment: DASK_DISTRIBUTED__COMM__TLS__CA_FILE, "
    "DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT and DASK_DISTRIBUTED__COMM__TLS__CLIENT__KEY"
)


def checked(address: str) -> int | str:
    """How many workers to start here, or where a scheduler is. Raises CannotGrade."""
    kind, _, count = address.partition(":")
    if kind == "local":
        if count.isascii() and count.isdigit() and 1 <= int(count) <= 256:
            return int(count)
        raise CannotGrade(f"{address!r} names no number of workers: {_FORMS}")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        port = None
    if port is None or not parts.hostname or parts.scheme not in ("tcp", "tls"):
        raise CannotGrade(f"{address!r} is no address of a cluster: {_FORMS}")
    if parts.scheme == "tcp" and not _is_loopback(parts.hostname):
        raise CannotGrade(
            f"{address} leads off this machine and is not encrypted: {_TLS}, and write "
            f"--cluster tls://{parts.netloc}; {_NAMED}"
        )
    return address


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


@contextlib.contextmanager
def client_of(address: str) -> Iterator[Any]:
    """A Dask client of the cluster at this address, with a worker or more. Raises CannotGrade."""
    where = checked(address)
    if importlib.util.find_spec("distributed") is None:
        raise CannotGrade(_EXTRA)
    with _quiet(), contextlib.ExitStack() as stack:
        if isinstance(where, int):
            client = stack.enter_context(_started(where))
        else:
            client = stack.enter_context(_reached(where))
            refuse_the_open(where, _listening(client))
        yield client


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """What goes wrong in Dask is said here, in words; its own log is for its developers."""
    _dask()  # makes its loggers, each with a level of its own
    loggers = [
        logging.getLogger(name)
        for name in list(logging.root.manager.loggerDict)
        if name.partition(".")[0] in ("distributed", "tornado", "asyncio")
    ]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            # That versions differ is told by looplab, and ends the grading.
            warnings.filterwarnings("ignore", module=r"distributed\..*")
            yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


@contextlib.contextmanager
def _started(count: int) -> Iterator[Any]:
    """Workers on this machine, for as long as it takes.

    Encrypted here too: all accounts of a machine, and programs in ``basic`` isolation, can connect
    to a port of it.
    """
    dask = _dask()
    try:
        cluster = dask.LocalCluster(
            n_workers=count,
            threads_per_worker=1,
            host="127.0.0.1",
            security=True,
            # Its pages for people are not wanted, and come at a port of their own in any case.
            dashboard_address="127.0.0.1:0",
            scheduler_kwargs={"dashboard": False},
            preload=["looplab.cluster.worker"],
            silence_logs=logging.CRITICAL + 1,
        )
    except ImportError as reason:
        raise CannotGrade(f"{_EXTRA} ({reason})") from None
    except (OSError, TimeoutError, RuntimeError) as reason:
        raise CannotGrade(f"workers cannot be started on this machine: {reason}") from None
    with cluster, dask.Client(cluster, set_as_default=False) as client:
        yield client


@contextlib.contextmanager
def _reached(address: str) -> Iterator[Any]:
    """The scheduler at an address, with a worker or more. Raises CannotGrade."""
    dask = _dask()
    encrypted = address.startswith("tls:")
    try:
        security = dask.Security(**({"require_encryption": True} if encrypted else {}))
        if encrypted and not (security.tls_ca_file and security.tls_client_cert):
            raise CannotGrade(f"{address} is encrypted: {_NAMED}")
        client = dask.Client(address, security=security, timeout=REACH, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as reason:
        start = _TLS if encrypted else "start one with dask scheduler --host 127.0.0.1"
        also = "its certificates and these may not belong together; or " if encrypted else ""
        raise CannotGrade(
            f"there is no Dask scheduler to be reached at {address} ({_in_words(reason)}): "
            f"{also}{start}"
        ) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=FIRST_WORKER)
        except TimeoutError:
            raise CannotGrade(
                f"the scheduler at {address} has no workers: start some with dask worker {address} "
                "--nthreads 1, on machines that have looplab"
            ) from None
        yield client


def _in_words(reason: Exception) -> str:
    """Dask's reason, without the objects that had a part in it."""
    told = reason.__cause__ or reason
    first = (str(told).splitlines() or [type(told).__name__])[0]
    return re.sub(r"in <[^<>]*>: ", "", first)


def refuse_the_open(address: str, listening: Iterable[tuple[str, str]]) -> None:
    """Refuse a cluster of which a part listens to the network without TLS. Raises CannotGrade.

    ``listening``: who does, and where.
    """
    for who, where in listening:
        parts = urlsplit(where)
        if parts.scheme != "tls" and not _is_loopback(parts.hostname):
            raise CannotGrade(
                f"the {who} of {address} listens at {where}, open to the network and not "
                f"encrypted: start it with --host 127.0.0.1, or {_TLS}"
            )


def _listening(client: Any) -> Iterable[tuple[str, str]]:
    yield "scheduler", client.scheduler_info()["address"]
    for worker in client.nthreads():
        yield "worker", worker


def _dask() -> Any:
    """Dask's package, which is there only with the extra, and has no types to speak of."""
    return importlib.import_module("distributed")
