"""Backups are noted as jobs, so that the console knows when the last one was made and whether it was whole."""

from datetime import datetime
from pathlib import Path

from accounts.people import queries as people
from common.models import Job
from common.operation import in_operation

KIND = "backup"


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


def _note(state: Job.State, began: datetime, at: datetime, **more: object) -> Job:
    actor = people.system_user().pk
    row = Job(kind=KIND, actor_id=actor, state=state, created_at=began, started_at=began, finished_at=at, **more)
    in_operation(actor, row.save)
    return row
