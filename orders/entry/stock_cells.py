"""The stock cell of the entry grid: how much is free, and when the line would be there."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from common.templatetags import fmt
from orders.entry import hinting, rows
from orders.order.models import Order, OrderLine
from products.kits import queries as kits

ZERO = Decimal(0)
Cell = dict[str, str]


def cell(line: OrderLine, free: Mapping[int, Decimal]) -> Cell:
    """How much of a line is free; ``free``: product → pieces."""
    if line.is_service:
        return {"text": _("service")}
    available = free[line.product_id]
    if available >= line.ordered:
        return {"text": _("%(free)s free") % {"free": fmt.qty(available)}}
    words = _("%(free)s free, short %(short)s") % {
        "free": fmt.qty(max(ZERO, available)),
        "short": fmt.qty(line.ordered - max(ZERO, available)),
    }
    return {"text": words, "tone": "warn"}


def fill(shown: Iterable[rows.Row], lines: Sequence[OrderLine], order: Order | None = None, on: Any = None) -> None:
    """Write into the rows of stored lines, whose ``product`` is at hand, how much of each is free; with their ``order``
    also when it would be there, asked on the day ``on``."""
    free = kits.available({line.product_id for line in lines})
    days = hinting.hints(order, lines, on) if order is not None else [None] * len(lines)
    by_number = {line.line_no: (line, day) for line, day in zip(lines, days, strict=True)}
    for row in shown:
        line, day = by_number.get(row.line_no or 0, (None, None))
        if line is not None:
            row.cells["stock"] = _with_day(cell(line, free), line, day)["text"]


def tell_days(
    order: Order, wanted: Collection[str], lines: Mapping[str, OrderLine], on: date, cells: dict[str, dict[str, Cell]]
) -> None:
    """Into the stock cell of each row that was asked for, when it would be there: all rows of its product count."""
    products = {lines[key].product_id for key in wanted if key in lines}
    asked = {key: line for key, line in lines.items() if line.product_id in products}
    for (key, line), day in zip(asked.items(), hinting.hints(order, [*asked.values()], on), strict=True):
        if key in wanted:
            cells[key]["stock"] = _with_day(cells[key]["stock"], line, day)


def _with_day(found: Cell, line: OrderLine, hint: hinting.Hint | None) -> Cell:
    """The cell with the day; it warns where that is later than asked, not where more is on its way in time."""
    if hint is None:
        return found
    asked = line.requested_date or line.order.requested_date
    words = _("%(stock)s · there %(day)s") % {"stock": found["text"], "day": fmt.day(hint.day)}
    tone = found.get("tone", "") if asked is None else "warn" if hint.day > asked else ""
    return {"text": words, "title": " → ".join(map(str, hint.why)), "tone": tone}
