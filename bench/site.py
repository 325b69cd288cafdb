"""The servers of a measurement: PostgreSQL, Redis, and gunicorns whose memory is watched."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.client import Connection

if TYPE_CHECKING:
    from orders_site.supervisor.postgres import Postgres
    from orders_site.supervisor.redis import Redis


@dataclass(frozen=True)
class Servers:
    """What all nodes of a site share."""

    postgres: "Postgres"
    redis: "Redis"


@contextmanager
def servers(folder: Path, address: str = "") -> Iterator[Servers]:
    """PostgreSQL (durable) and Redis of the bench, their addresses in the environment: this process works as the
    owner of the tables, the web servers as the role of the application. ``address``: PostgreSQL listens there, too."""
    from orders_site.supervisor.postgres import APP, OWNER, Postgres
    from orders_site.supervisor.redis import Redis

    postgres = Postgres(folder / "pg", folder / "s", folder / "postgres.log", durable=True, address=address)
    redis = Redis(folder / "redis", folder / "redis.log", durable=False)
    postgres.start()
    redis.start()
    os.environ.update(DATABASE_URL=postgres.url(APP), DATABASE_OWNER_URL=postgres.url(OWNER))
    os.environ.update(REDIS_URL=redis.url, ORDERS_DATA_DIR=str(folder))
    os.environ.update(ORDERS_API_RATE="1000000/min", ORDERS_LOG_LEVEL="WARNING", ORDERS_PROCESS="owner")
    try:
        yield Servers(postgres, redis)
    finally:
        redis.stop()
        postgres.stop()


def parser(about: str | None, calls: int) -> argparse.ArgumentParser:
    """What every measurement on a filled database is told: how many orders, where, how often each call is made."""
    found = argparse.ArgumentParser(description=about)
    found.add_argument("orders", type=int)
    found.add_argument("--folder", type=Path, default=None, help="kept between runs; default var/bench-<orders>")
    found.add_argument("--calls", type=int, default=calls)
    return found


@contextmanager
def filled(orders: int, folder: Path | None, settings: str = "bench.settings_app") -> Iterator[Path]:
    """The servers, Django set up, and a database of so many orders, that of ``folder`` where there is one already."""
    folder = (folder or Path("var") / f"bench-{orders}").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    with servers(folder):
        os.environ["DJANGO_SETTINGS_MODULE"] = settings
        import django
        from django.core.management import call_command

        django.setup()
        call_command("prepare")
        from bench import world

        world.build(orders)
        (folder / "orders").write_text(str(orders))
        yield folder


class Site:
    """One gunicorn with two workers."""

    def __init__(self, pid: int):
        self._pid = pid

    def forget_peak(self) -> None:
        """From here on the peak is measured anew."""
        for pid in self._workers():
            Path(f"/proc/{pid}/clear_refs").write_text("5")

    def peak(self) -> float:
        """The most memory a worker held since, in MB."""
        return max(peak_of(pid) for pid in self._workers())

    def _workers(self) -> list[int]:
        children = Path(f"/proc/{self._pid}/task/{self._pid}/children").read_text()
        return [int(pid) for pid in children.split()]


def peak_of(pid: int) -> float:
    """The most memory a process held since its program began, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


@contextmanager
def web(port: int, settings: str, ping: str) -> Iterator[Site]:
    """gunicorn with two workers, as the project runs it, under other settings."""
    environment = dict(os.environ, PORT=str(port), DJANGO_SETTINGS_MODULE=settings, ORDERS_PROCESS="web")
    environment.pop("DATABASE_OWNER_URL")
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "--log-level", "warning"]
    process = subprocess.Popen([*command, "orders_site.wsgi:application"], env=environment)
    try:
        for _attempt in range(200):
            try:
                Connection(port, {}).call("GET", ping)
                break
            except OSError:
                time.sleep(0.2)
        yield Site(process.pid)
    finally:
        process.terminate()
        process.wait(30)
