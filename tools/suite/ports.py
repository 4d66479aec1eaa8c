"""Free TCP ports on loopback: a taken one moves on to the next."""

import contextlib
import socket

from .errors import SuiteError

TRIES = 50


def free(port, host="127.0.0.1"):
    """Whether nobody listens on the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As the server will: a port in TIME_WAIT is free, one that is listened on is not.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def first_free(start, host="127.0.0.1", taken=()):
    """The first free port from ``start`` on, leaving out those in ``taken``."""
    for port in range(start, min(start + TRIES, 65536)):
        if port not in taken and free(port, host):
            return port
    raise _all_taken(start)


@contextlib.contextmanager
def reserved(cache, start, host="127.0.0.1"):
    """Within the block, a free port that no other checkout's block is given, even while nobody listens on it."""
    for port in range(start, min(start + TRIES, 65536)):
        with cache.lock(f"port-{port}", blocking=False) as mine:
            if mine and free(port, host):
                yield port
                return
    raise _all_taken(start)


def _all_taken(start):
    last = start + TRIES - 1
    return SuiteError(f"the ports {start} to {last} are all taken", "set PORT to the start of a free range")
