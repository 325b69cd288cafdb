"""The list of frame agreements as a file."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common import doors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from customers import queries as customers
from orders.agreements import queries, states
from orders.agreements.filters import AgreementFilter


def _status(row: Any) -> str:
    return str(states.Status(row.status).label)


COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("number", gettext_lazy("Number"), Kind.CODE, width=20), ("number",)),
        Plain(Column("customer", gettext_lazy("Customer"), width=32), ("customer__name",)),
        Plain(Column("customer_code", gettext_lazy("Customer code"), Kind.CODE), ("customer__code",)),
        Plain(Column("title", pgettext_lazy("agreement", "Subject"), width=32), ("title",)),
        Plain(Column("customer_reference", gettext_lazy("Customer's reference"), Kind.CODE), ("customer_reference",)),
        Plain(Column("valid_from", gettext_lazy("Valid from"), Kind.DATE), ("valid_from",)),
        Plain(Column("valid_until", gettext_lazy("Valid until"), Kind.DATE), ("valid_until",)),
        Plain(Column("currency", gettext_lazy("Currency"), Kind.CODE, width=10), ("currency_id",)),
        Plain(Column("status", gettext_lazy("State"), Kind.CHOICE), ("status",), _status),
        Plain(Column("created_by", gettext_lazy("Created by")), ("created_by__name",)),
    )
}


def open_agreements(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it."""
    found = doors.filter_of(AgreementFilter, asked.query, queries.list_agreements(actor))
    sort = asked.query.get("sort") or queries.DEFAULT_SORT
    names = {"customer": lambda pk: customers.label(actor=actor, customer_id=pk)}
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        plain.pick(COLUMNS, [*COLUMNS] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, names),
        sorted_by=conditions.sorting(sort, queries.SORTS, {"valid_until": _("Valid until")}),
    )


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    lists.register(
        "agreements",
        ExportList(
            gettext_lazy("Frame agreements"),
            "agreement.view",
            "orders:agreement-list",
            open_agreements,
            AgreementFilter.base_filters,
        ),
    )
