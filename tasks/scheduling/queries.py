"""Every read of the delay ledger, of working hours and absences that doors make."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from accounts import access
from accounts.people.models import Department, User
from common import errors
from common.keyset import Sort
from tasks.scheduling import loads, policies
from tasks.scheduling.models import Absence, Capacity, DateMove

SORTS = {"id": Sort("pk", descending=True)}
DEFAULT_SORT = "id"
ABSENCE_SORTS = {"id": Sort("pk", descending=True)}
ABSENCE_SORT = "id"
_NAMED = ("order", "order__customer", "task", "requirement_line__requirement", "department", "actor", "told_by")


def list_moves(actor: User) -> QuerySet[DateMove]:
    """The delay ledger as the actor sees it."""
    return policies.visible_moves(actor).select_related(*_NAMED)


def get_move(actor: User, move_id: int) -> DateMove:
    """One row. Raises NotFound."""
    found = list_moves(actor).filter(pk=move_id).first()
    if found is None:
        raise errors.NotFound()
    return found


@dataclass(frozen=True)
class Sums:
    """Moves of one cause (or against one department): how many, days of work later and earlier, how many were told."""

    key: Any
    count: int
    later: int
    earlier: int
    told: int


def sums_by(rows: QuerySet[DateMove], column: str) -> list[Sums]:
    """The moves summed by ``cause`` or ``department__name``, most days later first. One statement."""
    found = (
        rows.order_by()
        .values(column)
        .annotate(
            count=Count("pk"),
            later=Sum("days", filter=Q(days__gt=0), default=0),
            earlier=Sum("days", filter=Q(days__lt=0), default=0),
            told=Count("pk", filter=Q(is_told=True)),
        )
        .order_by(F("later").desc(), "-count")
    )
    return [Sums(one[column], one["count"], one["later"], -one["earlier"], one["told"]) for one in found]


# --- people ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PersonHours:
    """Somebody whose hours the actor keeps: what holds today, what comes, and when he is away."""

    person: User
    today: Any
    coming: list[Capacity]
    absences: list[Absence]


def hours_table(actor: User, today: date, department_id: int | None = None) -> list[PersonHours]:
    """The people whose working hours the actor keeps, by department and name. Five statements."""
    people = policies.kept_by(actor).select_related("department").order_by("department__path", "name", "pk")
    if department_id is not None:
        people = people.filter(department=department_id)
    rows = list(people)
    ids = [one.pk for one in rows]
    now = loads.usual_hours(ids, today)
    coming: dict[int, list[Capacity]] = {}
    for one in Capacity.objects.filter(user__in=ids).order_by("since"):
        coming.setdefault(one.user_id, []).append(one)
    absences: dict[int, list[Absence]] = {}
    for away in Absence.objects.filter(user__in=ids, last__gte=today).order_by("first", "pk"):
        absences.setdefault(away.user_id, []).append(away)
    return [PersonHours(one, now[one.pk], coming.get(one.pk, []), absences.get(one.pk, [])) for one in rows]


def departments_kept(actor: User) -> list[Department]:
    """The departments whose people's hours the actor keeps."""
    return list(Department.objects.filter(pk__in=policies.kept_by(actor).values("department")).order_by("path"))


def list_absences(actor: User) -> QuerySet[Absence]:
    """The absences of the actor and of those whose hours he keeps."""
    mine = Q(user__in=access.of(actor).own_ids) | Q(user__in=policies.kept_by(actor).values("pk"))
    return Absence.objects.filter(mine).select_related("user", "user__department", "created_by")


def get_absence(actor: User, absence_id: int) -> Absence:
    """One of them. Raises NotFound."""
    found = list_absences(actor).filter(pk=absence_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def list_capacities(actor: User) -> QuerySet[Capacity]:
    """The working hours of the actor and of those whose hours he keeps."""
    mine = Q(user__in=access.of(actor).own_ids) | Q(user__in=policies.kept_by(actor).values("pk"))
    return Capacity.objects.filter(mine).select_related("user").order_by("user__username", "since")


def get_capacity(actor: User, capacity_id: int) -> Capacity:
    """One of them. Raises NotFound."""
    found = list_capacities(actor).filter(pk=capacity_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def get_person(actor: User, username: str) -> User:
    """Somebody whose absences the actor may enter, by sign-in name: himself, or whose hours he keeps. Raises
    NotFound."""
    person = User.objects.filter(username=username.strip().lower(), is_active=True, is_system=False).first()
    if person is None or not policies.can_enter(actor, person):
        raise errors.NotFound()
    return person


def people_to_enter(actor: User) -> list[User]:
    """Himself first, then those whose hours he keeps."""
    others = policies.kept_by(actor).exclude(pk=actor.pk).order_by("name", "pk")
    return [actor, *others]


def week_of(day: date) -> date:
    """Its Monday."""
    return day - timedelta(day.weekday())
