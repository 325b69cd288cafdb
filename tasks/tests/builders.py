"""Tasks for tests, made by the operations themselves. ``make_shop`` gives departments with heads and workers."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.people import operations as people
from accounts.people import queries as people_queries
from accounts.people.models import Department, User
from accounts.tests.builders import make_department, make_user
from accounts.tests.remembered import remembered
from orders.order.models import Order
from orders.tests import builders as orders
from tasks.task import operations
from tasks.task.models import Phase, Skill, Task
from tasks.task.operations import TaskDraft

AT, TODAY = orders.AT, orders.TODAY


@dataclass(frozen=True)
class Shop:
    """Who carries orders out: production with its head and two workers, purchasing and warehouse with their heads, and
    somebody who takes orders apart."""

    production: Department
    purchasing: Department
    warehouse: Department
    planner: User
    foreman: User
    worker: User
    mate: User
    buyer: User
    keeper: User


def make_shop() -> Shop:
    """The people around tasks."""
    return remembered("shop", _make_shop)


def _make_shop() -> Shop:
    production, purchasing, warehouse = (
        make_department(kind=kind) for kind in ("PRODUCTION", "PURCHASING", "WAREHOUSE")
    )
    foreman = make_user("production", department=production)
    buyer = make_user("purchasing", department=purchasing)
    keeper = make_user("warehouse", department=warehouse)
    for department, head in ((production, foreman), (purchasing, buyer), (warehouse, keeper)):
        people.update_department(
            actor=people_queries.system_user(), department_id=department.pk, changes={"head_id": head.pk}, at=AT
        )
        department.refresh_from_db()
    return Shop(
        production=production,
        purchasing=purchasing,
        warehouse=warehouse,
        planner=make_user("decomposition_admin"),
        foreman=foreman,
        worker=make_user("production", department=production),
        mate=make_user("production", department=production),
        buyer=buyer,
        keeper=keeper,
    )


def phase(code: str = "MAKE") -> Phase:
    """A shipped phase."""
    return Phase.objects.get(code=code)


def skill(code: str = "ASSEMBLY") -> Skill:
    """A shipped skill."""
    return Skill.objects.get(code=code)


def make_task(
    order: Order | None = None, *, shop: Shop | None = None, actor: User | None = None, at=AT, **fields: Any
) -> Task:
    """A released task of an effective order (of its first line unless told otherwise), of production, due in ten days;
    nobody is picked yet. A test that names people makes its shop once and hands it over."""
    shop = shop or make_shop()
    order = order or orders.make_effective()
    fields.setdefault("title", "Assemble the scales")
    fields.setdefault("phase_id", phase().pk)
    fields.setdefault("department_id", shop.production.pk)
    fields.setdefault("planned_start", date(2026, 11, 23))
    fields.setdefault("planned_end", date(2026, 11, 30))
    fields.setdefault("planned_hours", Decimal(16))
    fields.setdefault("line_no", 1)
    return operations.add_task(actor=actor or shop.planner, order_id=order.pk, draft=TaskDraft(**fields), at=at)
