"""Pytest plugin: throw-away servers, up before Django's settings are read.

DATABASE_URL and REDIS_URL given from outside win. Otherwise a PostgreSQL without fsync and a Redis are
started for this run and thrown away after it; xdist workers inherit their addresses. pytest.ini asks for
`--no-migrations`; `--migrations` on the command line makes the test database by them.

To save the start while working: keep servers up with

    python -m orders_site.supervisor.throwaway DIR

and run the tests with ORDERS_TEST_SERVERS=DIR. Each run then makes a database of its own name;
ORDERS_TEST_DB=name fixes it, which lets `--reuse-db` skip the migrations (`--create-db` renews it).
"""

import gc
import os
import re
import shutil
import tempfile
from pathlib import Path

import pytest

from orders_site.supervisor import throwaway
from orders_site.supervisor.postgres import EXTENSIONS
from orders_site.translations import catalog

_started: list[throwaway.Servers] = []
_temporary: list[Path] = []


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config, parser, args):
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        gc.disable()  # reading thousands of tests makes no rubbish; until they are read
        _use_own_redis_database(int(worker.removeprefix("gw")) % 15 + 1)
        return
    os.environ["ORDERS_ENV"] = "test"
    catalog.compile_changed()
    folder = Path(tempfile.mkdtemp(prefix="orders-test-"))
    folder.chmod(0o755)  # the server may run as another user
    _temporary.append(folder)
    os.environ["ORDERS_DATA_DIR"] = str(folder / "data")
    if not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
        _provide_servers(folder)


def _provide_servers(folder: Path) -> None:
    shared = os.environ.get("ORDERS_TEST_SERVERS")
    if shared:
        urls = throwaway.read_urls(Path(shared))
        name = os.environ.get("ORDERS_TEST_DB") or f"run{os.getpid()}"
        urls["DATABASE_URL"] = urls["DATABASE_URL"].replace("/orders?", f"/{name}?")
        _set(urls)
        _use_own_redis_database(os.getpid() % 15 + 1)
        return
    servers = throwaway.Servers(folder)
    _started.append(servers)
    servers.start()
    _set(servers.urls())


def _set(urls: dict[str, str]) -> None:
    for key, value in urls.items():
        os.environ.setdefault(key, value)


def _use_own_redis_database(number: int) -> None:
    os.environ["REDIS_URL"] = re.sub(r"/\d+$", f"/{number}", os.environ["REDIS_URL"])


def pytest_configure(config):
    from django.db.models.signals import pre_migrate

    pre_migrate.connect(_create_extensions, dispatch_uid="orders test extensions")


def _create_extensions(using, **kwargs):
    """The tables are made without migrations (a quarter of their time), so nobody else creates these."""
    from django.db import connections

    with connections[using].cursor() as cursor:
        for extension in EXTENSIONS:
            cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Files with long tests first: where workers take file by file, no long one is left for the end."""
    long = {item.path for item in items if item.get_closest_marker("slow") or item.get_closest_marker("drill")}
    items.sort(key=lambda item: item.path not in long)


def pytest_collection_finish(session):
    """What was imported stays to the end: the collector need not walk over it after every few tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


def pytest_unconfigure(config):
    while _started:
        _started.pop().stop()
    while _temporary:
        shutil.rmtree(_temporary.pop(), ignore_errors=True)
