"""The reads of the order-line list: lines with their orders, the numbers of tabs and foot, the areas beside it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import policies
from common import doors, errors, keyset
from customers.models import Customer
from orders.fulfilment import queries as fulfilment
from orders.lines import areas
from orders.lines.filters import OF_CUSTOMERS, LineFilter
from orders.order import queries as orders
from orders.order.models import OrderLine
from orders.order.states import Closure, Status
from products.catalogue.models import ProductText
from products.fields import VIEW as OF_PRODUCTS
from segments import queries as segments
from segments.classification import history
from segments.fields import Level
from segments.filters import is_free
from segments.models import Segment

PAGE_SIZE = 50
MOST_TABS = 12  # of saved conditions; the page of saved conditions has all
COUNT_LIMIT = 999  # what a tab shows in figures; above it "999+"
ALL, DEFAULT = "all", "open"
COUNT_PATIENCE_MS = 400  # then a tab shows no number
NOT_CONDITIONS = {"view", "base", "sort", "cursor", "page_size", "areas"}

SORTS: dict[str, keyset.Sort] = {
    "order_date": keyset.Sort("order__order_date"),
    "promised_date": keyset.Sort("promised_date", nullable=True, descending=False),
    "id": keyset.Sort("pk"),
}
_ORDER = (
    *(
        "number",
        "custom",
        "status",
        "origin",
        "order_date",
        "currency",
        "territory",
        "fulfilment",
        "stage",
        "is_rejected",
    ),
    *(
        "is_frozen",
        "freeze_reason",
        "is_changing",
        "is_urgent",
        "requested_date",
        "promised_date",
        "next_due_date",
        "contact_name",
        "set_aside_reason",
        "open_doubts",
        "open_exceptions",
    ),
    *("customer_po_number", "customer", "salesperson", "executing_owner", "department"),
)
_LINE = (
    *("line_no", "product_id", "text_id", "product_code", "product_name", "specification", "auxiliary_attribute"),
    *("unit", "is_service", "is_gift", "ordered", "original", "reserved", "shipped", "signed", "transit_loss"),
    *("returned", "reship", "short_closed", "invoiced", "price", "discount", "amount", "tax", "net", "unit_cost"),
    *("requested_date", "first_promised_date", "promised_date", "first_ship_date", "last_ship_date", "closure"),
    *("close_reason_code", "close_reason", "row_closed", "is_frozen", "freeze_reason", "customisation", "notes"),
    *("custom", "schedule", "is_changing"),
)
_OF_CUSTOMER = ("code", "name", "short_name", "territory", "region", "province", "province_group", "tags", "flags")
_OF_TEXT = (
    *("tags", "flags", "base_code", "sensor_count", "brand", "tonnage", "structure", "sensor_brand", "sensor_tonnage"),
    "sensor_structure",
)
_PEOPLE = ("salesperson", "executing_owner", "department")


@dataclass(frozen=True)
class View:
    """A named condition on lines, shown as a tab."""

    label: str | Promise
    condition: Q
    until_today: bool = False
    is_hot: bool = False

    def on(self, today: date) -> Q:
        """The condition on a business day."""
        return self.condition & Q(promised_date__lt=today) if self.until_today else self.condition


_OPEN = Q(closure=Closure.OPEN, order__status=Status.EFFECTIVE)
VIEWS: dict[str, View] = {
    DEFAULT: View(_("To be delivered"), _OPEN),
    "late": View(pgettext_lazy("order lines", "Late"), _OPEN, until_today=True, is_hot=True),
    "not_closed": View(_("Row-close flag N"), Q(row_closed=False, order__status=Status.EFFECTIVE)),
    ALL: View(pgettext_lazy("order lines", "All"), Q()),
}


@dataclass(frozen=True)
class Wanted:
    """What a person asked the list for; ``areas``: how the areas stand beside it, "" for not at all; ``base``: the
    saved condition that he started from."""

    actor: Any
    today: date
    view: str
    sort: str
    cursor: str | None
    areas: str
    conditions: QueryDict
    filter: LineFilter
    lines: QuerySet[OrderLine]
    base: str = ""
    mine: str = ""

    @property
    def url(self) -> str:
        """The list without any condition."""
        return reverse("orders:line-list")

    @property
    def as_of(self) -> date | None:
        """The day by whose rules customers and products count; None: by those of now."""
        return self.filter.rules_day

    @property
    def has_conditions(self) -> bool:
        return any(value for values in self.conditions.lists() for value in values[1])

    @property
    def with_money(self) -> bool:
        """Whether prices and amounts are shown."""
        return not policies.effect(self.actor, "order.amount")

    @property
    def with_products(self) -> bool:
        """Whether what the rules read out of products is shown."""
        return policies.can(self.actor, OF_PRODUCTS)

    @property
    def shown(self) -> dict[str, bool]:
        """Which sums of ``figures`` are the person's to know."""
        return {"with_money": self.with_money, "with_products": self.with_products}


def list_lines(actor: Any) -> QuerySet[OrderLine]:
    """The lines of the orders that ``actor`` may see. Page them with ``SORTS``."""
    return segments.rows_seen(actor, Level.LINE)


def wanted(actor: Any, params: QueryDict, today: date) -> Wanted:
    """Read the query string. Without a view: what is to be delivered, or all once something is searched for.

    Raises Invalid when a condition cannot be read, BadCondition with the place in its text.
    """
    given = params.copy()
    for name in NOT_CONDITIONS:
        given.pop(name, None)
    fallback = ALL if any(given.values()) else DEFAULT
    view = params.get("view") or fallback
    view = view if view in VIEWS else fallback
    chosen = LineFilter(given, list_lines(actor), actor=actor, today=today)
    doors.require_readable(chosen)
    return Wanted(
        actor=actor,
        today=today,
        view=view,
        sort=params.get("sort") or "order_date",
        cursor=params.get("cursor"),
        areas=next((way for way in possible_areas(actor) if way == params.get("areas")), ""),
        base=params.get("segment") or params.get("base", ""),
        conditions=given,
        filter=chosen,
        lines=chosen.qs.filter(VIEWS[view].on(today)),
    )


def possible_areas(actor: Any) -> list[str]:
    """How the areas can be read; the customer's own only for who may see customers."""
    return [str(at) for at in areas.At if at is areas.At.ORDER or policies.can(actor, OF_CUSTOMERS)]


def require_area(actor: Any, at: areas.At) -> None:
    """Raise NotAllowed for who may not see customers and asks for their present department in charge."""
    if at is areas.At.CUSTOMER:
        policies.require(actor, OF_CUSTOMERS)


def page(asked: Wanted) -> keyset.Page:
    """The page of lines with their orders, and what these name: a constant number of statements."""
    found = keyset.paginate(
        shown(asked.lines),
        sorts=SORTS,
        sort=asked.sort,
        cursor=asked.cursor,
        size=PAGE_SIZE,
        is_free=is_free(asked.conditions),
    )
    name_related(found.items, asked.as_of)
    return found


def shown(lines: QuerySet[OrderLine]) -> QuerySet[OrderLine]:
    """With the columns that a list shows, of the line and of its order, in one statement."""
    return lines.select_related("order").only("order", *_LINE, *(f"order__{name}" for name in _ORDER))


def name_related(lines: Iterable[OrderLine], as_of: date | None = None) -> None:
    """Hang on a page of lines the customers, texts, people and departments that they name: three statements.
    Customers and texts are classified as they were on the day ``as_of``, or as they are now."""
    lines = list(lines)
    if not lines:
        return
    orders.name_related([line.order for line in lines], _PEOPLE)
    customers = Customer.objects.only(*_OF_CUSTOMER).in_bulk({line.order.customer_id for line in lines})
    texts = ProductText.objects.only(*_OF_TEXT).in_bulk({line.text_id for line in lines})
    if as_of is not None:
        history.put_back("customer", customers.values(), as_of)
        history.put_back("product", texts.values(), as_of)
    for line in lines:
        line.order.customer = customers[line.order.customer_id]
        line.text = texts[line.text_id]


def count_views(actor: Any, today: date) -> dict[str, int]:
    """The number beside each view, at most COUNT_LIMIT + 1; none for "all"."""
    lines = list_lines(actor)

    def rows(view: View) -> Callable[[], QuerySet]:
        return lambda: lines.filter(view.on(today))

    shown = {key: rows(view) for key, view in VIEWS.items() if key != ALL}
    return keyset.numbers(shown, COUNT_PATIENCE_MS, COUNT_LIMIT)


def saved(actor: Any, *, with_rows: bool = False) -> list[Segment]:
    """The saved conditions on lines that stand as tabs: the person's own, his departments', the company's;
    ``with_rows`` to count what they find."""
    order = list(Segment.Audience.values)
    found = segments.list_tabs(actor, Level.LINE, with_rows=with_rows)
    return sorted(found, key=lambda one: (order.index(one.audience), str(one)))[:MOST_TABS]


def count_segments(actor: Any, found: Iterable[Segment], today: date) -> dict[int, int]:
    """The number beside each saved condition on lines, by its key; none where counting takes too long."""
    lines, reader = list_lines(actor), segments.Reader(actor)

    def rows(segment: Segment) -> Callable[[], QuerySet]:
        return lambda: lines.filter(reader.condition(segment).narrow(Level.LINE, today))

    return keyset.numbers({one.pk: rows(one) for one in found}, COUNT_PATIENCE_MS, COUNT_LIMIT)


def get_line(*, actor: Any, line_id: int) -> OrderLine:
    """A line of an order that ``actor`` may see. Raises NotFound, also for "not yours"."""
    line = list_lines(actor).filter(pk=line_id).select_related("order").first()
    if line is None:
        raise errors.NotFound()
    return line


@dataclass(frozen=True)
class Shipment:
    """A part of a line that went out, or a part of a service that was performed (then ``document`` is "")."""

    document: str
    ship_date: date | None
    quantity: Any
    signed: Any


def shipments(actor: Any, line: OrderLine) -> list[Shipment]:
    """What of a line went out when (R028, Q12), oldest first; none for who may not see deliveries."""
    audited = [one for one in fulfilment.documents_of_order(actor, line.order) if one.status in ("AUDITED", "SIGNED")]
    sent = [
        Shipment(document.number, document.ship_date, part.quantity, part.signed_quantity)
        for document in audited
        for part in document.order_lines  # type: ignore[attr-defined]
        if part.order_line_id == line.pk
    ]
    performed = [
        Shipment("", one.performed_date, one.quantity, one.quantity)
        for one in fulfilment.services_of_order(actor, line.order)
        if one.order_line_id == line.pk and one.revoked_at is None
    ]
    return sorted([*sent, *performed], key=lambda one: (one.ship_date or date.max, one.document))
