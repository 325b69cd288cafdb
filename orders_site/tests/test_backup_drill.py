"""Backup, restore and recovery to a point in time, each done for real."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import psycopg2
import pytest

from common import going_back
from orders_site.environment import BASE_DIR, VARIABLES
from orders_site.supervisor.postgres import APP, OWNER, SUPERUSER, Postgres
from orders_site.tests.site import wait_until, with_tables

pytestmark = [pytest.mark.drill, pytest.mark.timeout(400)]


class Installation:
    """A database and a data folder, worked on by management commands only."""

    def __init__(self, folder, postgres: Postgres):
        self.folder, self.postgres = folder, postgres
        clean = {key: value for key, value in os.environ.items() if key not in VARIABLES}
        self.environment = clean | {
            "ORDERS_DATA_DIR": str(folder / "var"),
            "DATABASE_URL": postgres.url(APP),
            "DATABASE_OWNER_URL": postgres.url(OWNER),
            "REDIS_URL": "redis://127.0.0.1:1/0",
        }

    def manage(self, *arguments, fails=False) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert bool(done.returncode) == fails, done.stdout + done.stderr
        return (done.stderr if fails else done.stdout).strip()

    def python(self, statement) -> str:
        """A statement inside the application, as its own role."""
        names = "from accounts.people import operations, queries; from accounts.people.models import Department;"
        names += " from accounts.trail import redacting; from common import clock;"
        return self.manage("shell", "-c", f"{names} me = queries.system_user(); now = clock.now(); {statement}")

    def sql(self, statement, role=SUPERUSER):
        connection = psycopg2.connect(self.postgres.url(role))
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            rows = cursor.fetchall() if cursor.description else []
        connection.close()
        return rows

    def add_event(self, kind: str) -> None:
        self.sql(
            "INSERT INTO common_event (at, kind, door, request_id, subject_type, subject_number, reason, data)"
            f" VALUES (now(), '{kind}', '', '', '', '', '', '{{}}')"
        )

    def events(self) -> list[str]:
        return [row[0] for row in self.sql("SELECT kind FROM common_event ORDER BY id")]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("i")
    with_tables(folder / "pg")
    postgres = Postgres(folder / "pg", folder / "s", folder / "log", durable=False, archive=folder / "archive")
    postgres.start()
    result = Installation(folder, postgres)
    result.manage("prepare")
    yield result
    postgres.stop()


@pytest.fixture
def installation(prepared):
    prepared.sql("TRUNCATE common_event")
    shutil.rmtree(prepared.folder / "var" / "media", ignore_errors=True)
    return prepared


_NAME = "operations.create_department(actor=me, code='{code}', name='{name}', kind='SALES', at=now)"
_REDACT = (
    "redacting.redact(table='accounts_department', columns=['name'], reason='Request 7', actor=me, at=now,"
    " row_ids=list(Department.objects.filter(code='{code}').values_list('pk', flat=True)))"
)
_TOLD = "SELECT count(*) FROM accounts_trailrow WHERE changes::text LIKE '%{name}%'"


def test_a_backup_brings_back_rows_and_files(installation):
    uploads = installation.folder / "var" / "media"
    uploads.mkdir()
    (uploads / "contract.txt").write_text("signed")
    installation.add_event("before")
    backup = installation.manage("backup", "--to", installation.folder / "backups")

    installation.add_event("after")
    (uploads / "contract.txt").write_text("lost")
    installation.sql("CREATE TABLE later (id int)")
    installation.manage("restore", backup, "--replace")

    assert installation.events() == ["before", "system.restored"]
    [before], [told] = installation.sql("SELECT id FROM common_event ORDER BY id")
    assert told > before + going_back.STEP  # no number is given twice that a receiver may know already
    assert installation.sql("SELECT max(position) FROM common_event") > [(going_back.STEP,)]
    assert (uploads / "contract.txt").read_text() == "signed"
    assert installation.sql("SELECT to_regclass('later')") == [(None,)]
    kept = next(uploads.parent.glob("media.before-restore-*"))
    assert (kept / "contract.txt").read_text() == "lost"
    assert installation.sql("SELECT count(*) >= 0 FROM common_event", role=APP) == [(True,)]  # rights are back too
    installation.manage("migrate", "--check")


def test_a_drill_restores_beside_what_is_there_and_is_noted(installation):
    installation.python("operations.create_department(actor=me, code='D1', name='One', kind='SALES', at=now)")
    backup = installation.manage("backup")
    assert "tables" in installation.manage("restore_drill")
    [[state, folder, tables]] = installation.sql(
        "SELECT state, parameters->>'folder', (result->>'tables')::int FROM common_job WHERE kind = 'restore-drill'"
    )
    assert state == "DONE" and folder in backup and tables > 100
    assert not installation.sql("SELECT datname FROM pg_database WHERE datname LIKE 'orders_drill%'")
    (path := Path(backup) / "database.dump").write_bytes(path.read_bytes()[:-100])
    assert "is damaged" in installation.manage("restore_drill", backup, fails=True)
    failed = installation.sql("SELECT error FROM common_job WHERE kind = 'restore-drill' AND state = 'FAILED'")
    assert len(failed) == 1 and "is damaged" in failed[0][0]


def test_what_was_redacted_since_the_backup_is_redacted_again(installation):
    """As the application's role, which may redact."""
    installation.python(_NAME.format(code="ZZ", name="Wang Xiaoming"))
    backup = installation.manage("backup")
    installation.python(_REDACT.format(code="ZZ"))
    told = _TOLD.format(name="Wang Xiaoming")
    assert installation.sql(told) == [(0,)]
    said = installation.manage("restore", backup, "--replace")
    assert "redacted again" in said and "1 redactions since then were done again" in said
    assert installation.sql(told) == [(0,)]
    assert "rows redacted, each as the trail tells" in installation.manage("verify_trail")
    assert "0 redactions since then" in installation.manage("went_back")


def test_a_restore_asks_before_it_destroys(installation):
    backup = installation.manage("backup", "--to", installation.folder / "backups")
    installation.add_event("kept")
    assert "--replace" in installation.manage("restore", backup, fails=True)
    assert installation.events() == ["kept"]


def test_a_damaged_backup_is_refused_and_nothing_is_touched(installation):
    backup = installation.manage("backup", "--to", installation.folder / "backups")
    installation.add_event("kept")
    with open(os.path.join(backup, "database.dump"), "ab") as dump:
        dump.write(b"x")
    assert "is damaged: database.dump" in installation.manage("restore", backup, "--replace", fails=True)
    assert installation.events() == ["kept"]


def test_a_restore_that_fails_half_way_changes_nothing(installation):
    backup = installation.folder / "backups" / "broken"
    made = installation.manage("backup", "--to", installation.folder / "backups")
    os.rename(made, backup)
    installation.add_event("kept")
    dump = backup / "database.dump"
    dump.write_bytes(dump.read_bytes()[:-2000])  # cut short: the end of the data is missing
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["sha256"]["database.dump"] = hashlib.sha256(dump.read_bytes()).hexdigest()
    (backup / "manifest.json").write_text(json.dumps(manifest))
    installation.manage("restore", backup, "--replace", fails=True)
    assert installation.events() == ["kept"]


def test_only_the_newest_backups_are_kept(installation, tmp_path):
    for stamp in ("20200101T000000Z", "20200102T000000Z"):
        (tmp_path / "b" / f"orders-{stamp}").mkdir(parents=True)
    installation.manage("backup", "--to", tmp_path / "b", "--keep", "2")
    names = sorted(path.name for path in (tmp_path / "b").iterdir())
    assert len(names) == 2
    assert names[0] == "orders-20200102T000000Z"


def test_recovery_to_a_point_in_time(installation):
    folder = installation.folder
    base = installation.manage("base_backup", "--to", folder / "base")
    installation.python(_NAME.format(code="YY", name="Li Xiaohong"))
    installation.sql("TRUNCATE common_event")
    installation.add_event("before the accident")
    moment = installation.sql("SELECT clock_timestamp()")[0][0].astimezone(UTC)
    installation.add_event("the accident")
    installation.python(_REDACT.format(code="YY"))
    installation.sql("SELECT pg_switch_wal()")
    archived = f"SELECT last_archived_time > '{moment.isoformat()}' FROM pg_stat_archiver"
    wait_until(lambda: installation.sql(archived) == [(True,)], "the log in the archive", 30)
    installation.manage(
        "recover", base, "--log", folder / "archive", "--until", moment.isoformat(), "--into", folder / "recovered"
    )
    recovered = Postgres(folder / "recovered", folder / "s2", folder / "log2", durable=False)
    recovered.start()
    try:
        after = Installation(folder, recovered)
        assert after.events() == ["before the accident"]
        assert after.sql(_TOLD.format(name="Li Xiaohong")) == [(1,)]
        assert "redacted again" in after.manage("went_back")
        assert after.events() == ["before the accident", "system.restored"]
        assert after.sql(_TOLD.format(name="Li Xiaohong")) == [(0,)]
    finally:
        recovered.stop()


@pytest.mark.parametrize("moment", ["yesterday", "2026-11-21T17:30:00"])
def test_a_moment_must_be_clear(tmp_path, moment):
    done = subprocess.run(
        [sys.executable, "manage.py", "recover", tmp_path, "--log", tmp_path, "--until", moment, "--into", tmp_path],
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "--until" in done.stderr


def test_recovery_writes_into_an_empty_folder_only(tmp_path):
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "backup_label").touch()
    (tmp_path / "into").mkdir()
    (tmp_path / "into" / "something").touch()
    done = subprocess.run(
        [sys.executable, "manage.py", "recover", tmp_path / "base", "--log", tmp_path,
         "--until", datetime.now(UTC).isoformat(), "--into", tmp_path / "into"],
        cwd=BASE_DIR, capture_output=True, text=True,
    )  # fmt: skip
    assert "is not empty" in done.stderr
