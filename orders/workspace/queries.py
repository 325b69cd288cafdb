"""The reads that only the order's page makes: numbers on its tabs, its neighbours, one line in full."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from accounts.collaboration import queries as collaboration
from common import errors
from orders.fulfilment import queries as fulfilment
from orders.fulfilment.ship_dates import queries as ship_dates
from orders.invoicing import queries as invoicing
from orders.order import arranging, margins, policies, queries, scheduling
from orders.order.states import Status
from orders.promise import kits
from orders.promise import queries as promise
from orders.settlement import policies as receipts
from orders.settlement import queries as settlement
from segments.classification import sheet as rules
from segments.custom_fields import values


def neighbour(user: Any, order: Any, direction: str) -> Any:
    """The visible order beside this one in the list as it first opens (newest day first); None at the end."""
    rows = queries.list_orders(user).select_related(None)
    day, pk = order.order_date, order.pk
    if direction == "previous":
        above = rows.filter(Q(order_date__gt=day) | Q(order_date=day, pk__gt=pk), order_date__gte=day)
        return above.order_by("order_date", "pk").first()
    below = rows.filter(Q(order_date__lt=day) | Q(order_date=day, pk__lt=pk), order_date__lte=day)
    return below.order_by("-order_date", "-pk").first()


@dataclass(frozen=True)
class LineView:
    """One line with all that is known of it."""

    line: Any
    promises: list[Any]
    reservations: list[Any]
    components: list[Any]  # of a kit that counts them
    unknown: list[str]  # why those of a kit are not known
    shipments: list[tuple[Any, Any]]
    services: list[Any]
    received: list[Any]  # ship dates that were said of it and wait
    margin: Decimal | None = None  # in the company's currency; None for who may not know
    follows: int | None = None  # of a gift: the number of the line that it is given for

    @property
    def details(self) -> list[tuple[Any, str]]:
        """What was entered beside quantity and price, with the columns' own names."""
        names = ("logo", "colour", "packaging", "customisation", "special_requirements", "notes")
        found = [(self.line._meta.get_field(name).verbose_name, getattr(self.line, name)) for name in names]
        found.append((self.line._meta.get_field("schedule").verbose_name, scheduling.words(self.line.schedule)))
        found += values.spoken(values.LINE, self.line.custom)
        return [(label, value) for label, value in found if value] + rules.said_of(self.line.text, "product")


def line_of(order: Any, line_no: int) -> Any:
    """A line of an order that the reader sees, as it is stored. Raises NotFound."""
    return _among(queries.lines_of(order), line_no)


def _among(lines: Iterable[Any], line_no: int) -> Any:
    line = next((one for one in lines if one.line_no == line_no), None)
    if line is None:
        raise errors.NotFound()
    return line


def line_view(user: Any, order: Any, line_no: int) -> LineView:
    """A line of an order the user sees, redacted for him. Raises NotFound."""
    lines = queries.lines_of(order)
    line = _among(lines, line_no)
    hides = policies.hides_margin(user)
    documents: list[Any] = fulfilment.documents_of_order(user, order)
    return LineView(
        line=policies.redact(user, [line])[0],
        promises=[entry for entry in promise.promises_of(order.pk) if entry.line_id == line.pk],
        reservations=promise.reservations_of([line.pk]),
        components=promise.components_of(order, line),
        unknown=kits.missing_of(line),
        shipments=[(doc, part) for doc in documents for part in doc.order_lines if part.order_line_id == line.pk],
        services=[record for record in fulfilment.services_of_order(user, order) if record.order_line_id == line.pk],
        received=ship_dates.of_line(user, order, line_no),
        margin=None if hides else margins.line_margins(order, lines)[line_no],
        follows=arranging.source_numbers(lines).get(line_no),
    )


def shipments(user: Any, order: Any) -> dict[str, Any]:
    """The tab of deliveries: documents with their lines of this order, and services performed."""
    return {
        "documents": fulfilment.documents_of_order(user, order),
        "services": fulfilment.services_of_order(user, order),
        "may_take_back": order.status in (Status.EFFECTIVE, Status.CLOSED)
        and policies.can(user, "service.perform", order),
    }


@dataclass(frozen=True)
class PlanPart:
    """A row of the payment plan with what is still open of it."""

    row: Any

    @property
    def open(self) -> Decimal:
        return self.row.amount - self.row.received

    @property
    def is_paid(self) -> bool:
        return self.row.received >= self.row.amount


def money(user: Any, order: Any) -> dict[str, Any]:
    """The tab of money: payment plan and what pays it."""
    plan = [PlanPart(row) for row in settlement.plan_of(order)]
    return {
        "plan": plan,
        "allocations": settlement.receipts_of_order(user, order),
        "invoices": invoicing.invoices_of_order(user, order),
        "may_write_off": receipts.can(user, "receipt.write_off", order.bill_to or order.customer),
    }


def counts(user: Any, order: Any) -> dict[str, int]:
    """The numbers on the tabs: deliveries, payments, files."""
    return {
        "shipments": len(fulfilment.documents_of_order(user, order)),
        "money": len(settlement.plan_of(order)),
        "files": collaboration.attachments_seen(user, "orders.order", order.pk).order_by().count(),
    }
