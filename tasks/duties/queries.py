"""Who answers for an order in the stage it is in (R144, R291)."""

from django.db.models import F, Q
from django.db.models.functions import Length

from accounts import access
from accounts.people.models import Department, User
from orders.order.models import Order
from tasks.duties.models import StageDuty


def duty_of(stage: str, department: Department | None) -> StageDuty | None:
    """The duty in force for orders of this department in this stage: that of the nearest area above it, else the
    company's. One statement."""
    path = department.path if department else ""
    areas = [int(one) for one in path.split("/") if one]
    rows = StageDuty.objects.filter(Q(area__isnull=True) | Q(area__in=areas), stage=stage, is_active=True)
    order = F("depth").desc(nulls_last=True)
    return rows.annotate(depth=Length("area__path")).select_related("person", "area").order_by(order, "pk").first()


def holds(actor: User, order: Order) -> bool:
    """Whether the actor (or somebody he stands in for) is the administrator of the stage that the order is in."""
    own = access.of(actor).own_ids
    mine = StageDuty.objects.filter(person__in=own, stage=order.stage, is_active=True)
    if not mine.exists():
        return False
    found = duty_of(order.stage, order.department)
    return found is not None and found.person_id in own


def stages_of(actor: User) -> list[StageDuty]:
    """The duties of the actor and of those he stands in for."""
    rows = StageDuty.objects.filter(person__in=access.of(actor).own_ids, is_active=True).select_related("area")
    return list(rows.order_by("pk"))
