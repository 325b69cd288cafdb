"""Related products as the entry pages draw them (R255): in words, without prices, and as a row that a form asks for."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.people.models import User
from common import errors
from common.templatetags import fmt
from orders.entry import related, rows
from orders.entry.related import Others, Own, Suggestion

FIELD = "related"  # of the form: "<quantity> <code>", sent by the button of a suggestion where no script runs
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Line:
    """A suggestion in words; ``quantity`` as it is typed."""

    code: str
    name: str
    quantity: str
    unit: str
    why: list[str]

    @property
    def asked(self) -> str:
        """What its button sends."""
        return f"{self.quantity} {self.code}"


@dataclass(frozen=True)
class Drawn:
    """``is_on``: whether the person wants to be told."""

    is_on: bool
    lines: list[Line]


def drawn(actor: User, customer_id: int | None, codes: Collection[str], today: date) -> Drawn:
    """What the page shows beside these products. A customer who is not, or no longer, the person's has no
    suggestions. Raises NotAllowed."""
    if not related.is_wanted(actor):
        return Drawn(False, [])
    try:
        found = related.suggestions(actor, codes, today, customer_id=customer_id)
    except errors.NotFound:
        found = []
    return Drawn(True, [_line(one) for one in found])


def beside(actor: User, customer: Any, shown: Iterable[rows.Row], today: date) -> Drawn:
    """The same for the rows of a page that opens; ``customer`` as its field holds it."""
    key = rows.typed.read_key(customer)
    return drawn(actor, key, {row.text("product") for row in shown if row.text("product")}, today)


def _line(one: Suggestion) -> Line:
    product = one.product
    return Line(product.code, product.name, rows.plain(one.quantity), product.unit, why(one))


def why(one: Suggestion) -> list[str]:
    """Why a product is suggested, in words."""
    own = _own(one.own) if one.own else []
    return own + (_others(one.others, one.beside) if one.others and one.beside else [])


def _own(own: Own) -> list[str]:
    count = ngettext("Ordered %(count)s time, last on %(day)s", "Ordered %(count)s times, last on %(day)s", own.orders)
    found = [count % {"count": own.orders, "day": fmt.day(own.last)}]
    if own.together > 1:
        words = _("in %(count)s of %(of)s orders with these products")
        found.append(words % {"count": own.together, "of": own.of})
    return found


def _others(others: Others, beside: Any) -> list[str]:
    words = _("in %(percent)s of all orders with %(product)s")
    return [words % {"percent": f"{others.share * HUNDRED:.0f}%", "product": beside.code}]


def asked_for(data: Mapping[str, Any], shown: Iterable[rows.Row]) -> list[rows.Row]:
    """The row that a posted form asks to be added; none where it asks for nothing."""
    quantity, _space, code = str(data.get(FIELD) or "").partition(" ")
    if not code:
        return []
    key = max((int(row.key) for row in shown), default=-1) + 1
    return [rows.Row(str(key), {"product": code.strip()[:60], "quantity": quantity[:20]})]
