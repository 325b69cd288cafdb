"""The lists of exceptions and of claims as files."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people import queries as people
from common import doors, keyset
from common.conditions.kinds import Kind as Value
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from customers import queries as customers
from orders.exceptions import policies, queries
from orders.exceptions.choices import Cause, Kind, Remedy, Responsible, Severity
from orders.exceptions.filters import ClaimFilter, ExceptionFilter
from orders.exceptions.states import ClaimStatus, Status


def _chosen(key: str, label: Any, choices: Any) -> Plain:
    labels = {"": "", **dict(choices.choices)}
    return Plain(Column(key, label, Value.CHOICE), (key,), lambda row: str(labels[getattr(row, key)]))


COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("number", _("Number"), Value.CODE, width=20), ("number",)),
        _chosen("kind", _("Kind"), Kind),
        _chosen("severity", _("Severity"), Severity),
        _chosen("status", _("State"), Status),
        Plain(Column("order", _("Order"), Value.CODE, width=20), ("order__number",)),
        Plain(Column("customer", _("Customer"), width=32), ("customer__name",)),
        Plain(Column("customer_code", _("Customer code"), Value.CODE), ("customer__code",)),
        Plain(Column("description", _("What happened"), width=48), ("description",)),
        Plain(Column("owner", _("Responsible for the answer")), ("owner__name",)),
        Plain(Column("answer_due_at", _("To be answered by"), Value.MOMENT), ("answer_due_at",)),
        Plain(Column("answered_at", _("Answered"), Value.MOMENT), ("answered_at",)),
        _chosen("cause", _("Root cause"), Cause),
        _chosen("responsible", _("Who answers for it"), Responsible),
        _chosen("remedy", _("Remedy"), Remedy),
        Plain(Column("told_date", _("Customer told on"), Value.DATE), ("told_date",)),
        Plain(Column("raised_by", _("Reported by")), ("raised_by__name",)),
        Plain(Column("raised_at", _("Reported"), Value.MOMENT), ("raised_at",)),
        Plain(Column("closed_at", _("Closed"), Value.MOMENT), ("closed_at",)),
    )
}
COST = Plain(Column("cost", _("Cost"), Value.MONEY, is_summed=True), ("cost",))


def open_exceptions(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it; costs only for who sees them."""
    found = doors.filter_of(ExceptionFilter, asked.query, queries.list_cases(actor))
    sort = asked.query.get("sort") or queries.DEFAULT_SORT
    offered = COLUMNS | ({COST.column.key: COST} if policies.sees_amounts(actor) else {})
    names = {
        "customer": lambda pk: customers.label(actor=actor, customer_id=pk),
        "owner": people.person_name,
    }
    sorts = {"id": _("Reported"), "answer_due_at": _("To be answered by"), "cost": _("Cost")}
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        plain.pick(offered, [*offered] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, names),
        sorted_by=conditions.sorting(sort, queries.SORTS, sorts),
    )


CLAIM_COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("exception", _("Exception"), Value.CODE, width=20), ("case__number",)),
        Plain(Column("order", _("Order"), Value.CODE, width=20), ("case__order__number",)),
        Plain(Column("customer", _("Customer"), width=32), ("case__customer__name",)),
        Plain(Column("carrier", _("Carrier"), width=24), ("carrier__name",)),
        Plain(Column("reference", _("The carrier's number"), width=20), ("reference",)),
        _chosen("status", _("State"), ClaimStatus),
        Plain(Column("amount", _("Claimed"), Value.MONEY, is_summed=True), ("amount",), is_in_base=True),
        Plain(
            Column("accepted", pgettext_lazy("claim", "Accepted"), Value.MONEY, is_summed=True),
            ("accepted",),
            is_in_base=True,
        ),
        Plain(Column("recovered", _("Recovered"), Value.MONEY, is_summed=True), ("recovered",), is_in_base=True),
        Plain(Column("answer", _("What the carrier said"), width=48), ("answer",)),
        Plain(Column("filed_by", _("Filed by")), ("filed_by__name",)),
        Plain(Column("filed_date", _("Filed on"), Value.DATE), ("filed_date",)),
        Plain(Column("settled_date", _("Settled on"), Value.DATE), ("settled_date",)),
    )
}


def open_claims(actor: Any, asked: Asked) -> Sheet:
    """The claims against carriers as ``actor`` asks for them."""
    found = doors.filter_of(ClaimFilter, asked.query, queries.list_claims(actor))
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.CLAIM_SORTS, sort="id"),
        plain.pick(CLAIM_COLUMNS, [*CLAIM_COLUMNS] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, {"carrier": queries.carrier_name}),
        sorted_by=conditions.sorting("id", queries.CLAIM_SORTS, {"id": _("Filed on")}),
    )


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    lists.register(
        "claims",
        ExportList(
            _("Claims against carriers"),
            policies.VIEW,
            "orders:claim-list",
            open_claims,
            ClaimFilter.base_filters,
        ),
    )
    lists.register(
        "exceptions",
        ExportList(
            _("Exceptions"), policies.VIEW, "orders:exception-list", open_exceptions, ExceptionFilter.base_filters
        ),
    )
