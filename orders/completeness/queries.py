"""What orders lack of the steps that are still before them, and how many open orders a demand would stop."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from accounts.people.models import User
from orders.completeness import rules
from orders.completeness.rules import Gap, Step
from orders.order.choices import DeliveryMethod, InvoiceKind
from orders.order.models import Order, OrderLine
from orders.order.states import Fulfilment, Origin, Status

OPEN = (Status.DRAFT, Status.SUBMITTED, Status.EFFECTIVE)
# the states in which a step is still to come
BEFORE: dict[Step, tuple[Status, ...]] = {
    Step.SUBMIT: (Status.DRAFT,),
    Step.APPROVE: (Status.DRAFT, Status.SUBMITTED),
    Step.PRODUCE: OPEN,
    Step.SHIP: OPEN,
    Step.INVOICE: OPEN,
}


def gaps_ahead(actor: User | None, order: Order, lines: Sequence[OrderLine]) -> list[Gap]:
    """What an open order lacks of the steps that are still before it; nothing of one that is closed, void or of
    history. ``actor``: who is told."""
    if order.status not in OPEN or order.origin == Origin.HISTORY:
        return []
    passed = {Step.PRODUCE, Step.SHIP} if order.fulfilment == Fulfilment.FULL else set()
    ahead = {step for step, states in BEFORE.items() if order.status in states} - passed
    return [gap for gap in rules.missing(order, lines, actor) if gap.step in ahead]


def said(actor: User, order: Order, lines: Sequence[OrderLine]) -> list[dict[str, Any]]:
    """The same for the page of an order and its document (``GapSerializer``)."""
    return [
        {"field": gap.field, "label": str(gap.label), "step": str(gap.step)} for gap in gaps_ahead(actor, order, lines)
    ]


def blocked_by(fields: Sequence[str]) -> dict[str, dict[str, int]]:
    """Field → step → how many open orders lack it and have the step still before them: what a demand would stop. One
    statement; a field that cannot be counted (files) is left out."""
    counted = {field: lacking for field in fields if (lacking := _lacking(field)) is not None}
    names = {f"n{place}": field for place, field in enumerate(counted)}
    sums = {name: Count("pk", filter=counted[field]) for name, field in names.items()}
    rows = Order.objects.filter(status__in=OPEN).exclude(origin=Origin.HISTORY).values("status").annotate(**sums)
    found: dict[str, dict[str, int]] = {field: dict.fromkeys(Step.values, 0) for field in counted}
    for row in rows.order_by():
        for name, field in names.items():
            for step, states in BEFORE.items():
                if row["status"] in states:
                    found[field][step] += row[name]  # type: ignore[literal-required]
    return found


def incomplete() -> Q:
    """Open orders that lack something of a step that is still before them, rows that are no lines yet among it: what
    ``gaps_ahead`` finds, but for files."""
    found = Q(status=Status.DRAFT) & ~Q(unfinished=[])
    for field, step in rules.steps_now().items():
        lacking, ahead = _lacking(field), Q(status__in=BEFORE[Step(step)])
        if lacking is not None:
            delivered = Step(step) in (Step.PRODUCE, Step.SHIP)
            found |= ahead & lacking & (~Q(fulfilment=Fulfilment.FULL) if delivered else Q())
    return found & ~Q(origin=Origin.HISTORY)


_LINES = OrderLine.objects.filter(order=OuterRef("pk"))
_NO_DAY = Q(requested_date__isnull=True)
_SENT = Q(order_type__ships=True) & ~Q(delivery_method=DeliveryMethod.PICK_UP)
_BILLED = Q(order_type__invoices=True, invoice_kind=InvoiceKind.SPECIAL)
_ONLY = {"ship_address": _SENT, "ship_recipient": _SENT, "invoice_title": _BILLED, "invoice_tax_number": _BILLED}


def _lacking(field: str) -> Q | None:
    """The orders that lack a field, as ``rules.missing`` finds them."""
    apart: dict[str, Q] = {
        "lines": Q(line_count=0),
        "lines.price": Q(order_type__invoices=True) & Q(Exists(_LINES.filter(price=0, is_gift=False, discount__lt=1))),
        "lines.requested_date": _NO_DAY & Q(Exists(_LINES.filter(requested_date__isnull=True))),
    }
    if field in apart:
        return apart[field]
    if field == rules.SOURCE_FILE:
        return None
    if (own := rules.custom_fields().get(field)) is not None:
        if field.startswith("lines."):
            return Q(Exists(_LINES.exclude(custom__has_key=own.key)))
        return ~Q(custom__has_key=own.key)
    column = Order._meta.get_field(field)
    empty = Q(**{f"{field}__isnull": True}) if column.null else Q(**{field: ""})
    return empty & _ONLY.get(field, Q())
