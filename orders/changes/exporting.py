"""The list of change requests as a file."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from common import doors, keyset, reference
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from customers import queries as customers
from orders.changes import columns, queries
from orders.changes.choices import Side
from orders.changes.filters import ChangeRequestFilter
from orders.changes.models import ChangeReason
from orders.changes.states import State
from orders.order import policies as orders

CURRENCY = Plain(Column("currency", _("Currency"), Kind.CODE), ("order__currency_id",))
COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(
            Column("number", _("Number"), Kind.CODE, width=20),
            ("number", "pk"),
            lambda row: row.number or f"draft-{row.pk}",
        ),
        Plain(Column("order", _("Order"), Kind.CODE, width=20), ("order__number",)),
        Plain(Column("customer", _("Customer"), width=32), ("order__customer__name",)),
        Plain(Column("customer_code", _("Customer code"), Kind.CODE), ("order__customer__code",)),
        Plain(Column("state", _("State"), Kind.CHOICE), ("state",), lambda row: str(State(row.state).label)),
        Plain(Column("source", _("Source"), Kind.CHOICE), ("source",), lambda row: str(Side(row.source).label)),
        Plain(
            Column("reason", _("Reason"), width=28),
            ("reason__name",),
            lambda row: reference.shown(row.reason__name or ""),
        ),
        Plain(Column("reason_text", _("Reason in words"), width=48), ("reason_text",)),
        Plain(Column("urgent", _("Urgent"), Kind.FLAG), ("is_urgent",)),
        CURRENCY,
        Plain(Column("amount_delta", _("Amount"), Kind.MONEY), ("amount_delta",)),
        Plain(Column("extra_cost", _("Extra cost"), Kind.MONEY), ("extra_cost",)),
        Plain(Column("days_late", _("Days later"), Kind.NUMBER), ("days_late",)),
        Plain(Column("broken_promises", _("Broken promises"), Kind.NUMBER), ("broken_promises",)),
        Plain(Column("base_revision", _("Base revision"), Kind.NUMBER), ("base_revision",)),
        Plain(Column("revision", _("New revision"), Kind.NUMBER), ("revision",)),
        Plain(Column("salesperson", _("Salesperson")), ("order__salesperson__name",)),
        Plain(Column("requested_by", _("Requested by")), ("created_by__name",)),
        Plain(Column("created_at", _("Requested"), Kind.MOMENT), ("created_at",)),
        Plain(Column("submitted_at", _("Submitted"), Kind.MOMENT), ("submitted_at",)),
        Plain(Column("decided_at", _("Decided"), Kind.MOMENT), ("decided_at",)),
        Plain(Column("effective_at", _("Effective since"), Kind.MOMENT), ("effective_at",)),
    )
}


def _shown(actor: Any, seen: Collection[str]) -> list[str]:
    """The columns that he chose for the screen, as far as a file has them; all where he chose none."""
    return [key for key in columns.picked(actor) if key in seen] or [*seen]


def open_requests(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it, without amounts that are not his to know."""
    found = doors.filter_of(ChangeRequestFilter, asked.query, queries.list_requests(actor), actor=actor)
    sorts = queries.sorts_for(actor)
    sort = asked.query.get("sort") or queries.DEFAULT_SORT
    hides_amounts = "amount" in orders.hidden_columns(actor)
    seen = {key: one for key, one in COLUMNS.items() if not (hides_amounts and key in queries.MONEY)}
    names = {
        "customer": lambda pk: customers.label(actor=actor, customer_id=pk),
        "reason": lambda pk: str(ChangeReason.objects.filter(pk=pk).first() or pk),
    }
    return plain.sheet(
        keyset.ordered(found.qs, sorts=sorts, sort=sort),
        plain.pick(seen, _shown(actor, seen) if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, names),
        currency=None if hides_amounts else CURRENCY,
        sorted_by=conditions.sorting(
            sort, sorts, {"id": _("Requested"), "amount_delta": _("Amount"), "days_late": _("Days later")}
        ),
    )


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    lists.register(
        "change-requests",
        ExportList(
            _("Change requests"), orders.VIEW, "orders:change-list", open_requests, ChangeRequestFilter.base_filters
        ),
    )
