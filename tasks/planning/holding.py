"""What of a plan still holds when it is taken: tasks, people and days may be others than when it was worked out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accounts.people.models import User
from orders.order.models import OrderLine
from tasks.assigning import candidates
from tasks.doing import locking
from tasks.planning.models import PlanMove, PlanRun
from tasks.scheduling.models import Absence
from tasks.task.models import Task
from tasks.task.states import State


@dataclass(frozen=True)
class Now:
    """Who is there: the active people whom a plan names, and their absences that it did not know of."""

    people: Mapping[int, User]
    away: Mapping[int, Sequence[Absence]]
    today: date


def now(run: PlanRun, moves: Collection[PlanMove], today: date) -> Now:
    """It, for some rows of a plan. Two statements."""
    ids = {one.new_owner_id for one in moves if one.new_owner_id is not None}
    people = User.objects.filter(pk__in=ids, is_active=True).select_related("department")
    away: dict[int, list[Absence]] = {}
    for one in Absence.objects.filter(user__in=ids, created_at__gt=run.started_at or run.asked_at):
        away.setdefault(one.user_id, []).append(one)
    return Now({one.pk: one for one in people}, away, today)


def why_not(move: PlanMove, task: Task, lines: Sequence[OrderLine], known: Now) -> str:
    """Why a row cannot be taken any more; "" where it can."""
    if task.state != State.OPEN:
        return _("It is %(state)s now.") % {"state": State(task.state).label}
    if task.version != move.task_version:
        return _("It changed since the plan was worked out.")
    if move.new_start is not None and move.new_start < known.today and move.new_start != task.planned_start:
        return _("The day on which it would begin has passed.")
    if why := locking.why_not_begin(task, task.order, lines):
        return why
    return _why_not_by(move, task, known) if move.new_owner_id is not None else ""


def _why_not_by(move: PlanMove, task: Task, known: Now) -> str:
    """Who had it before may keep it; who gets it is one of the department and there on its days."""
    person = known.people.get(move.new_owner_id or 0)
    if person is None:
        return _("Who would do it is not active any more.")
    is_new = person.pk != task.owner_id or not task.is_picked
    if is_new and not candidates.belongs(person, task.department):
        return _("%(name)s does not work in %(department)s any more.") % {
            "name": person.name,
            "department": task.department,
        }
    if any(_is_during(one, move) for one in known.away.get(person.pk, ())):
        return _("%(name)s will be away, which the plan did not know.") % {"name": person.name}
    return ""


def _is_during(absence: Absence, move: PlanMove) -> bool:
    if move.new_start is None or move.new_end is None:
        return False
    return absence.first <= move.new_end and absence.last >= move.new_start
