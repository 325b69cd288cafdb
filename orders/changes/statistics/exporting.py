"""Statistics of change requests as a file: what the page shows."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common import doors, errors
from common.conditions.kinds import Kind
from common.exports import conditions, tallies
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from orders.changes.filters import ChangeRequestFilter
from orders.changes.statistics import queries
from orders.changes.statistics.queries import MONEY, WAYS

_LABELS = {
    "number": gettext_lazy("Change requests"),
    "open": pgettext_lazy("change requests", "Open"),
    "effective": gettext_lazy("Effective"),
    "rejected": pgettext_lazy("change request", "Rejected"),
    "dropped": gettext_lazy("Dropped"),
    "days": gettext_lazy("Days later"),
    "broken": gettext_lazy("Broken promises"),
    "plus": gettext_lazy("Orders grew by"),
    "minus": gettext_lazy("Orders shrank by"),
    "extra_cost": gettext_lazy("Extra cost"),
}


def open_statistics(actor: Any, asked: Asked) -> Sheet:
    """The groups as ``actor`` asks for them."""
    query = asked.query.copy()
    by = queries.read_by(query.pop("by", [""])[-1])
    found = doors.filter_of(ChangeRequestFilter, query, queries.requests(actor), actor=actor)
    rows = queries.grouped(actor, found.qs, by)
    shows = queries.whole(actor, found.qs).plus is not None
    offered = {"key": Column("key", _("Code"), Kind.CODE), "label": Column("label", WAYS[by].label, width=32)}
    for key, label in _LABELS.items():
        if key not in MONEY:
            offered[key] = Column(key, label, Kind.NUMBER, is_summed=True)
        elif shows:
            offered[key] = Column(key, label, Kind.MONEY, is_summed=True)
    keys = list(asked.columns) if asked.columns is not None else list(offered)
    if unknown := [key for key in keys if key not in offered]:
        words = _("The list has no column “%(key)s”.") % {"key": unknown[0]}
        raise errors.Invalid(fields={"columns": [words]})

    def read() -> Iterator[tuple[Any, ...]]:
        return (tuple(getattr(row, key) for key in keys) for row in rows)

    return Sheet(
        columns=[offered[key] for key in keys],
        rows=read,
        count=lambda _exactly: (len(rows), False),
        condition=[conditions.line(_("Told apart by"), WAYS[by].label), *conditions.in_words(found)],
        whom=lambda: tallies.counted(found.qs),
    )


def register() -> None:
    """Called once from this room's wiring."""
    known = {*ChangeRequestFilter.base_filters, "by"}
    label = gettext_lazy("Statistics of changes")
    lists.register(
        "change-statistics", ExportList(label, queries.VIEW, "orders:change-statistics", open_statistics, known)
    )
