"""The list of how content customers are, as a file."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.people import queries as people
from common import doors, keyset
from common.conditions.kinds import Kind as Value
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from customers import queries as customers
from orders.answers.kinds import CONTACT
from orders.order import policies
from orders.service.satisfaction import queries
from orders.service.satisfaction.filters import SatisfactionFilter
from orders.service.satisfaction.models import SatisfactionRequest

_STATES = dict(SatisfactionRequest.State.choices)
_PARTS = (("score", _("In all")), ("goods", _("Goods")), ("delivery", _("Delivery")), ("service", _("Service")))
COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("order", _("Order"), Value.CODE, width=20), ("order__number",)),
        Plain(Column("customer", _("Customer"), width=32), ("order__customer__name",)),
        Plain(Column("customer_code", _("Customer code"), Value.CODE), ("order__customer__code",)),
        Plain(Column("salesperson", _("Salesperson")), ("order__salesperson__name",)),
        Plain(Column("state", _("State"), Value.CHOICE), ("state",), lambda row: str(_STATES[row.state])),
        *(Plain(Column(key, label, Value.NUMBER), (key,)) for key, label in _PARTS),
        Plain(Column("words", _("In his words"), width=48), ("words",)),
        Plain(Column("asked_at", _("Asked"), Value.MOMENT), ("asked_at",)),
        Plain(Column("answered_at", _("Answered"), Value.MOMENT), ("answered_at",)),
    )
}
_PERSON = Plain(Column("answered_by", _("Answered by")), ("answered_by",))


def open_list(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it; who answered only for who sees customers' people."""
    found = doors.filter_of(SatisfactionFilter, asked.query, queries.list_requests(actor))
    offered = COLUMNS | ({} if rights.effect(actor, CONTACT) else {_PERSON.column.key: _PERSON})
    sort = asked.query.get("sort") or queries.DEFAULT_SORT
    names = {
        "customer": lambda pk: customers.label(actor=actor, customer_id=pk),
        "salesperson": people.person_name,
    }
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        plain.pick(offered, [*offered] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, names),
        sorted_by=conditions.sorting(sort, queries.SORTS, {"asked_at": _("Asked")}),
    )


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    lists.register(
        "satisfaction",
        ExportList(
            _("How content customers are"),
            policies.VIEW,
            "orders:satisfaction-list",
            open_list,
            SatisfactionFilter.base_filters,
        ),
    )
