"""Warnings as people read them: their numbers in words, where they lead."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.people.models import User
from common import currencies
from common.navigation import address
from common.templatetags import fmt
from orders.credit.rules import Result
from orders.risk import policies
from orders.risk.choices import MARKET, Rule
from orders.risk.finding import CUSTOMER, FAMILY, ORDER, QUOTATION, SUPPLIER
from orders.risk.models import Renegotiation, RiskWarning

_NAMES = {
    "result": gettext_lazy("Result"),
    "exposure": gettext_lazy("In use"),
    "limit": gettext_lazy("Limit"),
    "percent": gettext_lazy("Used"),
    "overdue": gettext_lazy("Overdue"),
    "before": gettext_lazy("thirty days ago"),
    "rise": gettext_lazy("Material dearer by"),
    "margin_before": gettext_lazy("Margin as agreed"),
    "margin": gettext_lazy("Margin now"),
    "lines": gettext_lazy("Lines concerned"),
    "change": gettext_lazy("Moved by"),
    "weeks": gettext_lazy("Weeks against as many before"),
    "intake": gettext_lazy("Ordered"),
    "intake_before": gettext_lazy("Ordered before"),
    "orders": gettext_lazy("Orders"),
    "orders_before": gettext_lazy("Orders before"),
    "receipts": gettext_lazy("Receipts in a year"),
    "late": gettext_lazy("Of them late"),
    "on_time": gettext_lazy("On time"),
    "days_late": gettext_lazy("Days late on average"),
}
_MONEY = frozenset({"exposure", "limit", "overdue", "before", "intake", "intake_before"})
_PERCENT = frozenset({"percent", "rise", "change", "margin_before", "margin", "on_time"})


@dataclass(frozen=True)
class Row:
    """A warning with what its reader may know and do."""

    warning: RiskWarning
    numbers: list[tuple[str, str]]
    url: str
    proposal: str
    may_handle: bool
    talks: Renegotiation | None = None

    @property
    def may_renegotiate(self) -> bool:
        """Whether talks with the customer may be started over it."""
        return self.may_handle and self.talks is None and self.warning.rule in MARKET


def row(actor: User, warning: RiskWarning, may_handle: bool, talks: Renegotiation | None = None) -> Row:
    """A warning for ``actor``, with the renegotiation that goes on about it."""
    numbers = in_words(policies.numbers_of(actor, warning))
    return Row(warning, numbers, url_of(warning), str(Rule(warning.rule).proposal), may_handle, talks)


@dataclass(frozen=True)
class Talks:
    """A renegotiation with what its reader may know and do."""

    renegotiation: Renegotiation
    numbers: list[tuple[str, str]]
    url: str
    may_handle: bool


def talks(actor: User, one: Renegotiation, may_handle: bool) -> Talks:
    """A renegotiation for ``actor``."""
    known = policies.known_numbers(actor, one.warning.rule, one.numbers)
    return Talks(one, in_words(known), url_of(one.warning), may_handle)


def in_words(numbers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Name and value of each number."""
    return [(str(_NAMES[name]), _value(name, value)) for name, value in numbers.items() if name in _NAMES]


def _value(name: str, value: Any) -> str:
    if name == "result":
        return str(Result(value).label)
    if name in _MONEY:
        return fmt.money(value, currencies.base())
    return f"{value}%" if name in _PERCENT else str(value)


def url_of(warning: RiskWarning) -> str:
    """Where the object is looked at; "" where it has no page."""
    if warning.subject_type == CUSTOMER:
        url = address("customers:customer-detail", warning.subject_id)
        return f"{url}?tab=credit" if url else ""
    if warning.subject_type == ORDER:
        return reverse("orders:order-detail", args=[warning.reference])
    if warning.subject_type == QUOTATION:
        return reverse("orders:quotation-detail", args=[warning.reference])
    if warning.subject_type == FAMILY:
        url = address("products:product-list")
        return f"{url}?{urlencode({'category': warning.reference})}" if url else ""
    return address("products:supplier-list") or "" if warning.subject_type == SUPPLIER else ""


def rate_words(rate: Any) -> str:
    """The hit rate of a rule."""
    return _("not judged yet") if rate is None else f"{rate}%"
