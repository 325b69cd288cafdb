"""Advisory locks: one register of numbers."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections, transaction

from common import locks
from common.locks import Lock

_OWN_NUMBER = re.compile(r"\b727_?\d{3}\b")


def test_no_two_locks_share_a_number():
    assert len(set(Lock.__members__.values())) == len(Lock.__members__)  # an alias would be counted twice


def test_numbers_stand_in_the_register_only():
    root = Path(settings.BASE_DIR)
    rooms = ("common", "accounts", "segments", "customers", "products", "orders", "tasks", "orders_site")
    files = [path for room in rooms for path in (root / room).rglob("*.py") if "tests" not in path.parts]
    found = [path for path in files if _OWN_NUMBER.search(path.read_text(encoding="utf-8"))]
    assert [path.relative_to(root).as_posix() for path in found] == ["common/locks.py"]


@pytest.mark.django_db(transaction=True)
def test_who_holds_a_lock_keeps_others_from_it_but_not_from_another():
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [int(Lock.WRITE_IMPORT)])
        with transaction.atomic():
            assert not locks.take(Lock.WRITE_IMPORT)
            assert locks.take(Lock.RIGHTS)
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '1s'")
            locks.wait_for(Lock.SEAL_TRAIL)
    finally:
        other.close()
