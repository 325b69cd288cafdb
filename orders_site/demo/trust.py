"""Credit and risk in the demo company: grades from payments, guarantees, special approvals, terms by grade, materials
that got dearer, warnings on their way, an assessment."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.people.models import User
from accounts.roles.models import Role
from common import dates
from customers.credit import operations as credit
from customers.credit.models import CreditGrading
from customers.grading import Grade, State
from customers.models import Customer
from orders.approval.matrix import operations as matrix
from orders.credit import queries as standing
from orders.credit.special import operations as special
from orders.credit_desk import operations as grading
from orders.entry import drafting
from orders.order.models import Order
from orders.risk import operations as risks
from orders.risk import queries as risk_queries
from orders.risk.choices import LIVE, RiskState
from orders.risk.models import RiskWarning
from orders.risk.operations.assessing import Measure
from orders.voice import operations as voice
from orders_site.demo import deeds
from orders_site.demo.baskets import draft_for, line
from orders_site.demo.company import Company
from products.catalogue.models import ProductCategory

WAITS, GRANTED = "33.091", "43.011"  # whose order is too large for the limit
SECURED, REPORTED, RAISED = "33.042", "41.013", "33.028"
TERMS = {
    "C": {"allowed": ["PREPAID", "ADVANCE30", "MONTHLY30", "COD"]},
    "D": {"allowed": ["PREPAID", "ADVANCE30", "COD"], "default": "ADVANCE30", "asks_security": True},
}
MATERIALS = (  # name, category, percent of the cost, prices from a year ago to now
    ("合金钢 40CrNiMoA", "02", 35, (6200, 6250, 6300, 6280, 6350, 6900, 7350)),
    ("不锈钢壳体 304", "01", 20, (13900, 13850, 13700, 13800, 13950, 14000, 14100)),
    ("进口 AD 芯片", "02", 60, (21, 21, 22, 22, 22, 23, 50)),
)


def load(company: Company, at: datetime) -> None:
    """In effect from now on."""
    staff = company.staff
    _matrix(staff, at)
    credit.save_terms(actor=staff["admin"], table=TERMS, at=at)
    _grades(company, at)
    _papers(company, at)
    _specials(company, at)
    _risks(company, at)


def _matrix(staff: dict[str, User], at: datetime) -> None:
    """Finance decides special approvals; terms off the grade, and a missing guarantee, are countersigned."""
    finance = Role.objects.get(code="finance")
    by_finance: dict[str, Any] = {"kind": "ROLE", "role": finance, "hours": Decimal(8), "escalation": "ABOVE"}
    matrix.save_row(
        actor=staff["admin"],
        subject_type="orders.specialapproval",
        position=10,
        name="信用特批",
        steps=[by_finance],
        at=at,
    )
    head: dict[str, Any] = {"kind": "HEAD", "escalation": "ABOVE"}
    boss: dict[str, Any] = {"kind": "ROLE", "role": Role.objects.get(code="executive"), "escalation": "NOBODY"}
    matrix.save_row(
        actor=staff["admin"],
        subject_type=deeds.SUBJECT,
        position=25,
        name="付款条件超出等级，或无担保",
        signs=["terms_off_grade", "no_security"],
        steps=[head, boss],
        at=at,
    )


def _grades(company: Company, at: datetime) -> None:
    """The night before worked them out; most were accepted, some wait."""
    voice.settle_all(at=at - timedelta(hours=13))
    grading.grade_customers(at=at - timedelta(hours=12))
    waiting = CreditGrading.objects.filter(state=State.PROPOSED).order_by("customer__code")
    for row in [*waiting][:-3]:
        credit.decide_grade(actor=company.staff["wu.min"], grading_id=row.pk, is_approved=True, at=at)


def _papers(company: Company, at: datetime) -> None:
    staff, today = company.staff, dates.business_day(at)
    guarantee = credit.add_guarantee(
        actor=staff["wu.min"],
        customer_id=company.customers[SECURED].pk,
        kind="BANK",
        amount=Decimal(200_000),
        guarantor="宁波银行鄞州支行",
        valid_until=today + timedelta(days=180),
        notes="履约保函 NB2026-0318",
        at=at - timedelta(days=3),
    )
    credit.decide_guarantee(
        actor=staff["fang.zy"], guarantee_id=guarantee.pk, is_approved=True, at=at - timedelta(days=2)
    )
    credit.add_report(
        actor=staff["wu.min"],
        customer_id=company.customers[REPORTED].pk,
        report_date=today - timedelta(days=20),
        source="第三方征信",
        rating="BBB",
        grade=Grade.C,
        valid_until=today + timedelta(days=345),
        at=at - timedelta(days=1),
    )
    limit = Customer.objects.values_list("credit_limit", flat=True).get(pk=company.customers[RAISED].pk)
    credit.propose_limit(
        actor=staff["wu.min"],
        customer_id=company.customers[RAISED].pk,
        amount=(limit or Decimal(0)) + Decimal(200_000),
        order_cap=Decimal(150_000),
        days_overdue=15,
        valid_until=today + timedelta(days=365),
        reason="回款及时，二期扩产需要",
        at=at - timedelta(hours=3),
    )


def _specials(company: Company, at: datetime) -> None:
    """One order waits for its special approval; another got it and was submitted by it."""
    staff, until = company.staff, dates.business_day(at) + timedelta(days=14)
    for code, is_granted in ((WAITS, False), (GRANTED, True)):
        order, over = _too_large(company, code, at - timedelta(hours=6))
        asked = special.request_special(
            actor=staff["lin.xy"],
            order_id=order.pk,
            amount=over,
            valid_until=until,
            reason="客户急用，承诺月底前回款",
            at=at - timedelta(hours=5),
        )
        if is_granted:
            words = "同意，限本单，月底前须回款"
            special.decide_special(
                actor=staff["wu.min"], special_id=asked.pk, is_approved=True, reason=words, at=at - timedelta(hours=4)
            )


def _too_large(company: Company, code: str, at: datetime) -> tuple[Order, Decimal]:
    """A draft that passes its customer's limit, and by how much."""
    customer = company.customers[code]
    product = company.products["02.1.03.002"]
    state = standing.credit_state(Customer.objects.get(pk=customer.pk), dates.business_day(at))
    count = int((state.headroom or Decimal(0)) / product.list_price) + 12
    draft = draft_for(company, customer, at, lines=[line(product, count, line_no=1)])
    order = drafting.create_order(actor=company.staff["lin.xy"], draft=draft, at=at)
    over = state.exposure + order.total_amount - (state.limit or Decimal(0))
    return order, (max(over, Decimal(0)) / 1000).to_integral_value(rounding="ROUND_CEILING") * 1000 + 1000


def _renegotiate(today: date, at: datetime) -> None:
    """An order that dearer material puts under water is talked about by whoever owns the warning."""
    live = RiskWarning.objects.filter(rule="MARKET_ORDER", state__in=LIVE, owner__is_active=True)
    warning = live.select_related("owner").order_by("pk").first()
    if warning is not None and warning.owner is not None:
        risks.renegotiate(
            actor=warning.owner,
            warning_id=warning.pk,
            asked="PRICE",
            text="进口芯片翻倍，请求未交部分单价上调 8%",
            owner_id=warning.owner.pk,
            due_date=today + timedelta(days=6),
            at=at,
        )


def _risks(company: Company, at: datetime) -> None:
    staff, today = company.staff, dates.business_day(at)
    for name, category, share, prices in MATERIALS:
        material = risks.save_material(
            actor=staff["wu.min"],
            name=name,
            category_id=ProductCategory.objects.get(code=category).pk,
            share=Decimal(share),
            at=at,
        )
        rows = [(today - timedelta(days=max(60 * (6 - place), 4)), Decimal(one)) for place, one in enumerate(prices)]
        risks.load_prices(actor=staff["wu.min"], material_id=material.pk, prices=rows, source="现货均价", at=at)
    risks.scan(at=at - timedelta(days=2))
    live = [*RiskWarning.objects.filter(state=RiskState.OPEN).order_by("pk")]
    boss = staff["fang.zy"]
    for place, warning in enumerate(live):
        if place % 5 == 1:
            risks.acknowledge(actor=boss, warning_id=warning.pk, at=at - timedelta(days=1))
        elif place % 9 == 3:
            risks.dismiss(actor=boss, warning_id=warning.pk, words="集团内往来，不是风险", at=at - timedelta(days=1))
        elif place % 9 == 5:
            words = "已电话催款，客户本周付清"
            risks.resolve(actor=boss, warning_id=warning.pk, outcome="AVERTED", words=words, at=at - timedelta(days=1))
    _renegotiate(today, at - timedelta(days=1))
    worst = max(risk_queries.rates(), key=lambda one: one.live)
    risks.assess(
        actor=boss,
        title=f"{today.year} 年{'一二三四'[(today.month - 1) // 3]}季度订单风险评估",
        findings=f"预警最多的一类：{worst.rule.label}。合金钢上涨，传感器类报价有效期应缩短；逾期客户集中在三家经销商。",
        measures=[
            Measure("传感器类报价有效期改为 15 天", staff["shen.wan"].pk, today + timedelta(days=10)),
            Measure("每周一核对逾期客户名单", staff["wu.min"].pk, today + timedelta(days=5)),
        ],
        next_on=today + timedelta(days=90),
        at=at,
    )
