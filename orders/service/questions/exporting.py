"""Questions of customers as a file."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people import queries as people
from common import dates, doors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from customers import queries as customers
from customers.voice.models import CustomerNote
from orders.service.questions import queries
from orders.service.questions.filters import QuestionFilter

_KINDS = dict(CustomerNote.Kind.choices)
_ASKED = pgettext_lazy("question", "Asked")
COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("kind", _("Kind"), Kind.CHOICE), ("kind",), lambda row: str(_KINDS[row.kind])),
        Plain(Column("customer", _("Customer"), width=32), ("customer__name",)),
        Plain(Column("customer_code", _("Customer code"), Kind.CODE), ("customer__code",)),
        Plain(Column("order", _("Order"), Kind.CODE, width=20), ("order_number",)),
        Plain(Column("text", _("What was said"), width=60), ("text",)),
        Plain(Column("asked_at", _ASKED, Kind.MOMENT), ("created_at",)),
        Plain(Column("due_date", _("Answer by"), Kind.DATE), ("due_date",)),
        Plain(Column("responsible", _("Who")), ("responsible__name",)),
        Plain(Column("answer", _("Answer"), width=60), ("answer",)),
        Plain(Column("answered_by", _("Answered by")), ("answered_by__name",)),
        Plain(Column("answered_at", pgettext_lazy("question", "Answered"), Kind.MOMENT), ("answered_at",)),
    )
}
SORT_WORDS = {"due_date": _("Answer by"), "answered_at": pgettext_lazy("question", "Answered"), "id": _ASKED}


def open_questions(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it."""
    today = dates.business_day(asked.at)
    found = doors.filter_of(QuestionFilter, asked.query, queries.list_questions(actor), actor=actor, today=today)
    sort = asked.query.get("sort") or queries.DEFAULT_SORT
    names = {
        "customer": lambda pk: customers.label(actor=actor, customer_id=pk),
        "owner": people.person_name,
    }
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        plain.pick(COLUMNS, [*COLUMNS] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, names),
        sorted_by=conditions.sorting(sort, queries.SORTS, SORT_WORDS),
    )


def register() -> None:
    """Called once from this room's wiring."""
    lists.register(
        "customer-questions",
        ExportList(
            _("Questions of customers"),
            "customer.view",
            "orders:question-list",
            open_questions,
            QuestionFilter.base_filters,
        ),
    )
