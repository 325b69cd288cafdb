"""The reads of the order list: filtered orders, their page, the numbers of the tabs and of the foot."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import QueryDict

from accounts import policies
from common import errors, keyset
from orders.listing import columns as listing_columns
from orders.listing import saved_views
from orders.order import queries
from orders.order.filters import OrderFilter
from orders.order.states import Status

PAGE_SIZE = 50
COUNT_LIMIT = 999  # what a tab shows in figures; above it "999+"
_NOT_CONDITIONS = {"view", "sort", "cursor", "page_size", "customer_name", "product_name"}


def sees_money(user: Any) -> bool:
    """Whether prices and amounts are shown to ``user`` (sensitive field ``order.amount``)."""
    return not policies.effect(user, "order.amount")


@dataclass(frozen=True)
class Wanted:
    """What a person asked the list for."""

    view: str
    sort: str
    cursor: str | None
    conditions: QueryDict
    filter: OrderFilter
    orders: QuerySet
    sorts: dict[str, keyset.Sort]
    with_money: bool

    @property
    def has_conditions(self) -> bool:
        return any(value for values in self.conditions.lists() for value in values[1])


def wanted(user: Any, params: QueryDict, today: date) -> Wanted:
    """Read the query string. Without a view: all in progress, or all once something is searched for.

    Raises Invalid when a condition cannot be read.
    """
    with_money = sees_money(user)
    conditions = params.copy()
    for name in _NOT_CONDITIONS:
        conditions.pop(name, None)
    fallback = saved_views.ALL if any(conditions.values()) else saved_views.DEFAULT
    view = params.get("view") or fallback
    view = view if view in saved_views.offered(with_money) else fallback
    chosen = OrderFilter(conditions, queries.list_orders(user), actor=user)
    if not chosen.form.is_valid():
        raise errors.Invalid(fields={name: list(texts) for name, texts in chosen.form.errors.items()})
    return Wanted(
        view=view,
        sort=params.get("sort") or "order_date",
        cursor=params.get("cursor"),
        conditions=conditions,
        filter=chosen,
        orders=saved_views.narrow(chosen.qs, view, user, today),
        sorts=queries.sorts_for(user),
        with_money=with_money,
    )


def page(asked: Wanted, columns: list[listing_columns.Column]) -> keyset.Page:
    """The page of orders, with only the related rows that the columns show."""
    page = keyset.paginate(
        asked.orders.prefetch_related(None),
        sorts=asked.sorts,
        sort=asked.sort,
        cursor=asked.cursor,
        size=PAGE_SIZE,
    )
    queries.name_related(page.items, [column.related for column in columns if column.related])
    return page


def count_views(user: Any, today: date) -> dict[str, int]:
    """The number beside each saved view, at most COUNT_LIMIT + 1; none for "all"."""
    orders = queries.list_orders(user).select_related(None)
    return {
        key: saved_views.narrow(orders, key, user, today).order_by()[: COUNT_LIMIT + 1].count()
        for key in saved_views.offered(sees_money(user))
        if key != saved_views.ALL
    }


@dataclass(frozen=True)
class Totals:
    """The foot of the list, over the whole result in the company's currency; sums are None until asked for."""

    count: int
    is_estimate: bool
    total: Decimal | None = None
    unshipped: Decimal | None = None
    unreceived: Decimal | None = None


def totals(asked: Wanted, *, with_sums: bool = False) -> Totals:
    """Count and sums of the result. Beyond 10,000 hits the count is an estimate and the sums are only
    computed when ``with_sums`` insists: the page never waits for them (UI 12)."""
    orders = asked.orders.select_related(None).order_by()
    count, is_estimate = keyset.count(orders)
    if not asked.with_money or (is_estimate and not with_sums):
        return Totals(count, is_estimate)
    sums = _sums(orders)
    return Totals(count, is_estimate, sums["total"], sums["unshipped"], sums["unreceived"])


def _sums(orders: QuerySet) -> dict[str, Decimal]:
    def summed(expression: Any, **only: Any) -> Coalesce:
        amount = Sum(expression * F("exchange_rate"), output_field=DecimalField(), filter=Q(**only) if only else None)
        return Coalesce(amount, Decimal(0), output_field=DecimalField())

    binding = (Status.EFFECTIVE, Status.CLOSED, Status.ARCHIVED)
    return orders.aggregate(
        total=summed(F("total_amount")),
        unshipped=summed(F("lines_amount") - F("shipped_amount"), status=Status.EFFECTIVE),
        unreceived=summed(F("total_amount") - F("received_amount"), status__in=binding),
    )
