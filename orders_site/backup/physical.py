"""Recovery to a point in time: a base backup of the whole server, and the log it archived since.

For the owner of the server: the role that connects needs REPLICATION. A recovered cluster is made
ready in a folder of its own; nothing that runs is touched.
"""

import shutil
from datetime import datetime
from pathlib import Path

from django.core.management.base import CommandError

from orders_site.backup import clients

_OWN_SETTINGS = "postgresql.auto.conf"


def make_base(folder: Path, at: datetime) -> Path:
    """Copy the running server's whole cluster below `folder`; returns the copy's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / at.strftime("base-%Y%m%dT%H%M%SZ")
    clients.run("pg_basebackup", f"--pgdata={target}", "--wal-method=stream", "--checkpoint=fast")
    return target


def prepare_recovery(base: Path, archive: Path, into: Path, until: datetime) -> None:
    """Make a cluster in `into` that, once started, replays the archived log up to `until` and opens.

    Raises CommandError where a folder is not what it should be. A moment before the base backup is
    refused by PostgreSQL itself when it starts.
    """
    if not (base / "backup_label").exists():
        raise CommandError(f"{base} is not a base backup")
    if not archive.is_dir():
        raise CommandError(f"{archive} is not a folder of archived log")
    if into.exists() and any(into.iterdir()):
        raise CommandError(f"{into} is not empty")
    shutil.copytree(base, into, dirs_exist_ok=True)
    into.chmod(0o700)
    lines = [
        f'restore_command = \'cp "{archive}/%f" "%p"\'',
        f"recovery_target_time = '{until.isoformat()}'",
        "recovery_target_action = 'promote'",
        "archive_mode = 'off'",
    ]
    with (into / _OWN_SETTINGS).open("a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    (into / "recovery.signal").touch()
