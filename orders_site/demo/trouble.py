"""What goes wrong in a company, so that one sees how it is put right: part of the showcase."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from orders.closure import operations as closure
from orders.fulfilment import operations as fulfilment
from orders.lifecycle import operations as lifecycle
from orders.order.models import OrderLine
from orders.settlement import operations as settlement
from orders_site.demo import deeds, scenes
from orders_site.demo.agenda import Life, after
from orders_site.demo.baskets import draft_for
from orders_site.demo.company import Company


def lives(company: Company) -> Iterator[Life]:
    """All of them."""
    yield frozen(company, "32.055", days=5, lasts=6)
    yield frozen(company, "14.011", days=3, lasts=None)
    yield line_frozen(company, "43.015")
    yield disputed(company, "41.018")
    yield disputed(company, "02.036")
    yield line_closed(company, "33.017")
    yield terminated(company, "13.009")
    yield reopened(company, "36.009")
    yield unapproved(company, "23.117")
    yield voided(company, "46.002")
    yield withdrawn(company, "44.041")
    yield lost_on_the_way(company, "50.013")
    yield taken_back(company, "43.020")
    yield half_an_advance(company, "31.031")
    yield unallocated(company, "34.019", Decimal(50_000), 4)
    yield unallocated(company, "02.040", Decimal(8_200), 2)
    yield paid_twice(company, "02.040")
    yield bounced(company, "32.022")
    yield paid_too_much(company, "33.068")


def frozen(company: Company, code: str, days: int, lasts: int | None) -> Life:
    """Nothing ships until the customer has settled something."""
    order = yield from scenes.running(company, code, days + 9)
    if order is not None:
        at = yield company.ago(days)
        until = company.today + timedelta(days=lasts) if lasts else None
        lifecycle.freeze_order(
            actor=company.staff["zhou.gd" if lasts else "wu.min"],
            order_id=order.pk,
            reason="客户工地停工，等复工通知" if lasts else "货款逾期，财务冻结",
            until=until,
            release_reservations=lasts is None,
            at=at,
        )


def line_frozen(company: Company, code: str) -> Life:
    """One line waits for a drawing."""
    order = yield from scenes.running(company, code, 8)
    if order is not None:
        at = yield company.ago(6)
        lifecycle.freeze_order(
            actor=company.staff["lin.xy"], order_id=order.pk, reason="等客户图纸确认", line_nos=[2], at=at
        )


def disputed(company: Company, code: str) -> Life:
    """Delivered, and the customer says it is not what he ordered; nobody pays meanwhile."""
    order = yield from scenes.running(company, code, 50)
    if order is None:
        return
    at = yield company.ago(40)
    document = yield from scenes.shipped(company, order, scenes.share(order, Decimal("0.5")), at)
    yield from scenes.arrived(company, document)
    at = yield company.ago(29, 14)
    owner = company.owner_of(company.customers[code]).username
    words = "客户提出异议：两台显示不稳，拒付尾款。@孙倩 请安排检测，@吴敏 暂缓催款。"
    deeds.comment(company, owner, order.pk, words, at)
    at = yield after(at, company.rng, days=1)
    deeds.comment(company, "sun.qian", order.pk, "已约 3 日内上门检测，检测报告出来前先不发剩余货物。", at)
    lifecycle.freeze_order(actor=company.staff["lin.xy"], order_id=order.pk, reason="质量异议处理中", at=at)


def line_closed(company: Company, code: str) -> Life:
    """A part was shipped, the customer lets the rest of a line go."""
    order = yield from scenes.running(company, code, 35)
    if order is None:
        return
    at = yield company.ago(24)
    document = yield from scenes.shipped(company, order, scenes.share(order, Decimal("0.6")), at)
    yield from scenes.arrived(company, document)
    at = yield company.ago(10)
    closure.close_line(
        actor=company.staff["lin.xy"],
        order_id=order.pk,
        line_no=1,
        reason_code="CUSTOMER",
        reason="客户台面减少一组，余量不要了",
        at=at,
    )


def terminated(company: Company, code: str) -> Life:
    """The project was called off: everything that is open is closed short."""
    order = yield from scenes.running(company, code, 45)
    if order is None:
        return
    at = yield company.ago(30)
    document = yield from scenes.shipped(company, order, scenes.share(order, Decimal("0.3")), at)
    yield from scenes.arrived(company, document)
    at = yield company.ago(12)
    closure.close_order(
        actor=company.staff["zhou.gd"],
        order_id=order.pk,
        reason_code="TERMINATED",
        reason="项目终止，按已发结算",
        at=at,
    )


def reopened(company: Company, code: str) -> Life:
    """Closed short by mistake and opened again."""
    order = yield from scenes.running(company, code, 22)
    if order is not None:
        at = yield company.ago(8)
        closure.close_order(
            actor=company.staff["lin.xy"], order_id=order.pk, reason_code="SUPPLY", reason="传感器停产", at=at
        )
        at = yield company.ago(7)
        closure.reopen_order(actor=company.staff["lin.xy"], order_id=order.pk, reason="供应商恢复供货，客户仍要", at=at)


def unapproved(company: Company, code: str) -> Life:
    """Approved too early, so it is a draft again under its number."""
    order = yield from scenes.effective(company, code, 6, payment_term_id=company.terms["MONTHLY30"].pk)
    if order is not None:
        at = yield company.ago(5)
        lifecycle.unapprove_order(
            actor=company.staff["zhou.gd"], order_id=order.pk, reason="客户要求改型号，退回重录", at=at
        )


def voided(company: Company, code: str) -> Life:
    """In effect, and taken out of the world before anything was carried out."""
    order = yield from scenes.effective(company, code, 15)
    if order is not None:
        at = yield company.ago(14)
        lifecycle.void_order(actor=company.staff["lin.xy"], order_id=order.pk, reason="客户取消采购计划", at=at)


def withdrawn(company: Company, code: str) -> Life:
    """Submitted and withdrawn: a draft with a number."""
    customer = company.customers[code]
    at = yield company.ago(1, 11)
    owner = company.owner_of(customer)
    order = deeds.submitted(owner, draft_for(company, customer, at), at)
    at = yield at + timedelta(hours=1)
    lifecycle.withdraw_order(actor=owner, order_id=order.pk, at=at)


def lost_on_the_way(company: Company, code: str) -> Life:
    """A piece broke on the way and is to be shipped again: a line that had closed is open."""
    order = yield from scenes.running(company, code, 28)
    if order is None:
        return
    at = yield company.ago(16)
    document = yield from scenes.shipped(company, order, scenes.whole(order), at)
    at = yield after(at, company.rng, days=3)
    broken = document.lines.order_by("id").first()
    assert broken is not None
    deeds.sign(company, document, at, lines={broken.pk: (broken.quantity - 1, Decimal(1))}, reship=[broken.pk])


def taken_back(company: Company, code: str) -> Life:
    """The wrong goods were on the lorry: the audit is taken back."""
    order = yield from scenes.running(company, code, 18)
    if order is not None:
        at = yield company.ago(5)
        document = yield from scenes.shipped(company, order, scenes.whole(order), at)
        at = yield company.ago(4)
        fulfilment.unaudit_outbound(
            actor=company.staff["luo.qiang"], document_id=document.pk, reason="装错型号，车已截回", at=at
        )


def half_an_advance(company: Company, code: str) -> Life:
    """Half of the advance came; production waits for the rest."""
    order = yield from scenes.effective(company, code, 9, lines=scenes.quick_lines(company))
    if order is not None:
        at = yield company.ago(6)
        deeds.pay(company, deeds.unpaid(order.pk, advance=True), at, Decimal("0.5"))


def unallocated(company: Company, code: str, amount: Decimal, days: int) -> Life:
    """Money came in, and nobody knows yet for which order."""
    at = yield company.ago(days, 15)
    customer = company.customers[code]
    settlement.record_receipt(
        actor=company.staff["wu.min"],
        customer_id=customer.pk,
        amount=amount,
        received_date=company.day_of(at),
        method="TRANSFER",
        payer=customer.name,
        notes="未注明订单号，待客户对账",
        at=at,
    )


def paid_twice(company: Company, code: str) -> Life:
    """The same transfer came twice; what came too much goes back."""
    at = yield company.ago(12, 11)
    finance, customer = company.staff["wu.min"], company.customers[code]
    receipt = settlement.record_receipt(
        actor=finance,
        customer_id=customer.pk,
        amount=Decimal("6480.00"),
        received_date=company.day_of(at),
        method="TRANSFER",
        payer=customer.name,
        notes="客户重复付款",
        at=at,
    )
    at = yield company.ago(10, 10)
    settlement.pay_back(
        actor=finance,
        receipt_id=receipt.pk,
        amount=Decimal("6480.00"),
        paid_date=company.day_of(at),
        reference=f"{company.day_of(at):%Y%m%d}P00871",
        reason="重复付款，客户来函要求退回",
        at=at,
    )


def bounced(company: Company, code: str) -> Life:
    """A cheque that was none: recorded, then void."""
    at = yield company.ago(18, 11)
    receipt = settlement.record_receipt(
        actor=company.staff["wu.min"],
        customer_id=company.customers[code].pk,
        amount=Decimal("23600.00"),
        received_date=company.day_of(at),
        method="CHEQUE",
        at=at,
    )
    at = yield company.ago(15, 10)
    settlement.void_receipt(actor=company.staff["wu.min"], receipt_id=receipt.pk, reason="支票退票", at=at)


def paid_too_much(company: Company, code: str) -> Life:
    """Paid in full before delivery; then a line is closed short, and the customer has money with us."""
    order = yield from scenes.running(company, code, 32)
    if order is None:
        return
    at = yield company.ago(20)
    document = yield from scenes.shipped(company, order, scenes.share(order, Decimal("0.5")), at)
    yield from scenes.arrived(company, document)
    at = yield company.ago(9)
    for one in OrderLine.objects.filter(order_id=order.pk, closure="OPEN").order_by("line_no"):
        closure.close_line(
            actor=company.staff["lin.xy"],
            order_id=order.pk,
            line_no=one.line_no,
            reason_code="SUPPLY",
            reason="缺货，客户同意退余款",
            at=at,
        )
