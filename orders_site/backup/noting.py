"""Backups are noted as jobs, so that the console knows when the last one was made and whether it was whole."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy

from accounts.people import queries as people
from common.background import works
from common.background.works import Kind
from common.models import Job
from common.operation import in_operation

KIND, DRILL = "backup", "restore-drill"


def made(folder: Path, *, began: datetime, at: datetime) -> Job:
    """Note a backup that was made and read again."""
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return _note(Job.State.DONE, began, at, parameters={"folder": str(folder)}, result={"bytes": size})


def failed(why: str, *, began: datetime, at: datetime) -> Job:
    """Note one that could not be made."""
    return _note(Job.State.FAILED, began, at, error=why[:2000])


def last() -> Job | None:
    """The newest, made or failed."""
    return Job.objects.filter(kind=KIND).order_by("-pk").first()


def last_good() -> Job | None:
    """The newest that was made."""
    return Job.objects.filter(kind=KIND, state=Job.State.DONE).order_by("-pk").first()


def drilled(folder: Path, *, tables: int, why: str = "", began: datetime, at: datetime) -> Job:
    """Note that a backup was put into a database of its own and looked at; ``why``: what was wrong."""
    state = Job.State.FAILED if why else Job.State.DONE
    told = {"parameters": {"folder": str(folder)}, "result": {"tables": tables}, "error": why[:2000]}
    return _note(state, began, at, kind=DRILL, **told)


def last_drill() -> Job | None:
    """The newest drill of a restore, passed or failed."""
    return Job.objects.filter(kind=DRILL).order_by("-pk").first()


def register() -> None:
    """Called once from ``OrdersSiteConfig.ready``."""
    words = gettext_lazy("A backup is made on its machine: manage.py backup (docs/operations.md, 6).")
    works.kinds.register(
        KIND,
        Kind(
            label=gettext_lazy("Backup"),
            about=gettext_lazy("The database and the uploaded files, read again after they were written"),
            alone=words,
        ),
    )
    words = gettext_lazy("A drill is run on the machine of the backups: manage.py restore_drill.")
    works.kinds.register(
        DRILL,
        Kind(
            label=gettext_lazy("Drill of a restore"),
            about=gettext_lazy("A backup put into a database of its own, to see that it can be read"),
            alone=words,
        ),
    )


def _note(state: Job.State, began: datetime, at: datetime, *, kind: str = KIND, **more: Any) -> Job:
    actor = people.system_user().pk
    row = Job(kind=kind, actor_id=actor, state=state, created_at=began, started_at=began, finished_at=at, **more)
    in_operation(actor, row.save)
    return row
