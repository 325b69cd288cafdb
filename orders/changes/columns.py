"""The columns of the list of change requests: what each shows, and which are shown at first."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.people import queries as people
from accounts.people.models import User
from common.templatetags import fmt, ui
from orders.changes.queries import MONEY

COLUMNS_KEY = "orders.changes.columns"


@dataclass(frozen=True)
class Column:
    """A column: ``sort`` is a key of the list's sorts, ``place`` the cell's place on the phone's card. ``cell`` takes a
    row of ``listing``."""

    key: str
    label: str | Promise
    cell: Callable[[Any], Any]
    sort: str = ""
    css: str = ""
    place: str = ""
    is_default: bool = True


def _number(row: Any) -> SafeString:
    url = reverse("orders:change-detail", args=[row.change.reference])
    return format_html('<a class="so-no" href="{}">{}</a>', url, row.change.display_number)


def _order(row: Any) -> SafeString:
    url = reverse("orders:order-detail", args=[row.change.order.reference])
    return format_html('<a class="so-num" href="{}">{}</a>', url, row.change.order.display_number)


def _titled(text: Any, more: str = "") -> Any:
    return format_html('<span title="{} {}">{}</span>', text, more, text) if text else fmt.DASH


def _amount(row: Any, amount: Any) -> Any:
    return ui.money(amount, row.change.order.currency_id, signed=True, zero_dash=True)


def _days(row: Any) -> Any:
    days = row.change.days_late
    if not days:
        return fmt.DASH
    return format_html('<b class="warn">+{}</b>' if days > 0 else '<span class="ok">{}</span>', days)


def _broken(row: Any) -> Any:
    return format_html('<b class="bad">{}</b>', row.change.broken_promises) if row.change.broken_promises else fmt.DASH


def _state(row: Any) -> SafeString:
    told = ui.status(row.glyph, row.change.get_state_display())
    return format_html("{} {}", told, ui.flag(_("Urgent"), "bad", "lightning-charge")) if row.change.is_urgent else told


def _revision(row: Any) -> str:
    change = row.change
    return f"v{change.base_revision} → v{change.revision}" if change.revision else f"v{change.base_revision}"


def _moment(key: str, label: str | Promise, *, is_default: bool = False) -> Column:
    return Column(key, label, lambda row: fmt.moment(getattr(row.change, key)), css="t2 nowrap", is_default=is_default)


EVERY: tuple[Column, ...] = (
    Column("number", gettext_lazy("Number"), _number, sort="id", place="no"),
    Column("order", gettext_lazy("Order"), _order),
    Column(
        "customer",
        gettext_lazy("Customer"),
        lambda row: _titled(row.change.order.customer.name),
        css="clip w-cu",
        place="cu",
    ),
    Column("outline", gettext_lazy("What changes"), lambda row: _titled(row.outline), css="clip w-wb", place="fl"),
    Column(
        "reason",
        gettext_lazy("Reason"),
        lambda row: _titled(row.change.reason or "", row.change.reason_text),
        css="t2 clip w-wb",
    ),
    Column(
        "reason_text",
        gettext_lazy("Reason in words"),
        lambda row: _titled(row.change.reason_text),
        css="t2 clip w-wb",
        is_default=False,
    ),
    Column("source", gettext_lazy("Source"), lambda row: row.change.get_source_display(), css="t2", is_default=False),
    Column(
        "amount_delta",
        gettext_lazy("Amount"),
        lambda row: _amount(row, row.change.amount_delta),
        sort="amount_delta",
        css="n",
        place="am",
    ),
    Column(
        "extra_cost",
        gettext_lazy("Extra cost"),
        lambda row: _amount(row, row.change.extra_cost),
        css="n",
        is_default=False,
    ),
    Column("days_late", gettext_lazy("Days later"), _days, sort="days_late", css="n"),
    Column("broken_promises", gettext_lazy("Broken promises"), _broken, css="n"),
    Column("state", gettext_lazy("State"), _state, place="st"),
    Column("revision", pgettext_lazy("of an order", "Revision"), _revision, css="so-num t2", is_default=False),
    Column(
        "salesperson",
        gettext_lazy("Salesperson"),
        lambda row: row.change.order.salesperson or fmt.DASH,
        css="t2",
        is_default=False,
    ),
    Column("requested_by", gettext_lazy("Requested by"), lambda row: row.change.created_by, css="t2"),
    _moment("created_at", pgettext_lazy("change request", "Requested"), is_default=True),
    _moment("submitted_at", gettext_lazy("Submitted")),
    _moment("decided_at", gettext_lazy("Decided")),
    _moment("effective_at", gettext_lazy("Effective since")),
)
KEYS = frozenset(column.key for column in EVERY)


def allowed(with_money: bool) -> list[Column]:
    """The columns a person may have."""
    return [one for one in EVERY if with_money or one.key not in MONEY]


def picked(user: User) -> list[str]:
    """The keys that he chose; none: the usual ones."""
    return [key for key in people.preference(user, COLUMNS_KEY) or () if key in KEYS]


def chosen(keys: Collection[str], with_money: bool) -> list[Column]:
    """Those he picked, in the list's own order; the usual ones where he picked none that he may have."""
    offered = allowed(with_money)
    return [one for one in offered if one.key in keys] or [one for one in offered if one.is_default]


def draw(row: Any, columns: Collection[Column]) -> SafeString:
    """The cells of a row; those without a place are not on the phone's card."""
    return format_html_join("", '<td class="{}"{}>{}</td>', ((one.css, _place(one), one.cell(row)) for one in columns))


def _place(column: Column) -> Any:
    return format_html(' data-m="{}"', column.place) if column.place else ""
