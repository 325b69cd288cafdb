"""What the company's own software said of goods that left (R028): days that were taken, one of them the evening
before the audit, some that wait, one that collides, one put aside. Part of the showcase."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.fulfilment.ship_dates.models import ReceivedShipDate
from orders.fulfilment.ship_dates.operations import Said, dismiss_ship_date, submit_ship_dates
from orders.order.models import Order
from orders.order.states import Origin, Status
from orders_site.demo.agenda import Life
from orders_site.demo.company import Company

_PROVIDER = "ERP"
_TAKEN = 4  # documents whose day arrives as it was entered
_LOST, _TEST = "SF1409900031207", "TEST-0001"  # waybills that no document has


def lives(company: Company) -> Iterator[Life]:
    """One evening's transmission, and what logistics makes of it. It takes no chances: the lives beside it would go
    otherwise."""
    yield _transmission(company)


def _transmission(company: Company) -> Life:
    at = yield company.now - timedelta(minutes=3)
    submit_ship_dates(actor=company.staff["erp.bridge"], rows=list(_rows(company.today)), at=at)
    at = yield company.now - timedelta(minutes=1)
    test = ReceivedShipDate.objects.get(waybill=_TEST)
    reason = "接口联调的测试数据，没有对应的发货。"
    dismiss_ship_date(actor=company.staff["sun.qian"], received_id=test.pk, reason=reason, at=at)


def _rows(today: date) -> Iterator[Said]:
    number = count(1)

    def said(day: date, **what: object) -> Said:
        return Said(_PROVIDER, f"CK{today:%y%m%d}{next(number):03}", day, **what)  # type: ignore[arg-type]

    gone = _gone()
    for document in gone[:_TAKEN]:
        yield said(_day(document), outbound=document.number)
    for document in gone[_TAKEN : _TAKEN + 1]:  # the lorry left the evening before
        yield said(_day(document) - timedelta(days=1), outbound=document.number)
    for document in gone[:1]:  # said again, with another day
        yield said(_day(document) - timedelta(days=1), outbound=document.number)
    for document in gone[_TAKEN + 1 : _TAKEN + 2]:
        for part in OutboundLine.objects.filter(document=document).select_related("order", "order_line")[:1]:
            assert part.order_line is not None  # its document is not void
            line = {"order": part.order.number, "line_no": part.order_line.line_no, "quantity": part.quantity}
            yield said(_day(document), waybill=document.waybill, **line)
    for document in OutboundDocument.objects.filter(status=OutboundDocument.Status.DRAFT).order_by("-id")[:1]:
        yield said(today, outbound=document.number)
    yield said(today - timedelta(days=1), waybill=_LOST, carrier="顺丰速运")
    yield said(today - timedelta(days=1), waybill=_TEST)


def _gone() -> list[OutboundDocument]:
    """The latest documents that left on a day after their orders were placed, and whose orders are in use."""
    left = (OutboundDocument.Status.AUDITED, OutboundDocument.Status.SIGNED)
    found = OutboundDocument.objects.filter(status__in=left).order_by("-id").prefetch_related("lines__order")
    return [one for one in found[:60] if all(_is_taking(one, part.order) for part in one.lines.all())]


def _is_taking(document: OutboundDocument, order: Order) -> bool:
    in_use = order.status in (Status.EFFECTIVE, Status.CLOSED) and order.origin != Origin.HISTORY
    return in_use and order.order_date < _day(document)


def _day(document: OutboundDocument) -> date:
    assert document.ship_date is not None  # it left
    return document.ship_date
