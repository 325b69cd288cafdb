"""A stored draft as it would be entered again: its header, its lines, in part or whole. Pure."""

from decimal import Decimal
from typing import Any

from orders.entry.drafts import ALWAYS, COMMERCIAL, LINE_ENTERED, PEOPLE, LineDraft, OrderDraft, UnfinishedRow
from orders.order import scheduling
from orders.order.models import Order, OrderLine
from orders.order.states import AGREED
from segments.custom_fields import values

# what belongs to the order as a whole stays with it
_WHOLE = {"customer_id", "freight", "reduction", *PEOPLE}
HEADER = tuple(name for name in (*COMMERCIAL, *ALWAYS) if name not in _WHOLE)
_LINE = (*LINE_ENTERED, "requested_date", "quotation_line_id", "agreement_line_id")


def header_of(order: Order, left_out: set[str]) -> OrderDraft:
    """The header of a part of ``order``: all that does not belong to the whole, but for the columns left out."""
    kept = {name: getattr(order, name) for name in HEADER if name not in left_out}
    given = {name: value for name, value in kept.items() if value is not None}
    draft = OrderDraft(customer_id=order.customer_id, **given)
    draft.emptied = tuple(kept.keys() - given.keys())
    draft.carried = values.carried(values.ORDER, order.custom)
    return draft


def line_of(line: OrderLine, quantity: Decimal, *, line_no: int | None = None) -> LineDraft:
    """``quantity`` of a line: agreed prices are taken along, others asked anew for the quantity. With ``line_no`` it
    is the line itself, which keeps its custom fields. Of dated parts what stays has the earliest, what moves the last.
    """
    earliest, latest = scheduling.divided(
        scheduling.of(line.schedule), line.ordered - quantity if line_no is None else quantity
    )
    is_agreed = line.price_source in AGREED
    same: dict[str, Any] = {name: getattr(line, name) for name in _LINE}
    if is_agreed:
        same["agreement_line_id"] = None
    return LineDraft(
        quantity=quantity,
        price=line.price if is_agreed else None,
        price_rule=line.price_rule if is_agreed else "",
        schedule=latest if line_no is None else earliest,
        line_no=line_no,
        carried=values.carried(values.LINE, line.custom),
        **same,
    )


def unfinished_of(order: Order, after: int) -> list[UnfinishedRow]:
    """The rows of an order that are no lines yet, numbered behind ``after``."""
    return [UnfinishedRow(**{**row, "line_no": after + place}) for place, row in enumerate(order.unfinished, 1)]
