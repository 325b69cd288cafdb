"""Figures: questions answered for a person.

Every figure is of orders that he may see and of fields that he may see; what he gets opens to what it counts
(``facts_of``).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import errors
from customers.models import Customer
from orders.order.models import Order
from products.catalogue.models import Product
from reports.facts import reading
from reports.facts.choices import Kind
from reports.figures import policies, question, statements
from reports.figures.answers import Answer, Fact
from reports.figures.asking import Asking, fetched
from reports.figures.dimensions import OF_LINES, Axis
from reports.figures.measures import AMOUNT, COST, MARGIN, Measure
from reports.figures.question import Question
from reports.figures.sql import Sql

# kinds of facts that belong to an order as a whole: no product can be asked for them
_OF_ORDERS = frozenset(
    (Kind.RECEIVED, Kind.DUE, Kind.SUBMITTED, Kind.CHECKED, Kind.FINISHED, Kind.CHANGE_REQUEST, Kind.ANSWER)
)


def ask(*, actor: User, asked: Question, today: date) -> Answer:
    """The figures that ``asked`` names, of ``actor``'s orders. Raises NotAllowed (no reports, a hidden measure),
    Invalid (a question that cannot be asked, or has more figures than anybody reads), NotFound (a saved condition that
    is not his)."""
    _require_askable(actor, asked)
    return reading.in_one_state(lambda: Asking(actor, asked, today).answer())


def ask_levels(*, actor: User, asked: Question, today: date) -> tuple[Answer, Answer | None]:
    """The same, and the members of its first axis that it shows, which its rows make up; None where it has no second.
    Raises as ``ask``."""
    _require_askable(actor, asked)

    def both() -> tuple[Answer, Answer | None]:
        asking = Asking(actor, asked, today)
        answer = asking.answer()
        return answer, asking.above(answer) if len(asked.rows) > 1 else None

    return reading.in_one_state(both)


def facts_of(
    *, actor: User, asked: Question, today: date, after: tuple[date, int] | None = None, limit: int = 50
) -> list[Fact]:
    """What the figures of ``asked`` count, the latest first, from ``after`` (day and key of a fact) on; the same orders
    and days as ``ask`` counts. Raises as ``ask``."""
    sql = _each_fact(actor, asked, today)
    if after is not None:
        sql.add(" AND (f.day, f.id) < (%s, %s)", *after)
    return _facts(actor, fetched(sql.add(" ORDER BY f.day DESC, f.id DESC LIMIT %s", limit)))


def every_fact_of(*, actor: User, asked: Question, today: date) -> Iterator[Fact]:
    """All of them, for a file, read as they are taken. Call it inside a transaction: the cursor lives there. Raises as
    ``ask``, at once."""
    sql = _each_fact(actor, asked, today).add(" ORDER BY f.day DESC, f.id DESC")
    return (fact for rows in reading.streamed(sql.text, sql.given) for fact in _facts(actor, rows))


def count_facts(*, actor: User, asked: Question, today: date) -> int:
    """How many they are. Raises as ``ask``."""
    sql = _each_fact(actor, asked, today)
    return int(reading.fetched(f"SELECT count(*) FROM ({sql.text}) counted", sql.given)[0][0])


def customers_of(*, actor: User, asked: Question, today: date) -> dict[int, int] | None:
    """Which customers the figures of ``asked`` are about and how many orders, lines and cases of each, for the record
    of what was taken away; None where nobody can say. Kept sums tell it where they can: to go through the facts of
    years once more for each file takes as long as the report. Raises NotAllowed as ``ask``."""
    try:
        _require_askable(actor, asked)
    except errors.Invalid:  # a question of several kinds of counting
        return None
    return reading.in_one_state(lambda: _customers(Asking(actor, asked, today)))


def _customers(asking: Asking) -> dict[int, int]:
    found = _cases(asking)
    if found is None:
        sql = asking.each_fact()
        rows = fetched(Sql("SELECT customer_id, count(*) FROM (").add(sql.text, *sql.given).add(") c GROUP BY 1"))
        found = {int(customer): int(count) for customer, count in rows}
    return {customer: count for customer, count in found.items() if customer and count}


def _cases(asking: Asking) -> dict[int, int] | None:
    """Customer → how many orders and lines or cases of his kept sums hold; None where only the facts can tell."""
    asked = replace(asking.asked.over(asking.asked.since, asking.asked.until), rows=("customer",), column="", top=0)
    terms = list(dict.fromkeys((kind, name) for kind, _column in asking.terms for name in ("orders", "lines")))
    if asking.by_line or asking.base_of(asked, terms) is None:
        return None
    return {customer: int(sum(sums.values())) for (customer,), sums in asking.sums(asked, terms).items()}


def _each_fact(actor: User, asked: Question, today: date) -> Sql:
    _require_askable(actor, asked)
    return Asking(actor, asked, today).each_fact()


def _require_askable(actor: User, asked: Question) -> None:
    policies.require_view(actor)
    question.checked(asked)
    policies.require_seen(actor, asked.asked)
    policies.require_axes(actor, asked)
    _require_countable(asked)


def _require_countable(asked: Question) -> None:
    if not statements.is_by_line(asked):
        return
    for one in asked.asked:
        if any(term.kind in _OF_ORDERS for term in one.terms):
            message = _("“%(measure)s” is told of whole orders, not by product.") % {"measure": one.label}
            raise errors.Invalid(fields={"measures": [message]})


def is_countable(measure: Measure, axes: Iterable[Axis]) -> bool:
    """Whether a measure can be told by these axes."""
    by_line = any(one.base in OF_LINES for one in axes)
    return not (by_line and any(term.kind in _OF_ORDERS for term in measure.terms))


def _facts(actor: User, rows: list[tuple[Any, ...]]) -> list[Fact]:
    """Rows of ``statements.each_fact`` as their reader may see them."""
    sees_amount, sees_cost = (
        not rights.effect(actor, AMOUNT),
        not any(rights.effect(actor, one) for one in (COST, MARGIN)),
    )
    numbers = {one.pk: one.reference for one in Order.objects.filter(pk__in={row[3] for row in rows}).only("number")}
    products = dict(Product.objects.filter(pk__in={row[5] for row in rows if row[5]}).values_list("pk", "name"))
    customers = dict(Customer.objects.filter(pk__in={row[6] for row in rows}).values_list("pk", "name"))
    return [
        Fact(
            key=row[0],
            day=row[1],
            kind=Kind(row[2]),
            order_id=row[3],
            order=numbers.get(row[3], ""),
            line_no=row[4],
            customer=customers.get(row[6], ""),
            product=products.get(row[5], ""),
            orders=row[7],
            lines=row[8],
            hits=row[9],
            quantity=row[10],
            amount=row[11] if sees_amount else None,
            net=row[12] if sees_amount else None,
            cost=row[13] if sees_cost else None,
        )
        for row in rows
    ]
