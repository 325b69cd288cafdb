"""Machines of the site on this one: each with web server, worker and clock; a replica and a mail server beside them.

They are processes of this machine, or stand in a network of their own each (``Network``), whose cable can be pulled.
"""

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from bench.network import NAMES, Network

_GOSSIP = ["--without-mingle", "--without-gossip"]


class Node:
    """A machine of the site: its processes, its data folder, its address and port."""

    def __init__(self, name: str, folder: Path, network: Network | None = None):
        from orders_site.supervisor import process

        self.name, self.folder, self.port = name, folder / name, process.pick_port()
        space, self.host = network.places[name] if network else ("", "127.0.0.1")
        self._inside = ["ip", "netns", "exec", space] if network else []
        self.children: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)  # what was there the last time
        self.start_web()
        self.start_worker()
        celery = ["-m", "celery", "-A", "orders_site"]
        beat = [*celery, "beat", "-l", "INFO", "-s", str(self.folder / "beat"), "--pidfile="]
        self._spawn("beat", beat, self._environment("worker"))

    def start_web(self) -> None:
        """Its web server alone."""
        address = f"{self.host}:{self.port}"
        command = ["-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "-b", address, "orders_site.wsgi:application"]
        self._spawn("web", command, self._environment("web"))

    def start_worker(self) -> None:
        """Also again, as systemd does it after a death (``Restart=always``)."""
        command = ["-m", "celery", "-A", "orders_site", "worker", "-l", "INFO", "-c", "1", "-n", f"{self.name}@site"]
        self._spawn("worker", [*command, *_GOSSIP], self._environment("worker"))

    def _environment(self, kind: str) -> dict[str, str]:
        own = {"PORT": str(self.port), "ORDERS_DATA_DIR": str(self.folder), "WEB_CONCURRENCY": "1"}
        merged = dict(os.environ, ORDERS_PROCESS=kind, ORDERS_LOG_LEVEL="INFO", **own)
        merged["DATABASE_URL"] = os.environ.get("DRILL_DATABASE_URL") or os.environ["DATABASE_URL"]
        merged["REDIS_URL"] = os.environ.get("DRILL_REDIS_URL") or os.environ["REDIS_URL"]
        merged.pop("DATABASE_OWNER_URL", None)
        return merged

    def _spawn(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        from orders_site.supervisor import process

        words = [*self._inside, sys.executable, *command]
        self.children[name] = process.spawn(words, self.folder / f"{name}.log", env=environment)

    def answers(self) -> bool:
        return call(self, "GET", "/healthz", {})[0] == 200

    def leads(self) -> bool:
        """Whether its clock has said that it wakes the jobs."""
        return "clock_leads" in (self.folder / "beat.log").read_text(errors="replace")

    def kill(self, *names: str) -> None:
        """As when the machine loses its power: nobody of it says good-bye. ``names``: only these of its processes."""
        for child in [self.children[name] for name in names or self.children]:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)  # process.spawn made it the leader of its group
            child.wait(10)

    def stop(self) -> None:
        from orders_site.supervisor import process

        for child in self.children.values():
            child.terminate()
        for child in self.children.values():
            process.stop(child)


def call(node: Node, method: str, path: str, headers: dict[str, str], body: str | None = None) -> tuple[int, Any]:
    """Status and JSON of a request; (0, None) where nobody answers."""
    connection = http.client.HTTPConnection(node.host, node.port, timeout=10)
    try:
        connection.request(method, path, body, {"Host": f"localhost:{node.port}", **headers})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b"null")
    except (OSError, ValueError, http.client.HTTPException):
        return 0, None
    finally:
        connection.close()


class Replica:
    """A copy of the database that follows its log."""

    def __init__(self, folder: Path):
        from orders_site.supervisor.postgres import Postgres

        self.server = Postgres(folder / "replica", folder / "r", folder / "replica.log", durable=False)
        self.behind = 0.0
        self.is_there = False

    def start(self) -> None:
        from django.db import connection

        from orders_site.supervisor.postgres import SUPERUSER, find_binaries

        place = self.server.place
        shutil.rmtree(place.data, ignore_errors=True)  # that of the last time
        copy = [*place.prefix, str(find_binaries() / "pg_basebackup"), "-h", connection.settings_dict["HOST"]]
        copy += ["-U", SUPERUSER, "-D", str(place.data), "-R", "-X", "stream", "--checkpoint=fast", "--no-sync"]
        subprocess.run(copy, check=True, capture_output=True, cwd="/", **place.as_user)
        place.data.chmod(0o700)
        self.again()

    def again(self) -> None:
        """Start it, or start it again: it goes on where it was."""
        self.server.start()
        self.is_there = True

    def kill(self) -> None:
        """It is gone from one moment to the next."""
        self.is_there = False
        child = self.server.child
        assert child is not None
        os.killpg(child.pid, signal.SIGQUIT)  # immediate: no checkpoint, no good-bye, and no orphans
        child.wait(20)

    def look(self) -> None:
        """Note how many seconds it is behind, where that is more than before."""
        if self.is_there:
            follows = self._asked("SELECT count(*) FROM pg_stat_wal_receiver")
            self.behind = max(self.behind, self._lag() if follows else 0.0)

    def _lag(self) -> float:
        """By the heartbeat of the log: what was written there, and when it was written here."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_wal_lsn()")
            wanted, began = cursor.fetchone()[0], time.monotonic()
        while not self._asked(f"SELECT pg_last_wal_replay_lsn() >= '{wanted}'") and time.monotonic() - began < 30:
            time.sleep(0.005)
        return time.monotonic() - began

    def has(self, table: str, rows: int) -> bool:
        """Whether it has come to hold so many rows, within half a minute."""
        until = time.monotonic() + 30
        while self._asked(f"SELECT count(*) FROM {table}") != rows:
            if time.monotonic() > until:
                return False
            time.sleep(0.1)
        return True

    def _asked(self, text: str) -> Any:
        from contextlib import closing

        with closing(self.server._connect("orders")) as session, session.cursor() as cursor:
            cursor.execute(text)
            return cursor.fetchone()[0]


class Mailbox:
    """Takes every mail after a moment, and counts it by its Message-ID."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        import asyncio
        from email import message_from_bytes

        await asyncio.sleep(0.02)
        self.taken[str(message_from_bytes(envelope.content)["Message-ID"])] += 1
        return "250 OK"


@contextmanager
def stand(folder: Path, network: Network | None = None) -> Iterator[tuple[list[Node], Replica, Any]]:
    """Two nodes, the replica and the mail server, all up."""
    from aiosmtpd.controller import Controller

    from orders_site.supervisor import process
    from orders_site.supervisor.postgres import APP

    mailbox, home = Mailbox(), network.HOME if network else "127.0.0.1"
    controller = Controller(mailbox, hostname=home, port=process.pick_port())
    controller.start()
    os.environ["EMAIL_URL"] = f"smtp://{home}:{controller.port}"
    replica, nodes = Replica(folder), [Node(name, folder, network) for name in NAMES]
    try:
        replica.start()
        os.environ["DATABASE_REPLICA_URL"] = replica.server.url(APP)
        for node in nodes:
            node.start()
        wait_for(lambda: all(node.answers() for node in nodes), 180)
        yield nodes, replica, mailbox
    finally:
        os.environ.pop("DATABASE_REPLICA_URL", None)
        for node in nodes:
            node.stop()
        replica.server.stop()
        controller.stop()


def wait_for(is_so: Any, patience: float) -> bool:
    """Whether it came to be so."""
    until = time.monotonic() + patience
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(0.2)
    return True
