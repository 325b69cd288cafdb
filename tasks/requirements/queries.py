"""Every read of requirements that doors and other rooms make, and how they are locked.

Locks: requirements by pk, products, planned receipts by pk, orders, stock rows. Nobody locks a requirement that is
there while he holds an order (docs/adr/0075); a new one may be written then.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Min, Prefetch, Q, QuerySet

from accounts.people.models import User
from common import errors, operation
from common.keyset import Sort
from products.catalogue.models import Product
from tasks.requirements import policies
from tasks.requirements.choices import State
from tasks.requirements.models import Requirement, RequirementLine
from tasks.scheduling.models import DateMove

ZERO = Decimal(0)
SORTS = {
    "id": Sort("pk"),
    "needed_date": Sort("needed_date", nullable=True, descending=False),
    "planned_date": Sort("planned_date", nullable=True, descending=False),
}
DEFAULT_SORT = "id"
_NAMED = ("department", "department__head", "supplier", "owner", "created_by")
_DRAFT = re.compile(r"draft-(\d{1,18})")
_SEARCH = ("search_text", "search_grams", "notes")


def list_requirements(actor: User) -> QuerySet[Requirement]:
    """The requirements that the actor sees, each with the first day needed and planned of what is still to come, and
    how many lines are late, of the lines that he reads."""
    read = Q() if policies.reads_all(actor) else Q(lines__in=policies.lines_visible_to(actor).values("pk"))
    still = read & Q(lines__is_ended=False)
    late = still & Q(lines__planned_date__gt=F("lines__needed_date"))
    return (
        policies.visible_to(actor)
        .select_related(*_NAMED)
        .annotate(
            needed_date=Min("lines__needed_date", filter=still),
            planned_date=Min("lines__planned_date", filter=still),
            line_count=Count("lines", filter=read, distinct=True) if read else Count("lines", distinct=True),
            late_count=Count("lines", filter=late, distinct=True),
        )
    )


def get_requirement(actor: User, reference: str) -> Requirement:
    """The requirement with this number, or draft. Raises NotFound, also for "not yours"."""
    if match := _DRAFT.fullmatch(reference):
        return _one(list_requirements(actor).filter(pk=int(match[1]), number=None))
    return _one(list_requirements(actor).filter(number=reference.upper()))


def get_requirement_by_id(actor: User, requirement_id: int) -> Requirement:
    """Like ``get_requirement``, for what refers to the row."""
    return _one(list_requirements(actor).filter(pk=requirement_id))


def _one(rows: QuerySet[Requirement]) -> Requirement:
    found = rows.first()
    if found is None:
        raise errors.NotFound()
    return found


def lines_for(actor: User, requirement: Requirement) -> list[RequirementLine]:
    """The lines that the actor reads (``policies.lines_visible_to``), as ``lines_of`` gives them. One statement."""
    return lines_of(requirement, policies.lines_visible_to(actor))


def lines_of(requirement: Requirement, among: QuerySet[RequirementLine] | None = None) -> list[RequirementLine]:
    """The lines with product, order, receipt and task; for rules, and for who may read all of it."""
    rows = _lines().filter(requirement=requirement)
    found = list(rows if among is None else rows.filter(pk__in=among.values("pk")))
    for one in found:
        one.requirement = requirement
    return found


def days_for(requirement: Requirement, day: date | None) -> dict[int, date] | None:
    """One day for every line of a requirement, by key; None where none is named."""
    return {one.pk: day for one in lines_of(requirement)} if day else None


def get_line(actor: User, reference: str, line_id: int) -> RequirementLine:
    """A line of a requirement that the actor sees. Raises NotFound."""
    requirement = get_requirement(actor, reference)
    found = next((one for one in lines_for(actor, requirement) if one.pk == line_id), None)
    if found is None:
        raise errors.NotFound()
    return found


def _lines() -> QuerySet[RequirementLine]:
    products = Product.objects.defer(*_SEARCH)
    rows = RequirementLine.objects.select_related("order", "order__customer", "receipt", "task")
    return rows.prefetch_related(Prefetch("product", products)).order_by("pk")


def of_order(actor: User, order_id: int) -> list[RequirementLine]:
    """What was asked for of an order that the actor sees, by line, the newest first."""
    rows = (
        _lines()
        .filter(order=order_id)
        .select_related(
            "requirement", "requirement__department", "requirement__owner", "requirement__supplier", "order"
        )
    )
    return sorted(rows, key=lambda one: (one.line_no or 0, -one.pk))


def moves_of(actor: User, requirement: Requirement) -> list[DateMove]:
    """How the planned days of the goods that the actor reads of moved, the latest first; of goods for stock no ledger
    is kept."""
    mine = policies.lines_visible_to(actor).filter(requirement=requirement)
    rows = DateMove.objects.filter(requirement_line__in=mine.values("pk"))
    return list(rows.select_related("order", "actor", "department", "requirement_line__product").order_by("-pk"))


def waiting_for(actor: User) -> QuerySet[Requirement]:
    """What the actor has to answer, the oldest first."""
    rows = list_requirements(actor).filter(state=State.ASKED, owner=actor)
    return rows.order_by("asked_at", "pk")


@dataclass(frozen=True)
class Asked:
    """How much of a product was asked for a line of an order and is still to come, and by which requirements."""

    quantity: Decimal = ZERO
    numbers: tuple[str, ...] = ()


def outstanding(order_ids: Collection[int]) -> dict[tuple[int, int | None, int], Asked]:
    """What is still to come of what was asked for these orders, by (order, line number, product). A rule, over all
    rows; one statement."""
    rows = RequirementLine.objects.filter(
        order_id__in=order_ids, is_ended=False, requirement__state__in=(State.DRAFT, State.ASKED, State.ACCEPTED)
    ).select_related("requirement")
    found: dict[tuple[int, int | None, int], Asked] = {}
    for one in rows.order_by("pk"):
        key = (one.order_id or 0, one.line_no, one.product_id)
        was = found.get(key, Asked())
        found[key] = Asked(was.quantity + left_of(one), (*was.numbers, one.requirement.display_number))
    return found


def left_of(line: RequirementLine) -> Decimal:
    """What of a line is still to come: of one accepted what was, else what is asked for."""
    if line.is_ended:
        return ZERO
    if line.requirement.state == State.ACCEPTED:
        return max(ZERO, line.accepted - line.done)
    return line.quantity


@dataclass(frozen=True)
class Standing:
    """A requirement's line with what a page says beside it: whether it comes too late for whom it is, was to be there
    by now, or its work ends on another day than is planned."""

    line: RequirementLine
    is_late: bool
    is_overdue: bool
    work_ends: date | None = None
    left: Decimal = field(default=ZERO)


def standing(line: RequirementLine, today: date) -> Standing:
    """How a line stands today."""
    planned = None if line.is_ended else line.planned_date
    task = line.task if line.task_id else None
    ends = task.planned_end if task is not None and task.planned_end != planned and planned else None
    return Standing(
        line,
        is_late=planned is not None and planned > line.needed_date,
        is_overdue=planned is not None and planned < today,
        work_ends=ends,
        left=left_of(line),
    )


# --- under lock --------------------------------------------------------------------------------


def lock(*, actor: User, requirement_id: int, version: int | None = None) -> Requirement:
    """A requirement locked. Raises NotFound (also for "not yours"), Stale when it is no longer at ``version``."""
    found = lock_many([requirement_id]).get(requirement_id)
    if found is None or not policies.is_visible(actor, found):
        raise errors.NotFound()
    if version is not None and found.version != version:
        raise errors.Stale(fields={}, version=found.version, status=found.state)
    return found


def lock_many(requirement_ids: Collection[int]) -> dict[int, Requirement]:
    """Requirements by pk, locked; before any product, receipt or order is."""
    operation.current()
    rows = Requirement.objects.select_for_update(no_key=True, of=("self",)).select_related(*_NAMED)
    return {one.pk: one for one in rows.filter(pk__in=requirement_ids).order_by("pk")}


def locked_lines(requirement: Requirement) -> list[RequirementLine]:
    """The lines of a locked requirement: who writes them holds it, or a receipt that they have."""
    rows = RequirementLine.objects.filter(requirement=requirement).select_related("order", "order__customer", "product")
    found = list(rows.order_by("pk"))
    for one in found:
        one.requirement = requirement
    return found
