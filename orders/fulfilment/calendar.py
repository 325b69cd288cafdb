"""The days on which things went out and were signed for, on lines and payment plans."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Max, Min

from customers.models import PaymentTermRow
from orders.closure.aftermath import Affected
from orders.fulfilment.models import OutboundDocument, OutboundLine, ServiceRecord
from orders.order.models import OrderLine

Basis = PaymentTermRow.Basis
Status = OutboundDocument.Status
LEFT = (Status.AUDITED, Status.SIGNED)


def date_shipments(affected: Iterable[Affected]) -> None:
    """Say from which day the orders' SHIP rows count: the latest shipment or service; nothing while none."""
    for one in affected:
        one.dates[Basis.SHIP] = max((line.last_ship_date for line in one.lines if line.last_ship_date), default=None)


def date_signings(affected: Sequence[Affected]) -> None:
    """Say from which day the orders' SIGN rows count: the latest signing of goods or performance of a service;
    two statements for all orders. Documents must be saved before."""
    ids = [one.order.pk for one in affected]
    signed = OutboundLine.objects.filter(order__in=ids, document__status=Status.SIGNED)
    served = ServiceRecord.objects.filter(order__in=ids, revoked_at__isnull=True)
    days: dict[int, list[date]] = {pk: [] for pk in ids}
    rows = [
        *signed.values_list("order_id").annotate(day=Max("document__signed_date")).order_by(),
        *served.values_list("order_id").annotate(day=Max("performed_date")).order_by(),
    ]
    for pk, day in rows:
        days[pk].append(day)
    for one in affected:
        one.dates[Basis.SIGN] = max(days[one.order.pk], default=None)


def recount_ship_dates(lines: Iterable[OrderLine]) -> None:
    """Set first and last ship date of lines from what stands of their documents and services; two statements.
    Documents must be saved before."""
    lines = list(lines)
    ids = [line.pk for line in lines]
    goods = OutboundLine.objects.filter(order_line__in=ids, document__status__in=LEFT)
    served = ServiceRecord.objects.filter(order_line__in=ids, revoked_at__isnull=True)
    spans: dict[int, list[date]] = {pk: [] for pk in ids}
    went = {"first": Min("document__ship_date"), "last": Max("document__ship_date")}
    done = {"first": Min("performed_date"), "last": Max("performed_date")}
    rows = [
        *goods.values_list("order_line").annotate(**went).order_by(),
        *served.values_list("order_line").annotate(**done).order_by(),
    ]
    for pk, first, last in rows:
        spans[pk] += [day for day in (first, last) if day]
    for line in lines:
        line.first_ship_date = min(spans[line.pk], default=None)
        line.last_ship_date = max(spans[line.pk], default=None)
