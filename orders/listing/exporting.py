"""The order list as a file: the view, conditions, sort and columns of the screen."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.people import queries as people
from common import dates, keyset
from common.exports import conditions, plain
from common.exports.lists import Asked, ExportList, Sheet, lists
from orders.listing import chips, columns, own_views, plain_columns, queries, saved_views
from orders.order.filters import OrderFilter

_SORTED = {column.sort: column.label for column in columns.COLUMNS.values() if column.sort}


def open_orders(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it."""
    today = dates.business_day(asked.at)
    wanted = queries.wanted(actor, asked.query, today)
    conditions.require_view(asked.query, wanted.view)
    if asked.columns is None:
        remembered = people.preferences(actor, own_views.ALL_KEYS)
        own = own_views.read(remembered)
        keys = own_views.columns_of(own, wanted.mine) or remembered.get(own_views.COLUMNS_KEY)
        shown = [column.key for column in columns.chosen(keys, wanted.with_money, columns.custom(actor))]
        picked = plain_columns.of(shown, actor, wanted.with_money)
    else:
        picked = plain.pick(plain_columns.offered(actor, wanted.with_money), asked.columns)
    return plain.sheet(
        keyset.ordered(wanted.orders, sorts=wanted.sorts, sort=wanted.sort),
        picked,
        condition=_in_words(actor, wanted, today),
        currency=plain_columns.CURRENCY,
        sorted_by=conditions.sorting(wanted.sort, wanted.sorts, _SORTED),
    )


def _in_words(actor: Any, wanted: queries.Wanted, today: date) -> list[str]:
    """The view, what was typed, and a line for each condition."""
    lines = [conditions.line(_("View"), saved_views.SAVED_VIEWS[wanted.view].label)]
    if typed := wanted.conditions.get("q"):
        lines.append(conditions.line(_("Search"), typed))
    return lines + [conditions.line(chip.label, chip.value) for chip in chips.chips(wanted, actor, kept_on=today)]


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    known = {*OrderFilter.base_filters, *queries.NOT_CONDITIONS}
    lists.register(
        "orders", ExportList(gettext_lazy("Sales orders"), "order.view", "orders:order-list", open_orders, known)
    )
