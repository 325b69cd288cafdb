"""Who answers for an order in the stage it is in (R144, R291)."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts import access
from accounts.people.models import Department, User
from common import errors
from orders.order.models import Order
from orders.order.states import Stage
from tasks.duties import standing
from tasks.duties.models import StageDuty
from tasks.duties.standing import Duty

SEE = "task.view"


def duty_of(order: Order) -> Duty | None:
    """The duty in force for an order in its stage: that of the nearest area above its department, else the
    company's."""
    return standing.now().duty_of(order.stage, order.department_id)


def holds(actor: User, order: Order) -> bool:
    """Whether the actor (or somebody he stands in for) is the administrator of the stage that the order is in."""
    own = access.of(actor).own_ids
    found = duty_of(order)
    return found is not None and found.person is not None and found.person.pk in own


def stages_of(actor: User) -> list[Duty]:
    """The duties of the actor and of those he stands in for."""
    return standing.held_by(access.of(actor).own_ids)


def sees_order(actor: User, order_id: int) -> bool:
    """Who administers the stage that an order is in sees the order, whatever his scopes."""
    stages = {one.stage for one in stages_of(actor)}
    if not stages:
        return False
    order = Order.objects.filter(pk=order_id, stage__in=stages).first()
    return order is not None and holds(actor, order)


def table() -> list[StageDuty]:
    """All duties, by stage, the company's before those of areas, those in use first."""
    rows = StageDuty.objects.select_related("area", "person")
    places = {stage: place for place, stage in enumerate(Stage.values)}
    return sorted(rows, key=lambda one: (not one.is_active, places[one.stage], one.area is not None, one.pk))


def get_duty(duty_id: int) -> StageDuty:
    """One of them. Raises NotFound."""
    found = StageDuty.objects.select_related("area", "person").filter(pk=duty_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def as_entries(row: StageDuty) -> dict[str, Any]:
    """A row as its form shows it."""
    plain = {name: getattr(row, name) for name in ("stage", "department_kind", "is_active")}
    return plain | {"area": row.area_id, "person": row.person_id, "duty": row.duty}


def as_columns(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the API says of a duty, as the operation takes it: names become keys. Raises Invalid."""
    found = {name: value for name, value in data.items() if name not in ("area", "person")}
    if "area" in data:
        found["area_id"] = _key(Department.objects.filter(is_active=True), "code", data["area"], "area")
    if "person" in data:
        found["person_id"] = _key(User.objects.filter(is_active=True), "username", data["person"], "person")
    return found


def _key(rows: QuerySet[Any], column: str, name: str | None, field: str) -> int | None:
    if not name:
        return None
    found = rows.filter(**{f"{column}__iexact": name}).values_list("pk", flat=True).first()
    if found is None:
        raise errors.Invalid(fields={field: [_("Choose one of the list.")]})
    return int(found)
