"""Ordinary lives of orders, from entry to the last delivery, with the mishaps that there are."""

from datetime import datetime

from accounts.people.models import User
from common import errors
from customers.models import Customer
from orders.entry import drafting
from orders.entry.drafts import OrderDraft
from orders.lifecycle import operations as lifecycle
from orders.order.models import Order
from orders_site.demo import deeds, deliveries
from orders_site.demo.agenda import Life, Step, after
from orders_site.demo.baskets import draft_for
from orders_site.demo.company import Company

_SENT_BACK = (
    *("价格低于底价，请补特批说明", "收货地址缺门牌，请补全"),
    *("交期太紧，先与生产确认", "合同未回签，补后再提交"),
)
_FOUND_WRONG = {"收货地址缺门牌，请补全": "CONTACT", "交期太紧，先与生产确认": "DELIVERY"}  # by the order desk
_REMARKS = (
    "客户来电催货，@罗强 今天能发吗？",
    "台面图纸已确认，按图纸 A3 版执行。",
    "客户要求合格证上写设备编号，@赵海 请留意。",
    "开票信息有变，客户档案已更新。",
    "已与客户约好收货时间。",
)


def ordinary(company: Company, customer: Customer, begins: datetime) -> Life:
    """One order as most are: entered, approved, its advance paid, delivered, its services performed."""
    rng = company.rng
    at = yield begins
    actor = company.staff["lin.xy"] if rng.random() < 0.65 else company.owner_of(customer)
    draft = draft_for(company, customer, at, is_urgent=rng.random() < 0.06)
    entered = yield from _entered(company, actor, draft, at)
    if entered is None:
        return
    order = yield from _approved(company, actor, *entered)
    if order is None or order.effective_at is None:
        return
    at = order.effective_at
    if rng.random() < 0.08:
        at = yield after(at, rng, hours=rng.uniform(1, 30))
        deeds.comment(company, "lin.xy", order.pk, rng.choice(_REMARKS), at)
    at = yield from _advance_paid(company, order, at)
    at = yield from deliveries.deliver(company, order, at)
    yield from deliveries.serve(company, order, at)


def _entered(company: Company, actor: User, draft: OrderDraft, at: datetime) -> Step[tuple[Order, datetime] | None]:
    """Most submit at once, some save a draft first; what credit does not bear stays one."""
    rng = company.rng
    if rng.random() < 0.75:
        try:
            return deeds.submitted(actor, draft, at), at
        except errors.CreditExceeded:
            pass
    order = drafting.create_order(actor=actor, draft=draft, at=at)
    if rng.random() < 0.06:
        at = yield after(at, rng, days=2)
        lifecycle.void_order(actor=actor, order_id=order.pk, reason="重复录入", at=at)
        return None
    at = yield after(at, rng, hours=rng.uniform(0.3, 5))
    return (yield from _submitted(company, actor, order, at))


def _submitted(company: Company, actor: User, order: Order, at: datetime) -> Step[tuple[Order, datetime] | None]:
    """Submit a draft; where credit does not bear it try again for two weeks, then give it up."""
    for _attempt in range(4):
        try:
            return lifecycle.submit_order(actor=actor, order_id=order.pk, at=at), at
        except errors.CreditExceeded:
            at = yield after(at, company.rng, days=company.rng.randint(3, 5))
    lifecycle.void_order(actor=actor, order_id=order.pk, reason="超信用额度，客户放弃", at=at)
    return None


def _approved(company: Company, actor: User, order: Order, at: datetime) -> Step[Order | None]:
    """Approved within hours; now and then withdrawn or sent back first."""
    rng = company.rng
    if rng.random() < 0.02:
        at = yield after(at, rng, hours=1)
        lifecycle.withdraw_order(actor=actor, order_id=order.pk, at=at)
        at = yield after(at, rng, hours=4)
    elif rng.random() < 0.05:
        at = yield after(at, rng, hours=rng.uniform(1, 6))
        why = rng.choice(_SENT_BACK)
        if why in _FOUND_WRONG:
            deeds.verify(company, order.pk, at, _FOUND_WRONG[why], why)
        else:
            deeds.send_back(company, order.pk, why, at)
        at = yield after(at, rng, hours=rng.uniform(2, 26))
    if order.status != Order.objects.values_list("status", flat=True).get(pk=order.pk):
        again = yield from _submitted(company, actor, order, at)
        if again is None:
            return None
        at = again[1]
    at = yield after(at, rng, hours=rng.choice((0.5, 1, 2, 3, 5, 8, 20)))
    for _attempt in range(5):
        try:
            return deeds.approve(company, order.pk, at)
        except errors.CreditExceeded:
            at = yield after(at, rng, days=3)
    deeds.send_back(company, order.pk, "超信用额度，回款后再提交", at)
    return None


def _advance_paid(company: Company, order: Order, at: datetime) -> Step[datetime]:
    """The advance comes within days; some let us wait."""
    rows = deeds.unpaid(order.pk, advance=True)
    if rows:
        at = yield after(at, company.rng, days=company.rng.choice((1, 1, 2, 2, 3, 4, 6, 9)))
        deeds.pay(company, rows, at)
    return at
