"""The order-line list as a file: the view, conditions (a saved one too), sort and columns of the screen."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.people import queries as people
from common import dates, keyset
from common.exports import conditions, plain
from common.exports.lists import Asked, ExportList, Sheet, lists
from orders.lines import columns, plain_columns, queries
from orders.lines.filters import LineFilter
from orders.listing import chips

_SORTED = {column.sort: column.label for column in columns.COLUMNS.values() if column.sort}


def open_lines(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it."""
    today = dates.business_day(asked.at)
    wanted = queries.wanted(actor, asked.query, today)
    conditions.require_view(asked.query, wanted.view)
    if asked.columns is None:
        shown = columns.chosen(people.preference(actor, columns.COLUMNS_KEY), actor)
        picked = plain_columns.of([column.key for column in shown], actor, today)
    else:
        picked = plain.pick(plain_columns.offered(actor, today), asked.columns)
    prepare = None if wanted.as_of is None else plain_columns.as_of(wanted.as_of)
    return plain.sheet(
        keyset.ordered(wanted.lines, sorts=queries.SORTS, sort=wanted.sort),
        picked if prepare is None else plain_columns.of_prepared(picked),
        prepare=prepare,
        condition=_in_words(actor, wanted, today),
        currency=plain_columns.CURRENCY,
        sorted_by=conditions.sorting(wanted.sort, queries.SORTS, _SORTED),
    )


def _in_words(actor: Any, wanted: queries.Wanted, today: date) -> list[str]:
    """The view, what was typed, and a line for each condition."""
    lines = [conditions.line(_("View"), queries.VIEWS[wanted.view].label)]
    if typed := wanted.conditions.get("q"):
        lines.append(conditions.line(_("Search"), typed))
    return lines + [conditions.line(chip.label, chip.value) for chip in chips.chips(wanted, actor, kept_on=today)]  # type: ignore[arg-type]


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    known = {*LineFilter.base_filters, *queries.NOT_CONDITIONS}
    lists.register(
        "order-lines", ExportList(gettext_lazy("Order lines"), "order.view", "orders:line-list", open_lines, known)
    )
