"""Child processes that die with their parent, and the ports they listen on."""

import ctypes
import os
import signal
import socket
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


class StartError(Exception):
    """Something could not be started; the message is for the person at the terminal."""


def follow_parent(death_signal: int = signal.SIGTERM) -> Callable[[], None]:
    """What a child runs before its program: a session of its own, and `death_signal` when this process dies."""
    parent = os.getpid()

    def before_exec() -> None:
        os.setsid()  # Ctrl-C reaches the supervisor only, which stops its children in order
        _libc.prctl(_PR_SET_PDEATHSIG, death_signal)
        if os.getppid() != parent:  # the parent died before the line above
            os._exit(1)

    return before_exec


def spawn(
    command: Sequence[str], log: Path, death_signal: int = signal.SIGTERM, **options: Any
) -> subprocess.Popen[bytes]:
    """Start a command in its own session, its output appended to `log`.

    The kernel sends it `death_signal` when this process dies, however that happens.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            preexec_fn=follow_parent(death_signal),
            **options,
        )


def stop(process: subprocess.Popen[bytes], stop_signal: int = signal.SIGTERM, patience: float = 15) -> None:
    """Ask a child to end, wait `patience` seconds, then end it and whatever it started."""
    if process.poll() is None:
        process.send_signal(stop_signal)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            pass
    end_group(process)
    process.wait(5)


def end_group(process: subprocess.Popen[bytes]) -> None:
    """End at once whatever is left of a child and of what it started: workers outlive a master that was killed."""
    try:
        os.killpg(process.pid, signal.SIGKILL)  # spawn() made it the leader of its group
    except (ProcessLookupError, PermissionError):
        pass


def is_port_free(port: int) -> bool:
    """Whether a server could listen on 127.0.0.1 and this port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def pick_port(preferred: int = 0) -> int:
    """The preferred port where it is free, else any free one."""
    if preferred and is_port_free(preferred):
        return preferred
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def tail(log: Path, size: int = 2000) -> str:
    """The end of a log, for an error message."""
    try:
        return log.read_text(encoding="utf-8", errors="replace")[-size:]
    except OSError:
        return ""
