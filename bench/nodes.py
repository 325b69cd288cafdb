"""Machines of the site on this one: each with web server, worker and clock; a replica and a mail server beside them."""

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
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAMES = ("A", "B")
_GOSSIP = ["--without-mingle", "--without-gossip"]


class Node:
    """A machine of the site: its processes, its data folder, its port."""

    def __init__(self, name: str, folder: Path):
        from orders_site.supervisor import process

        self.name, self.folder, self.port = name, folder / name, process.pick_port()
        self.children: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)  # what was there the last time
        web = self._environment("web")
        celery = ["-m", "celery", "-A", "orders_site"]
        self._spawn("web", ["-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "orders_site.wsgi:application"], web)
        job = self._environment("worker")
        self._spawn("worker", [*celery, "worker", "-l", "INFO", "-c", "1", "-n", f"{self.name}@site", *_GOSSIP], job)
        self._spawn("beat", [*celery, "beat", "-l", "INFO", "-s", str(self.folder / "beat"), "--pidfile="], job)

    def _environment(self, kind: str) -> dict[str, str]:
        own = {"PORT": str(self.port), "ORDERS_DATA_DIR": str(self.folder), "WEB_CONCURRENCY": "1"}
        merged = dict(os.environ, ORDERS_PROCESS=kind, ORDERS_LOG_LEVEL="INFO", **own)
        merged.pop("DATABASE_OWNER_URL", None)
        return merged

    def _spawn(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        from orders_site.supervisor import process

        log = self.folder / f"{name}.log"
        self.children.append(process.spawn([sys.executable, *command], log, env=environment))

    def answers(self) -> bool:
        return call(self.port, "GET", "/healthz", {})[0] == 200

    def leads(self) -> bool:
        """Whether its clock has said that it wakes the jobs."""
        return "clock_leads" in (self.folder / "beat.log").read_text(errors="replace")

    def kill(self) -> None:
        """As when the machine loses its power: nobody of it says good-bye."""
        for child in self.children:
            os.killpg(child.pid, signal.SIGKILL)  # process.spawn made it the leader of its group
        for child in self.children:
            child.wait(10)

    def stop(self) -> None:
        from orders_site.supervisor import process

        for child in self.children:
            child.terminate()
        for child in self.children:
            process.stop(child)


def call(port: int, method: str, path: str, headers: dict[str, str], body: str | None = None) -> tuple[int, Any]:
    """Status and JSON of a request; (0, None) where nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, body, headers)
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

    def start(self) -> None:
        from django.db import connection

        from orders_site.supervisor.postgres import SUPERUSER, find_binaries

        place = self.server.place
        shutil.rmtree(place.data, ignore_errors=True)  # that of the last time
        copy = [*place.prefix, str(find_binaries() / "pg_basebackup"), "-h", connection.settings_dict["HOST"]]
        copy += ["-U", SUPERUSER, "-D", str(place.data), "-R", "-X", "stream", "--checkpoint=fast", "--no-sync"]
        subprocess.run(copy, check=True, capture_output=True, cwd="/", **place.as_user)
        place.data.chmod(0o700)
        self.server.start()

    def look(self) -> None:
        """Note how many seconds it is behind, where that is more than before."""
        self.behind = max(self.behind, float(self._asked("SELECT count(*) FROM pg_stat_wal_receiver") and self._lag()))

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
def stand(folder: Path) -> Iterator[tuple[list[Node], Replica, Any]]:
    """Two nodes, the replica and the mail server, all up."""
    from aiosmtpd.controller import Controller

    from orders_site.supervisor import process

    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=process.pick_port())
    controller.start()
    os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{controller.port}"
    replica, nodes = Replica(folder), [Node(name, folder) for name in NAMES]
    try:
        replica.start()
        for node in nodes:
            node.start()
        wait_for(lambda: all(node.answers() for node in nodes), 120)
        yield nodes, replica, mailbox
    finally:
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
