"""Who answers for an order now, for its page and the API (registry orders.people): the duty of its stage, the nearest
department of that kind, and its administrator or head (R144, R291)."""

from collections.abc import Sequence
from datetime import date
from itertools import takewhile

from accounts.people.models import Department, User
from common import dates
from orders.order.models import Order, OrderLine
from orders.order.people import Responsible
from orders.order.states import Stage, Status
from tasks.duties import queries
from tasks.duties.models import StageDuty

UNDER_WAY = (Status.DRAFT, Status.SUBMITTED, Status.EFFECTIVE)


def responsible_for(order: Order, lines: Sequence[OrderLine]) -> Responsible | None:
    """Who answers for an order that has not ended; None where no duty says it. Two statements."""
    if order.status not in UNDER_WAY:
        return None
    duty = queries.duty_of(order.stage, order.department)
    if duty is None:
        return None
    department = department_for(duty, order.department)
    person = administrator(duty, department)
    return Responsible(
        stage=order.stage,
        department_code=department.code if department else "",
        department=department.name if department else str(duty.get_department_kind_display()),
        username=person.username if person else "",
        person=person.name if person else "",
        duty=duty.words,
        since=since(order, lines),
    )


def department_for(duty: StageDuty, own: Department | None) -> Department | None:
    """The department of the duty's kind that is nearest to the order's own in the tree. One statement."""
    rows = Department.objects.filter(kind=duty.department_kind, is_active=True).select_related("head__substitute")
    path = own.path if own else ""
    return min(rows, key=lambda one: (-_shared(one.path, path), one.path.count("/"), one.pk), default=None)


def _shared(one: str, other: str) -> int:
    """How many departments two paths have in common from the root."""
    both = zip(one.strip("/").split("/"), other.strip("/").split("/"), strict=False)
    return len(list(takewhile(lambda pair: pair[0] == pair[1] != "", both)))


def administrator(duty: StageDuty, department: Department | None) -> User | None:
    """Who is named in the duty, else the head of the department; one who left is replaced by his substitute."""
    for person in (duty.person, department.head if department else None):
        if person is not None and not person.is_active:
            person = person.substitute
        if person is not None and person.is_active:
            return person
    return None


def since(order: Order, lines: Sequence[OrderLine]) -> date | None:
    """The first day of the order's stage, as far as the order says it."""
    if order.stage == Stage.PLACING:
        return dates.business_day(order.created_at)
    if order.stage == Stage.PREPARING:
        return dates.business_day(order.effective_at) if order.effective_at else None
    if order.stage == Stage.LOGISTICS:
        return min((line.first_ship_date for line in lines if line.first_ship_date), default=None)
    if order.stage == Stage.DELIVERY:
        return max((line.last_ship_date for line in lines if line.last_ship_date), default=None)
    return None
