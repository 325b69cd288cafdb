"""Anonymisations as a file: who asked when, by when it was due, what became of it. Nobody's data."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import doors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from customers import queries as customers
from customers.privacy import policies, queries
from customers.privacy.filters import AnonymisationFilter, FoundPlaceFilter
from customers.privacy.models import AnonymisationRequest, FoundPlace

_STATES = dict(AnonymisationRequest.State.choices)
_GROUNDS = dict(AnonymisationRequest.Ground.choices)
_ASKERS = dict(AnonymisationRequest.Asker.choices)
_SORTS = {"due": _("Due on"), "noted": _("Noted")}
COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("id", _("Number"), Kind.CODE), ("pk",)),
        Plain(Column("customer", _("Customer code"), Kind.CODE), ("customer__code",)),
        Plain(Column("contact", _("Number of the contact"), Kind.CODE), ("contact_id",)),
        Plain(Column("state", _("State"), Kind.CHOICE), ("state",), lambda row: str(_STATES[row.state])),
        Plain(Column("ground", _("Ground"), Kind.CHOICE), ("ground",), lambda row: str(_GROUNDS[row.ground])),
        Plain(Column("asker", _("Asked by"), Kind.CHOICE), ("asker",), lambda row: str(_ASKERS[row.asker])),
        Plain(Column("asked_on", pgettext_lazy("anonymisation", "Asked on"), Kind.DATE), ("asked_on",)),
        Plain(Column("due_on", _("Due on"), Kind.DATE), ("due_on",)),
        Plain(Column("noted_by", _("Noted by")), ("noted_by__name",)),
        Plain(Column("noted_at", _("Noted"), Kind.MOMENT), ("noted_at",)),
        Plain(Column("decided_by", pgettext_lazy("anonymisation", "Decided by")), ("decided_by__name",)),
        Plain(Column("decided_at", _("Decided"), Kind.MOMENT), ("decided_at",)),
        Plain(Column("done_at", _("Done"), Kind.MOMENT), ("done_at",)),
    )
}


_FATES = dict(FoundPlace.Fate.choices)
_PLACE_SORTS = {"place": keyset.Sort("pk", descending=False)}
PLACES: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("request", _("Number"), Kind.CODE), ("request_id",)),
        Plain(Column("customer", _("Customer code"), Kind.CODE), ("request__customer__code",)),
        Plain(Column("table", _("Where")), ("table",), lambda row: queries.called(row.table)),
        Plain(Column("column", _("Column")), ("table", "column"), lambda row: queries.called(row.table, row.column)),
        Plain(Column("fate", _("What is done"), Kind.CHOICE), ("fate",), lambda row: str(_FATES[row.fate])),
        Plain(Column("rows", _("Rows"), Kind.NUMBER, format="0"), ("rows",)),
    )
}


def open_requests(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it."""
    found = doors.filter_of(AnonymisationFilter, asked.query, policies.visible_to(actor))
    names = {"customer": lambda pk: customers.label(actor=actor, customer_id=pk)}
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=asked.query.get("sort") or queries.DEFAULT_SORT),
        plain.pick(COLUMNS, [*COLUMNS] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, names),
        sorted_by=conditions.sorting(queries.DEFAULT_SORT, queries.SORTS, _SORTS),
    )


def open_places(actor: Any, asked: Asked) -> Sheet:
    """What was done, place by place: how many rows, never what stood there."""
    mine = FoundPlace.objects.filter(is_done=True, request__in=policies.visible_to(actor).values("pk"))
    found = doors.filter_of(FoundPlaceFilter, asked.query, mine)
    return plain.sheet(
        keyset.ordered(found.qs, sorts=_PLACE_SORTS, sort="place"),
        plain.pick(PLACES, [*PLACES] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, {}),
        sorted_by=conditions.sorting("place", _PLACE_SORTS, {"place": _("Place")}),
    )


def register() -> None:
    """Called once from this room's wiring."""
    lists.register(
        "anonymised-places",
        ExportList(
            _("What was anonymised"),
            policies.PREPARE,
            "customers:anonymisation-list",
            open_places,
            FoundPlaceFilter.base_filters,
        ),
    )
    lists.register(
        "anonymisations",
        ExportList(
            _("Anonymisations"),
            policies.PREPARE,
            "customers:anonymisation-list",
            open_requests,
            AnonymisationFilter.base_filters,
        ),
    )
