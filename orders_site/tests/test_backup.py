"""A backup that fails leaves nothing behind, and a file that vanishes meanwhile does not cost the night's backup."""

import os
import tarfile
from datetime import UTC, datetime

import pytest

from orders_site.backup import logical

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
