"""How requirements are written: rows with their next version, events, the ledger of days."""

from collections.abc import Iterable
from datetime import date, datetime

from accounts.people.models import User
from common import events
from common.rows import update_rows
from common.workdays import calendar
from tasks.requirements import states
from tasks.requirements.choices import Move
from tasks.requirements.models import Requirement, RequirementLine
from tasks.scheduling.choices import What
from tasks.scheduling.models import DateMove


def save(requirement: Requirement, at: datetime) -> None:
    """Write the row with its next version."""
    requirement.version += 1
    requirement.updated_at = at
    requirement.save()


def save_lines(lines: Iterable[RequirementLine], fields: Iterable[str]) -> None:
    """Write these columns of lines, each with its next version, in one statement."""
    rows = list(lines)
    for one in rows:
        one.version += 1
    update_rows(rows, dict.fromkeys((*fields, "version")))


def move(requirement: Requirement, verb: Move, *, at: datetime, reason: str = "") -> None:
    """Make a move of the ladder (does not save) and record it. Raises WrongState."""
    was = requirement.state
    requirement.state = states.after(was, verb)
    if requirement.state in states.ENDED:
        requirement.ended_at = at
    record(requirement, str(verb), at=at, reason=reason, was=was, state=str(requirement.state))


def record(requirement: Requirement, what: str, *, at: datetime, reason: str = "", **words: object) -> None:
    """Record ``requirement.<what>``, under the name by which the API finds it."""
    events.record(f"requirement.{what}", requirement, at=at, reason=reason, number=requirement.reference, **words)


def note_move(
    line: RequirementLine, before: date, *, cause: str, words: str, department_id: int | None, actor: User, at: datetime
) -> None:
    """A row of the delay ledger for a day of supply that moved; goods for stock delay no order."""
    if line.order_id is None or line.planned_date is None or before == line.planned_date:
        return
    DateMove.objects.create(
        order_id=line.order_id,
        what=What.SUPPLY,
        requirement_line=line,
        line_no=line.line_no,
        before=before,
        after=line.planned_date,
        days=calendar().between(before, line.planned_date),
        cause=cause,
        words=words.strip()[:300],
        department_id=department_id,
        actor=actor,
        at=at,
    )
