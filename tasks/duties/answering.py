"""Who answers for an order now, for its page and the API (registry orders.people): the duty of its stage, the nearest
department of that kind, and its administrator or head (R144, R291)."""

from collections.abc import Sequence
from datetime import date

from common import dates
from orders.order.models import Order, OrderLine
from orders.order.people import Responsible
from orders.order.states import Stage, Status
from tasks.duties import standing
from tasks.duties.standing import Duty, Person, Place

UNDER_WAY = (Status.DRAFT, Status.SUBMITTED, Status.EFFECTIVE)


def responsible_for(order: Order, lines: Sequence[OrderLine]) -> Responsible | None:
    """Who answers for an order that has not ended; None where no duty says it. No statement (``standing.now``)."""
    if order.status not in UNDER_WAY:
        return None
    found = standing.now()
    duty = found.duty_of(order.stage, order.department_id)
    if duty is None:
        return None
    department = found.place_for(duty, order.department_id)
    person = administrator(duty, department)
    return Responsible(
        stage=order.stage,
        department_code=department.code if department else "",
        department=department.name if department else duty.kind_label,
        username=person.username if person else "",
        person=person.name if person else "",
        duty=duty.words,
        since=since(order, lines),
    )


def administrator(duty: Duty, department: Place | None) -> Person | None:
    """Who is named in the duty, else the head of the department; one who left is replaced by his substitute."""
    for person in (duty.person, department.head if department else None):
        if person is not None and person.acting is not None:
            return person.acting
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
