"""What becomes of orders after their goods left: returns at every stage, exceptions and complaints answered, late,
closed and disputed, a claim that was paid, plans made beforehand. Part of the showcase."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from django.db.models import F

from orders.exceptions import operations as exceptions
from orders.exceptions.models import ContingencyPlan, ExceptionCase
from orders.fulfilment.models import OutboundDocument
from orders.order.models import Order
from orders.order.states import Fulfilment, Origin
from orders.returns import operations as returns
from orders.returns import queries
from orders.returns.models import ReturnDocument
from orders.returns.rules import Decision, Inspected
from orders.settlement import operations as settlement
from orders_site.demo.agenda import Life
from orders_site.demo.company import Company

ONE = Decimal(1)
_PLANS = (
    (
        "运输破损应急预案",
        "DAMAGE",
        "到货破损或短少，当天启用",
        (
            ("两小时内致电客户、致歉并确认数量", "sun.qian"),
            ("仓库优先备货补发", "luo.qiang"),
            ("向承运商索赔", "sun.qian"),
        ),
    ),
    (
        "传感器缺料应急预案",
        "SHORTAGE",
        "传感器库存低于在手订单时启用",
        (("联系第二供应商，确认三天内可供数量", "lin.xy"), ("与客户商量分批或替代型号", "chen.lx")),
    ),
    ("春节停工延期预案", "DELAY", "节前两周接到的急单", (("先与客户确认节后第一周的交期", "chen.lx"),)),
)


def lives(company: Company) -> Iterator[Life]:
    """All of them. They take no chances: the lives beside them would go otherwise."""
    yield _plans(company)
    yield _lives_of_shipments(company)


def _plans(company: Company) -> Life:
    at = yield company.ago(60, 10)
    for name, kind, notes, steps in _PLANS:
        exceptions.save_plan(
            actor=company.staff["zhou.gd"],
            name=name,
            kind=kind,
            notes=notes,
            steps=[(text, company.staff[who].pk) for text, who in steps],
            at=at,
        )


def _signed() -> list[Order]:
    """Orders whose goods the customer has, newest last."""
    found = Order.objects.filter(origin=Origin.NATIVE, signing=Fulfilment.FULL, status__in=("EFFECTIVE", "CLOSED"))
    return list(found.exclude(is_frozen=True).order_by("id")[:9])


def _lives_of_shipments(company: Company) -> Life:
    at = yield company.ago(9, 10)
    orders = _signed()
    if len(orders) < 9:
        return
    settled, refunded, due, came, announced, damaged, complained, disputed, late = orders
    _returned(company, settled, at, Decision(reship=ONE), "开机无显示，换新")
    for order in (refunded, due):
        _paid(company, order, at)
    document = _returned(company, refunded, at, Decision(refund=ONE), "规格订错，客户退货")
    if document is not None and queries.refunds_due(order_ids=[refunded.pk]):
        returns.settle_refund(actor=company.staff["wu.min"], return_id=document.pk, reference="2026111900417", at=at)
    _decided_anew(company, due, at)
    _received(company, came, at, "零点漂移，待检测结论")
    _announce(company, announced, at, "外壳有划痕，客户要求退一台")
    case = _damaged(company, damaged, at)
    _complained(company, complained, at)
    _disputed(company, disputed, at)
    at = yield company.ago(6, 11)
    _claimed(company, case, at)
    at = yield company.ago(2, 9.5)
    _late(company, late, at)
    at = yield company.ago(0, 9)
    exceptions.escalate_due(at=at)


def _announce(company: Company, order: Order, at: datetime, words: str) -> ReturnDocument | None:
    """One piece of the first line of goods is to come back."""
    line = order.lines.filter(is_service=False, shipped__gte=1, returned=0).order_by("line_no").first()
    if line is None:
        return None
    return returns.draft_return(
        actor=company.staff["lin.xy"],
        order_id=order.pk,
        lines={line.line_no: ONE},
        reason="QUALITY",
        description=words,
        at=at,
    )


def _received(company: Company, order: Order, at: datetime, words: str) -> ReturnDocument | None:
    document = _announce(company, order, at, words)
    if document is None:
        return None
    returns.approve_return(actor=company.staff["zhou.gd"], return_id=document.pk, at=at)
    line_no = document.lines.select_related("order_line").get().of.line_no
    return returns.receive_return(
        actor=company.staff["luo.qiang"],
        return_id=document.pk,
        lines={line_no: Inspected(to_stock=ONE)},
        findings="外观完好，通电检测正常",
        at=at,
    )


def _paid(company: Company, order: Order, at: datetime) -> None:
    """What is open of the order comes in."""
    rows = [(row.pk, row.amount - row.received) for row in order.plan_rows.filter(received__lt=F("amount"))]
    if rows:
        settlement.record_receipt(
            actor=company.staff["wu.min"],
            customer_id=order.bill_to_id or order.customer_id,
            amount=sum((amount for _row, amount in rows), Decimal(0)),
            currency=order.currency_id,
            received_date=company.day_of(at),
            method="TRANSFER",
            allocations=rows,
            at=at,
        )


def _returned(company: Company, order: Order, at: datetime, decision: Decision, words: str) -> ReturnDocument | None:
    document = _received(company, order, at, words)
    if document is None:
        return None
    line_no = document.lines.select_related("order_line").get().of.line_no
    return returns.settle_return(
        actor=company.staff["zhou.gd"], return_id=document.pk, lines={line_no: decision}, grounds=words, at=at
    )


def _decided_anew(company: Company, order: Order, at: datetime) -> None:
    """Decided wrongly, taken back, decided rightly: the refund is due."""
    document = _returned(company, order, at, Decision(reship=ONE), "按换新处理")
    if document is None:
        return
    head, reason = company.staff["zhou.gd"], "客户要退款，不要换新"
    returns.unsettle_return(actor=head, return_id=document.pk, reason=reason, at=at)
    line_no = document.lines.select_related("order_line").get().of.line_no
    decided = {line_no: Decision(refund=ONE)}
    returns.settle_return(actor=head, return_id=document.pk, lines=decided, grounds="客户多订一台", at=at)


def _raise(company: Company, order: Order, at: datetime, **fields: object) -> ExceptionCase:
    owner = order.salesperson or company.staff["lin.xy"]
    return exceptions.raise_case(actor=owner, order_id=order.pk, at=at, **fields)  # type: ignore[arg-type]


def _damaged(company: Company, order: Order, at: datetime) -> ExceptionCase:
    """Damage on the way: answered, decided together, solved after the plan; the carrier is asked to pay."""
    sent = OutboundDocument.objects.filter(lines__order=order, carrier__isnull=False).first()
    case = _raise(
        company,
        order,
        at,
        kind="DAMAGE",
        severity="URGENT",
        description="到货时外箱破损，一台仪表外壳开裂。",
        document=sent.number if sent else "",
        owner_id=company.staff["sun.qian"].pk,
    )
    sun = company.staff["sun.qian"]
    exceptions.answer_case(actor=sun, case_id=case.pk, answer="今天补发外壳，明日到货；同时向承运商索赔。", at=at)
    if plan := ContingencyPlan.objects.filter(kind="DAMAGE").first():
        exceptions.use_plan(actor=sun, case_id=case.pk, plan_id=plan.pk, at=at)
    exceptions.record_decision(
        actor=sun,
        case_id=case.pk,
        participants="孙倩、罗强、陈立新",
        text="先补发，运费我方承担，再向承运商索赔。",
        responsible_id=company.staff["luo.qiang"].pk,
        due_date=company.today,
        at=at,
    )
    changes = {"cause": "TRANSPORT", "responsible": "CARRIER", "remedy": "RESHIP", "cost": Decimal("186.00")}
    exceptions.change_case(actor=sun, case_id=case.pk, changes=changes, at=at)
    return case


def _claimed(company: Company, case: ExceptionCase, at: datetime) -> None:
    sun, carrier = company.staff["sun.qian"], case.document.carrier_id if case.document else None
    if carrier is None:
        return
    claim = exceptions.file_claim(
        actor=sun, case_id=case.pk, amount=Decimal("186.00"), papers="破损照片四张、签收单", at=at
    )
    exceptions.answer_claim(actor=sun, claim_id=claim.pk, accepted=Decimal("150.00"), answer="按声明价值赔付", at=at)
    exceptions.record_recovery(actor=sun, claim_id=claim.pk, amount=Decimal("150.00"), at=at)


def _complained(company: Company, order: Order, at: datetime) -> None:
    """A complaint from the first word to the end."""
    case = _raise(
        company,
        order,
        at,
        kind="COMPLAINT",
        severity="SERIOUS",
        description="外箱有一处压痕，秤台未损坏，要求以后加护角。",
    )
    desk = company.staff["lin.xy"]
    exceptions.answer_case(actor=desk, case_id=case.pk, answer="已要求仓库出库加装护角。", at=at)
    changes = {"cause": "PICKING", "responsible": "WAREHOUSE", "remedy": "EXPLANATION", "remedy_text": "加装护角"}
    exceptions.change_case(actor=desk, case_id=case.pk, changes=changes, at=at)
    exceptions.tell_customer(
        actor=desk,
        case_id=case.pk,
        told_how="PHONE",
        told_text="已致歉，说明以后出库加装护角。",
        told_date=company.day_of(at),
        at=at,
    )
    exceptions.close_case(actor=desk, case_id=case.pk, at=at)


def _disputed(company: Company, order: Order, at: datetime) -> None:
    """The customer does not pay a part; dunning leaves it alone meanwhile."""
    amount = (order.total_amount / 10).quantize(Decimal("0.01"))
    _raise(
        company,
        order,
        at,
        kind="DISPUTE",
        severity="SERIOUS",
        description="客户称少收一件配件，拒付该部分货款，双方核对签收单。",
        disputed_amount=amount,
        owner_id=company.staff["wu.min"].pk,
    )


def _late(company: Company, order: Order, at: datetime) -> None:
    """Nobody answered it in time."""
    _raise(
        company,
        order,
        at,
        kind="QUALITY",
        severity="URGENT",
        description="传感器灵敏度超差，客户要求今天答复处理方案。",
    )
