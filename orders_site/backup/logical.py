"""A backup is a folder: the database as one dump, the uploaded files as one archive, and a manifest.

It is written under another name and renamed when it is whole; a restore checks every hash first and
happens in one transaction, so that it is done entirely or not at all.
"""

import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from orders_site.backup import clients

_HALF_KEPT = 86_400  # seconds: longer than any backup takes
_DUMP, _FILES, _MANIFEST = "database.dump", "files.tar.gz", "manifest.json"
# everything of ours: what an extension brought stays, what belongs to a table goes with it
_DROP = """
DO $$
DECLARE thing record;
BEGIN
    FOR thing IN
        SELECT format('DROP %s IF EXISTS %s CASCADE', kind, name) AS statement FROM (
            SELECT CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
                   ELSE 'TABLE' END AS kind, c.oid::regclass::text AS name, c.oid
            FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
            UNION ALL
            SELECT 'ROUTINE', p.oid::regprocedure::text, p.oid
            FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
        ) things
        WHERE NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = things.oid AND d.deptype IN ('e', 'i', 'a'))
    LOOP
        EXECUTE thing.statement;
    END LOOP;
END $$;
"""


def make(folder: Path, at: datetime) -> Path:
    """Back up the database and the uploaded files below `folder`; returns the new backup's folder."""
    target = folder / at.strftime("orders-%Y%m%dT%H%M%SZ")
    half = target.with_name(target.name + ".half")
    _remove_old_halves(folder, at)
    half.mkdir(parents=True, mode=0o700)
    try:
        _fill(half, at)
        half.rename(target)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise
    return target


def _fill(half: Path, at: datetime) -> None:
    clients.run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={half / _DUMP}")
    with tarfile.open(half / _FILES, "w:gz") as archive:
        for path in sorted(settings.MEDIA_ROOT.rglob("*")):
            try:
                archive.add(path, arcname=str(Path("media") / path.relative_to(settings.MEDIA_ROOT)), recursive=False)
            except FileNotFoundError:  # a job removed it meanwhile; nothing in the dump speaks of it for long
                continue
    manifest = {
        "made_at": at.isoformat(),
        "migrations": sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()),
        "sha256": {name: _hash(half / name) for name in (_DUMP, _FILES)},
    }
    (half / _MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def _remove_old_halves(folder: Path, at: datetime) -> None:
    """What a killed run left: whole dumps that nobody would count or remove."""
    for half in folder.glob("orders-*.half"):
        if at.timestamp() - half.stat().st_mtime > _HALF_KEPT:
            shutil.rmtree(half, ignore_errors=True)


def restore(folder: Path, at: datetime) -> None:
    """Put a backup in the place of what is there. Raises CommandError where it is damaged or does not fit.

    The files are unpacked first, beside those that are there; then the database is replaced in one transaction,
    and last the two folders change places. What was there stays as `media.before-restore-…`.
    """
    verify(folder)
    root: Path = settings.MEDIA_ROOT
    root.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root.parent) as name, tempfile.TemporaryDirectory() as work:
        with tarfile.open(folder / _FILES) as archive:
            archive.extractall(name, filter="data")
        script = Path(work) / "restore.sql"
        _write_script(folder / _DUMP, script)
        clients.run("psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1",
                    f"--file={script}", "--output=/dev/null")  # fmt: skip
        if root.exists():
            root.rename(root.with_name(f"{root.name}.before-restore-{at.strftime('%Y%m%dT%H%M%S')}"))
        if (restored := Path(name) / "media").exists():
            restored.rename(root)


def verify(folder: Path) -> None:
    """Raise CommandError unless every file of the backup is there and unchanged."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        wrong = [name for name, digest in manifest["sha256"].items() if _hash(folder / name) != digest]
    except (OSError, ValueError, KeyError) as error:
        raise CommandError(f"{folder} is not a whole backup: {error}") from error
    if wrong:
        raise CommandError(f"{folder} is damaged: {', '.join(wrong)} changed since it was made")


def is_in_use() -> bool:
    """Whether the database holds anything a restore would destroy."""
    return bool(connection.introspection.table_names())


def _write_script(dump: Path, script: Path) -> None:
    """SQL that empties the schema and fills it from the dump, extensions left as they are."""
    program = clients.find("pg_restore")
    listed = subprocess.run([program, "--list", str(dump)], capture_output=True, text=True, check=True).stdout
    wanted = [line for line in listed.splitlines() if " EXTENSION " not in line and " SCHEMA " not in line]
    contents = script.with_suffix(".list")
    contents.write_text("\n".join(wanted), encoding="utf-8")
    filled = script.with_suffix(".dump.sql")
    how = ["--no-owner", "--no-privileges", f"--use-list={contents}", f"--file={filled}"]
    subprocess.run([program, *how, str(dump)], check=True)
    modern = clients.server_major() >= 17  # older servers do not know a setting that newer programs write
    with script.open("wb") as output, filled.open("rb") as source:
        output.write(_DROP.encode())
        for line in source:
            if modern or not line.startswith(b"SET transaction_timeout"):
                output.write(line)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
