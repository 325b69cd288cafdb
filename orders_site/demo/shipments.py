"""Goods that leave and travel on the day of the demo: a picking list, packages, serial and batch numbers, what carriers
say, customers who were told, a link for signing. Part of the showcase; it takes no chances."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal

from orders.fulfilment import operations as fulfilment
from orders.fulfilment.dispatch import operations as dispatch
from orders.fulfilment.handover import operations as handover
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.fulfilment.numbers import operations as numbers
from orders.fulfilment.packing import operations as packing
from orders.fulfilment.packing.rules import Packed
from orders.fulfilment.transit import operations as transit
from orders.fulfilment.transit.operations import News
from orders_site.demo.agenda import Life
from orders_site.demo.company import Company
from products.catalogue import operations as catalogue
from products.catalogue.choices import Numbering
from products.stock import operations as stock
from products.stock.models import StockRow

Status = OutboundDocument.Status
LATE = 4  # the place of the one that should have been there
_PLACES = ("A-01-2", "A-03-1", "B-02-4", "C-01-1", "C-05-3")
_WAY = (  # hours ago, what, where, the carrier's words
    (30, "PICKED_UP", "杭州滨江营业部", "已揽收"),
    (20, "IN_TRANSIT", "嘉兴转运中心", "已发往目的地"),
    (6, "OUT", "派送网点", "正在派送"),
)


def lives(company: Company) -> Iterator[Life]:
    """The last minutes of the day."""
    yield _warehouse(company)
    yield _road(company)


def _warehouse(company: Company) -> Life:
    at = yield company.now - timedelta(minutes=2)
    actor = company.staff["luo.qiang"]
    waiting = list(OutboundDocument.objects.filter(status=Status.DRAFT).order_by("warehouse", "-id"))
    together = [one for one in waiting if one.warehouse_id == waiting[0].warehouse_id][:3] if waiting else []
    for document in together:
        for line, place in zip(_lines(document), _PLACES, strict=False):
            assert line.order_line is not None
            _place(company, line.order_line.product_id, document.warehouse_id or 0, place)
    if together:
        dispatch.start_wave(actor=actor, document_ids=[one.pk for one in together], at=at)
        one = _lines(together[0])[0]
        _ask_for_numbers(company, one, Numbering.SERIAL)
        known = [(f"HX{company.today:%y%m}{count:04}", Decimal(1)) for count in range(1, 3)]
        given = known[: max(1, int(one.quantity) - 1)]
        numbers.record_numbers(actor=actor, document_id=one.document_id, numbers={one.pk: given}, at=at)
    taken = {line.order_line.product_id for document in together for line in _lines(document) if line.order_line}
    for document in _going()[:4]:
        lines = _lines(document)
        packing.pack_document(actor=actor, document_id=document.pk, packages=_carton(lines), at=at)
        first = lines[0]
        if first.order_line is not None and first.order_line.product_id not in taken:
            taken.add(first.order_line.product_id)
            _ask_for_numbers(company, first, Numbering.BATCH)
            batch = [(f"B{company.today:%y%m}-{document.pk % 90 + 10}", first.quantity)]
            numbers.record_numbers(actor=actor, document_id=document.pk, numbers={first.pk: batch}, at=at)
            break


def _road(company: Company) -> Life:
    at = yield company.now - timedelta(minutes=1)
    actor = company.staff["sun.qian"]
    going = _going()
    for place, document in enumerate(going[:6]):
        day = company.today + timedelta(days=(0, 1, 1, 3, 0, 1)[place])
        if place == LATE and document.ship_date is not None:
            day = min(company.today - timedelta(1), document.ship_date + timedelta(1))
        changes = {"arrival_date": day, "freight_charged": Decimal(60) if place % 2 else Decimal(0)}
        fulfilment.update_outbound(actor=actor, document_id=document.pk, version=None, changes=changes, at=at)
    rows = [
        News("快递100", f"{document.pk}-{kind}", kind, at - timedelta(hours=hours), document.number, "", where, words)
        for document in going[:4]
        for hours, kind, where, words in _WAY
        if at - timedelta(hours=hours) > (document.audited_at or at)
    ]
    for document in going[:1]:
        rows.append(News("快递100", f"{document.pk}-D", "DELIVERED", at, document.number, person="门卫室"))
    for document in going[LATE : LATE + 1]:
        rows.append(News("快递100", f"{document.pk}-H", "HELD_UP", at, document.number, text="高速封闭，预计延误两天"))
    transit.record_news(actor=actor, rows=rows, at=at)
    for document in going[1:2]:
        transit.tell_customer(
            actor=actor, document_id=document.pk, way="PHONE", recipient="仓库王工", note="明天上午到，请备叉车", at=at
        )
    for document in going[3:4]:
        handover.issue_link(actor=actor, document_id=document.pk, recipient="司机赵师傅", at=at)


def _carton(lines: Sequence[OutboundLine]) -> list[Packed]:
    contents = {line.pk: line.quantity for line in lines}
    length, width, height = Decimal(60), Decimal(40), Decimal(35)
    return [Packed(mark="C/NO. 1", weight=Decimal("18.5"), length=length, width=width, height=height, items=contents)]


def _going() -> list[OutboundDocument]:
    """The latest documents on their way that took goods of our stock."""
    return list(OutboundDocument.objects.filter(status=Status.AUDITED, moves_stock=True).order_by("-id")[:12])


def _lines(document: OutboundDocument) -> Sequence[OutboundLine]:
    return list(document.lines.select_related("order_line__product").order_by("pk"))


def _place(company: Company, product_id: int, warehouse_id: int, place: str) -> None:
    if StockRow.objects.filter(product=product_id, warehouse=warehouse_id).exists():
        stock.place_goods(
            actor=company.staff["luo.qiang"],
            product_id=product_id,
            warehouse_id=warehouse_id,
            place=place,
            at=company.now,
        )


def _ask_for_numbers(company: Company, line: OutboundLine, numbering: str) -> None:
    assert line.order_line is not None
    product = line.order_line.product
    catalogue.update_product(
        actor=company.staff["admin"],
        product_id=product.pk,
        version=product.version,
        changes={"numbering": numbering},
        at=company.now,
    )
