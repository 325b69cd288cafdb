"""What people of the demo company do with an order: each deed is the operation, done by whose work it is."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from accounts.collaboration import operations as collaboration
from accounts.people.models import User
from common import dates
from orders.approval import queries as approval
from orders.checking import queries as checking
from orders.checking.operations import Answer
from orders.entry.drafts import OrderDraft
from orders.fulfilment import operations as fulfilment
from orders.fulfilment.models import OutboundDocument
from orders.intake.operations import create_and_submit
from orders.lifecycle import operations as lifecycle
from orders.order.models import Order, OrderLine
from orders.promise import kits
from orders.promise.models import Reservation
from orders.settlement import operations as settlement
from orders.settlement.models import PlanRow, Receipt
from orders_site.demo import drafts, tasking
from orders_site.demo.company import Company
from products.stock import operations as stock
from products.stock.models import StockRow

ZERO = Decimal(0)
SUBJECT = Order._meta.label_lower
_SIGNERS = ("门卫室", "仓库 李工", "收货员 周师傅", "设备科 高工", "仓管 小陈")
_LOTS = (20, 40, 60)


def submitted(actor: User, draft: OrderDraft, at: datetime) -> Order:
    """Enter and submit in one go."""
    return create_and_submit(actor=actor, draft=draft, at=at)


def approver(company: Company, order_id: int) -> User | None:
    """Who is asked to decide the order; None when nobody is."""
    found = approval.open_request(SUBJECT, order_id)
    step = approval.current_step(found[1]) if found else None
    return company.person(step.approver_id) if step and step.approver_id else None


def verify(company: Company, order_id: int, at: datetime, wrong: str = "", words: str = "") -> None:
    """The order desk compares a submitted order with the demand; where the point ``wrong`` is not, it goes back."""
    answers = [Answer(one.code, one.code != wrong, words if one.code == wrong else "") for one in checking.points()]
    desk = company.staff["lin.xy"]
    lifecycle.verify_order(actor=desk, order_id=order_id, answers=answers, sends_back=bool(wrong), at=at)


def approve(company: Company, order_id: int, at: datetime) -> Order | None:
    """Approve the order as who is asked, the desk having verified it; None when it waits for nobody any more."""
    actor = approver(company, order_id)
    order = Order.objects.get(pk=order_id)
    if actor and checking.refusal(order.pk, order.content_hash):
        verify(company, order_id, at - timedelta(minutes=20))
    if actor is None:
        return None
    order = lifecycle.approve_order(actor=actor, order_id=order_id, at=at)
    tasking.begin(company, order)
    return order


def send_back(company: Company, order_id: int, reason: str, at: datetime) -> None:
    """Send the order back as who is asked."""
    actor = approver(company, order_id)
    if actor is not None:
        lifecycle.reject_order(actor=actor, order_id=order_id, reason=reason, at=at)


def goods_of(order_id: int) -> list[OrderLine]:
    """Lines of goods that are still to be delivered."""
    lines = OrderLine.objects.filter(order_id=order_id, is_service=False, closure="OPEN", is_frozen=False)
    return [line for line in lines.order_by("line_no") if line.open > line.drafted]


def services_of(order_id: int) -> list[OrderLine]:
    """Services that are still to be performed."""
    return list(OrderLine.objects.filter(order_id=order_id, is_service=True, closure="OPEN").order_by("line_no"))


def draft_delivery(
    company: Company, order: Order, wanted: Sequence[tuple[OrderLine, Decimal]], at: datetime, **header: Any
) -> OutboundDocument:
    """The desk writes the delivery notice, with the carrier that logistics named."""
    rng, carriers, day = company.rng, company.carriers, dates.business_day(at)
    is_abroad = order.currency_id != "CNY"
    carrier = carriers[3] if is_abroad else rng.choice(carriers[:3])
    chosen = {
        "carrier": carrier,
        "waybill": f"{carrier.code}{rng.randint(10**9, 10**10 - 1)}",
        "freight": Decimal(rng.randint(30, 260) * (10 if is_abroad else 1)),
        "planned_ship_date": day,
        "arrival_date": day + timedelta(days=28 if is_abroad else rng.randint(2, 4)),
    }
    lines = [(line.pk, quantity) for line, quantity in wanted]
    return fulfilment.draft_outbound(actor=company.staff["lin.xy"], lines=lines, at=at, **{**chosen, **header})


def audit(
    company: Company, document: OutboundDocument, wanted: Sequence[tuple[OrderLine, Decimal]], at: datetime
) -> OutboundDocument:
    """The warehouse sees to it that the goods are there and lets them go."""
    replenish(company, document, wanted, at)
    return fulfilment.audit_outbound(actor=company.staff["luo.qiang"], document_id=document.pk, at=at)


def replenish(
    company: Company, document: OutboundDocument, wanted: Iterable[tuple[OrderLine, Decimal]], at: datetime
) -> None:
    """What is missing for a delivery arrives before it: bought or made, in a lot that lasts a while."""
    place = document.warehouse_id or company.warehouses[0].pk
    held = Reservation.objects.filter(
        line_id__in=[line.pk for line, _quantity in wanted], stock_row__warehouse_id=place
    )
    rows_held = held.values_list("line_id", "stock_row__product_id").annotate(Sum("quantity"))
    reserved = {(line_id, product_id): quantity for line_id, product_id, quantity in rows_held}
    needed: dict[int, Decimal] = {}
    for line, quantity in wanted:
        for product_id, pieces in kits.needs(line, quantity):
            free_wanted = max(ZERO, pieces - reserved.get((line.pk, product_id), ZERO))
            needed[product_id] = needed.get(product_id, ZERO) + free_wanted
    rows = StockRow.objects.filter(product_id__in=needed, warehouse_id=place)
    free = {row.product_id: row.available for row in rows}
    for product_id, quantity in needed.items():
        short = quantity - free.get(product_id, ZERO)
        if short > 0:
            receive(company, product_id, short + company.rng.choice(_LOTS), at, place)


def receive(
    company: Company, product_id: int, quantity: Decimal, at: datetime, warehouse_id: int | None = None
) -> None:
    """A lot arrives from production or a supplier."""
    stock.receive_goods(
        actor=company.staff["luo.qiang"],
        product_id=product_id,
        warehouse_id=warehouse_id,
        quantity=quantity,
        reason="采购到货" if company.product_by_id(product_id).supplier_id else "生产入库",
        document_number=f"RK{dates.business_day(at):%y%m%d}{company.rng.randint(10, 99)}",
        at=at,
    )


def sign(
    company: Company,
    document: OutboundDocument,
    at: datetime,
    *,
    lines: dict[int, tuple[Decimal, Decimal]] | None = None,
    reship: Collection[int] = (),
) -> OutboundDocument:
    """The customer signs for a delivery, in full unless ``lines`` say otherwise."""
    is_abroad = document.customer.currency_id != "CNY"
    return fulfilment.sign_outbound(
        actor=company.staff["sun.qian"],
        document_id=document.pk,
        signer="Warehouse" if is_abroad else company.rng.choice(_SIGNERS),
        signed_date=dates.business_day(at),
        lines=lines,
        reship=reship,
        at=at,
    )


def perform(company: Company, order_id: int, line: OrderLine, at: datetime) -> None:
    """Customer service performs a service of an order."""
    fulfilment.perform_service(
        actor=company.staff["sun.qian"],
        order_id=order_id,
        line_no=line.line_no,
        quantity=line.open,
        performed_date=dates.business_day(at),
        proof=f"服务报告 FW{dates.business_day(at):%y%m%d}-{company.rng.randint(1, 9)}",
        at=at,
    )


def pay(company: Company, rows: Sequence[PlanRow], at: datetime, part: Decimal = Decimal(1)) -> Receipt:
    """Money for plan rows of one payer: recorded by finance and allocated at once."""
    order = rows[0].order
    wanted = [(row.pk, ((row.amount - row.received) * part).quantize(Decimal("0.01"))) for row in rows]
    payer_id = order.bill_to_id or order.customer_id
    method = order.payment_method or "TRANSFER"
    return settlement.record_receipt(
        actor=company.staff["wu.min"],
        customer_id=payer_id,
        amount=sum((amount for _row, amount in wanted), ZERO),
        currency=order.currency_id,
        received_date=dates.business_day(at),
        method=method,
        draft=drafts.drawn(order, dates.business_day(at)) if method == "ACCEPTANCE" else None,
        allocations=wanted,
        at=at,
    )


def unpaid(order_id: int, *, advance: bool | None = None) -> list[PlanRow]:
    """The order's plan rows that are not paid in full."""
    rows = PlanRow.objects.filter(order_id=order_id).select_related("order").order_by("sequence")
    if advance is not None:
        rows = rows.filter(is_advance=advance)
    return [row for row in rows if row.amount > row.received]


def comment(company: Company, login: str, order_id: int, text: str, at: datetime) -> None:
    """Somebody says something at an order."""
    collaboration.add_comment(actor=company.staff[login], subject_type=SUBJECT, subject_id=order_id, text=text, at=at)
