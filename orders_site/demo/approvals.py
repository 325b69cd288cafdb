"""The approval matrix of the demo company, who decides for whom these days, and orders on their way through it."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.people import operations as people
from accounts.people.models import Department
from accounts.roles import operations as roles
from accounts.roles.models import Role
from orders.approval.delegation import operations as delegation
from orders.approval.matrix import operations as matrix
from orders.lifecycle.deciding import operations as deciding
from orders_site.demo import deeds
from orders_site.demo.baskets import draft_for, line
from orders_site.demo.company import Company
from segments import operations as segments

COUNTERSIGN = "countersign"
CONDITIONS = (  # name, what it says, what it is for
    ("大额订单", '币种 = "CNY" 并且 价税合计 >= 200000', "20 万元起由财务、供应链会签，总经理批准"),
    ("外币订单", '币种 <> "CNY"', "汇率与付款条件由财务会签"),
)
LARGE, BELOW = "33.021", "34.013"


def load(company: Company, at: datetime) -> None:
    """In effect from now on: what waits already is decided as it was asked."""
    staff = company.staff
    admin = staff["admin"]
    _let_countersign(company, at)
    held = {}
    for name, text, purpose in CONDITIONS:
        held[name] = segments.create_segment(
            actor=admin, name=name, condition=text, audience="COMPANY", description=purpose, at=at
        )
    executive = Role.objects.get(code="executive")
    finance, supply = (Department.objects.get(code=code).pk for code in ("CW", "GY"))
    head: dict[str, Any] = {"kind": "HEAD", "escalation": "ABOVE"}
    boss = {"kind": "ROLE", "role": executive, "hours": Decimal(48), "escalation": "NOBODY"}
    signing = {"kind": "DEPARTMENT", "is_all": True, "hours": Decimal(24), "escalation": "ABOVE"}
    rows: tuple[tuple[int, str, dict[str, Any], list[dict[str, Any]]], ...] = (
        (10, "低于底价或成本", {"signs": ["below_floor", "below_cost"]}, [head, boss]),
        (20, "大额订单", {"segment": held["大额订单"]}, [head, {**signing, "departments": [finance, supply]}, boss]),
        (30, "外币订单", {"segment": held["外币订单"]}, [head, {**signing, "departments": [finance]}]),
    )
    for position, name, when, steps in rows:
        matrix.save_row(
            actor=admin, subject_type=deeds.SUBJECT, position=position, name=name, steps=steps, at=at, **when
        )
    delegation.delegate(
        actor=staff["shen.wan"],
        delegate_id=staff["zhou.gd"].pk,
        first_day=company.today,
        last_day=company.today + timedelta(days=4),
        reason="上海展会，现场不便审批",
        at=at,
    )
    delegation.delegate(
        actor=admin,
        delegator_id=staff["he.jun"].pk,
        delegate_id=staff["zhou.gd"].pk,
        first_day=company.today + timedelta(days=10),
        last_day=company.today + timedelta(days=17),
        reason="年休假",
        at=at,
    )
    _orders(company, at)


def _let_countersign(company: Company, at: datetime) -> None:
    """Who countersigns decides orders that he is asked about, and nothing else."""
    admin = company.staff["admin"]
    role = roles.create_role(actor=admin, code=COUNTERSIGN, name="会签", description="会签被问到的订单", at=at)
    granted = dict.fromkeys(("order.approve", "order.reject", "order.add_approver"), "OWN")
    roles.set_grants(actor=admin, role_id=role.pk, grants=granted, at=at)
    for login in ("wu.min", "qian.fang"):
        person = company.staff[login]
        held = [*person.user_roles.values_list("role__code", flat=True), COUNTERSIGN]
        people.assign_roles(actor=admin, user_id=person.pk, roles=held, at=at)


def _orders(company: Company, at: datetime) -> None:
    """A large one that waits for its countersigning, and one below the floor about which finance is asked first."""
    staff, products = company.staff, company.products
    wanted = line(products["02.1.03.002"], 400, line_no=1)
    large = _submitted(company, LARGE, [wanted], at - timedelta(hours=5))
    deeds.verify(company, large.pk, at - timedelta(hours=4))
    deeds.approve(company, large.pk, at - timedelta(hours=3))
    floor = products["02.1.03.002"].floor_price or Decimal(10)
    cheap = line(products["02.1.03.002"], 20, line_no=1, price=(floor * Decimal("0.9")).quantize(Decimal("0.01")))
    below = _submitted(company, BELOW, [cheap], at - timedelta(hours=26))
    deeds.verify(company, below.pk, at - timedelta(hours=25))
    deeds.approve(company, below.pk, at - timedelta(hours=22))
    boss = staff["fang.zy"]
    deciding.add_approver(
        actor=boss,
        order_id=below.pk,
        person_id=staff["wu.min"].pk,
        is_before=True,
        question="这单扣掉运费还有毛利吗？",
        at=at - timedelta(hours=20),
    )


def _submitted(company: Company, code: str, lines: list[Any], at: datetime) -> Any:
    customer = company.customers[code]
    return deeds.submitted(company.staff["lin.xy"], draft_for(company, customer, at, lines=lines), at)
