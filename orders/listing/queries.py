"""The reads of the order list: filtered orders, their page, the numbers of the tabs and of the foot."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.db.models import DecimalField, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.urls import reverse

from accounts import policies
from common import currencies, doors, errors, keyset
from orders.listing import columns as listing_columns
from orders.listing import saved_views
from orders.listing.masters import CUSTOMERS
from orders.listing.own_views import OwnView
from orders.order import policies as order_policies
from orders.order import queries
from orders.order.filters import OrderFilter
from orders.order.states import Origin, Status
from segments import queries as segment_queries
from segments.fields import Level
from segments.filters import is_free
from segments.models import Segment

PAGE_SIZE = 50
COUNT_LIMIT = 999  # what a tab shows in figures; above it "999+"
COUNT_PATIENCE_MS = 400  # then a tab shows no number
NOT_CONDITIONS = {"view", "mine", "base", "sort", "cursor", "page_size"}


def sees_money(user: Any) -> bool:
    """Whether prices and amounts are shown to ``user`` (sensitive field ``order.amount``)."""
    return not policies.effect(user, "order.amount")


@dataclass(frozen=True)
class Wanted:
    """What a person asked the list for; ``mine`` is the key of a view of his own that he came by ("" for none),
    ``base`` the saved condition that he started from."""

    view: str
    mine: str
    base: str
    sort: str
    cursor: str | None
    conditions: QueryDict
    filter: OrderFilter
    orders: QuerySet
    sorts: dict[str, keyset.Sort]
    with_money: bool

    @property
    def url(self) -> str:
        """The list without any condition."""
        return reverse("orders:order-list")

    @property
    def has_conditions(self) -> bool:
        return any(value for values in self.conditions.lists() for value in values[1])


def wanted(user: Any, params: QueryDict, today: date) -> Wanted:
    """Read the query string. Without a view: all in progress, or all once something is searched for.

    Raises Invalid when a condition cannot be read.
    """
    with_money = sees_money(user)
    conditions = params.copy()
    for name in NOT_CONDITIONS:
        conditions.pop(name, None)
    fallback = saved_views.ALL if any(conditions.values()) else saved_views.DEFAULT
    view = params.get("view") or fallback
    view = view if view in saved_views.offered(with_money) else fallback
    chosen = OrderFilter(conditions, saved_views.within(view, user), actor=user, today=today)
    doors.require_readable(chosen)
    return Wanted(
        view=view,
        mine=params.get("mine", ""),
        base=params.get("segment") or params.get("base", ""),
        sort=params.get("sort") or "order_date",
        cursor=params.get("cursor"),
        conditions=conditions,
        filter=chosen,
        orders=saved_views.narrow(chosen.qs, view, user, today),
        sorts=queries.sorts_for(user),
        with_money=with_money,
    )


def page(user: Any, asked: Wanted, columns: list[listing_columns.Column]) -> keyset.Page:
    """The page of orders, with only the related rows that the columns show, and the risks that ``user`` may know
    while somebody decides about them."""
    page = keyset.paginate(
        asked.orders.prefetch_related(None),
        sorts=asked.sorts,
        sort=asked.sort,
        cursor=asked.cursor,
        size=PAGE_SIZE,
        is_free=is_free(asked.conditions),
    )
    queries.name_related(page.items, [column.related for column in columns if column.related])
    CUSTOMERS.load(user, page.items, attrgetter("customer_id"), columns)
    for order in page.items:
        if order.risks and order.status == Status.SUBMITTED:
            order.told_risks = order_policies.visible_risks(user, order)
    return page


def count_views(user: Any, today: date) -> dict[str, int]:
    """The number beside each saved view, at most COUNT_LIMIT + 1; none for "all"."""
    keys = [key for key in saved_views.offered(sees_money(user)) if key != saved_views.ALL]
    return {
        key: saved_views.narrow(saved_views.within(key, user), key, user, today).order_by()[: COUNT_LIMIT + 1].count()
        for key in keys
    }


def count_segments(user: Any, segments: Iterable[Segment], today: date) -> dict[str, int]:
    """The number beside each saved condition, by its tab; none where counting takes too long."""
    visible, reader = order_policies.visible_to(user), segment_queries.Reader(user)

    def rows(segment: Segment) -> Callable[[], QuerySet]:
        return lambda: visible.filter(reader.condition(segment).narrow(Level.ORDER, today))

    return keyset.numbers({tab_of(one): rows(one) for one in segments}, COUNT_PATIENCE_MS, COUNT_LIMIT)


def tab_of(segment: Segment) -> str:
    """The key of a saved condition's tab."""
    return f"segment-{segment.pk}"


def count_own_views(user: Any, views: Iterable[OwnView], today: date) -> dict[str, int]:
    """The number beside each of a person's own views; none for one whose conditions are no longer understood, or take
    too long."""

    def rows(view: OwnView) -> Callable[[], QuerySet | None]:
        return lambda: _understood(user, view, today)

    return keyset.numbers({one.key: rows(one) for one in views}, COUNT_PATIENCE_MS, COUNT_LIMIT)


def _understood(user: Any, view: OwnView, today: date) -> QuerySet | None:
    try:
        return wanted(user, QueryDict(view.query), today).orders
    except errors.Invalid:
        return None


@dataclass(frozen=True)
class Sums:
    """What the orders of one currency come to, in that currency."""

    currency: str
    total: Decimal
    unshipped: Decimal
    unreceived: Decimal


@dataclass(frozen=True)
class Totals:
    """The foot of the list, over the whole result; ``sums`` has one entry per currency, the company's own first,
    and is None until it is asked for."""

    count: int
    is_estimate: bool
    sums: list[Sums] | None = None


def totals(asked: Wanted, *, with_sums: bool = False) -> Totals:
    """Count and sums of the result. Beyond 10,000 hits, or where counting takes too long, the count is an estimate and
    the sums are only computed when ``with_sums`` insists: the page never waits for them (UI 12)."""
    orders = asked.orders.select_related(None).order_by()
    count, is_estimate = keyset.count_within(orders, keyset.COUNT_PATIENCE_MS)
    if not asked.with_money or (is_estimate and not with_sums):
        return Totals(count, is_estimate)
    return Totals(count, is_estimate, _sums(orders))


def _sums(orders: QuerySet) -> list[Sums]:
    """Sums by currency: amounts of different currencies are never added up. Orders from history without
    receipts are not owed by anybody, as far as anybody knows."""

    def summed(expression: Any, only: Q | None = None) -> Coalesce:
        amount = Sum(expression, output_field=DecimalField(), filter=only)
        return Coalesce(amount, Decimal(0), output_field=DecimalField())

    binding = Q(status__in=(Status.EFFECTIVE, Status.CLOSED, Status.ARCHIVED))
    unknown = Q(origin=Origin.HISTORY, received_amount=0)
    rows = orders.values("currency_id").annotate(
        total=summed(F("total_amount")),
        unshipped=summed(F("unshipped_amount"), Q(status=Status.EFFECTIVE)),
        unreceived=summed(F("due_amount") - F("received_amount"), binding & ~unknown),
    )
    found = [Sums(row["currency_id"], row["total"], row["unshipped"], row["unreceived"]) for row in rows]
    return sorted(found, key=lambda one: (one.currency != currencies.base(), one.currency))
