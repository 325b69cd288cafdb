"""A backup that fails leaves nothing behind, and a file that vanishes meanwhile does not cost the night's backup."""

import os
import tarfile
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import transaction

from accounts.people.queries import system_user
from accounts.tests.builders import make_department
from accounts.trail import journal
from accounts.trail.models import TrailRow
from accounts.trail.redacting import redact
from common import events, going_back
from common.models import Event
from orders_site.backup import logical
from orders_site.management.commands import restore

AT = datetime(2026, 11, 21, 18, 30, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path, settings, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "media"
    (settings.MEDIA_ROOT / "imports").mkdir(parents=True)
    (settings.MEDIA_ROOT / "imports" / "a.csv").write_text("a")

    def run(program, *arguments):
        file = next(one for one in arguments if one.startswith("--file="))
        with open(file.removeprefix("--file="), "wb") as dump:
            dump.write(b"dump")

    monkeypatch.setattr(logical.clients, "run", run)
    return tmp_path / "backups"


@pytest.mark.django_db
def test_a_file_removed_while_it_is_packed_is_left_out(folder, monkeypatch):
    add = tarfile.TarFile.add

    def vanish(self, path, **how):
        if path.name == "a.csv":
            path.unlink()
        add(self, path, **how)

    monkeypatch.setattr(tarfile.TarFile, "add", vanish)
    made = logical.make(folder, AT)
    logical.verify(made)
    with tarfile.open(made / "files.tar.gz") as archive:
        assert archive.getnames() == ["media/imports"]


@pytest.mark.django_db
def test_a_failed_run_leaves_nothing_and_old_halves_go(folder, monkeypatch):
    old, young = folder / "orders-20261101T183000Z.half", folder / "orders-20261121T182900Z.half"
    for half in (old, young):
        half.mkdir(parents=True)
    os.utime(old, (AT.timestamp() - 90_000,) * 2)
    os.utime(young, (AT.timestamp() - 60,) * 2)
    monkeypatch.setattr(logical, "_fill", lambda half, at: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        logical.make(folder, AT)
    assert [path.name for path in folder.iterdir()] == [young.name]


@pytest.mark.django_db
def test_after_a_restore_events_go_on_beyond_those_that_are_lost(tmp_path, monkeypatch):
    done = []
    monkeypatch.setattr(going_back, "STEP", 1_000)
    monkeypatch.setattr(logical, "is_in_use", lambda: False)
    monkeypatch.setattr(logical, "restore", lambda folder, at: done.append("restore"))
    monkeypatch.setattr(restore, "call_command", lambda name, **more: done.append(name))
    call_command("restore", str(tmp_path))
    assert done == ["restore", "migrate", "grant_app_role", "went_back"]

    events.place_events()
    last = Event.objects.order_by("-position").first()
    call_command("went_back")
    told = Event.objects.order_by("-position").first()
    assert (told.kind, told.position) == ("system.restored", (last.position if last else 0) + 1_001)
    assert not last or told.pk > last.pk + 1_000


@pytest.mark.django_db(transaction=True)
def test_a_restore_reads_the_list_that_lies_beside_the_backup(tmp_path, monkeypatch, settings, capsys):
    """As on another machine, to which the folder of backups was copied and nothing else."""
    settings.DATA_DIR = tmp_path / "empty"
    monkeypatch.setattr(logical, "is_in_use", lambda: False)
    monkeypatch.setattr(logical, "restore", lambda folder, at: None)
    row, actor = make_department("Wang Xiaoming"), system_user()
    named = TrailRow.objects.filter(table_name="accounts_department", changes__name="Wang Xiaoming")
    with transaction.atomic():
        redact(table="accounts_department", row_ids=[row.pk], columns=["name"], reason="r", actor=actor, at=AT)
        journal.write(tmp_path / "copied" / journal.NAME)
        transaction.set_rollback(True)
    assert named.exists()
    call_command("restore", str(tmp_path / "copied" / "orders-20261101T183000Z"))
    assert "1 redactions since then were done again" in capsys.readouterr().out
    assert not named.exists()
    assert journal.default_file().exists()  # this machine goes on with a list of its own
