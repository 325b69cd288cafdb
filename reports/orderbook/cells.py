"""What the reports of this room share: hidden fields, names, ways to lists and pages."""

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from accounts import policies as rights
from accounts.people.models import User
from customers import policies as customers
from orders.order import policies as orders
from orders.order.models import Order
from reports.figures import narrowing, policies
from reports.figures.measures import AMOUNT, COST, MARGIN
from reports.figures.sql import Sql
from reports.layout.paper import Cell
from reports.standard.reports import Wanted

RECEIPTS = "receipt.view"


def sees_amount(actor: User) -> bool:
    """Whether amounts of orders are shown to him."""
    return not rights.effect(actor, AMOUNT)


def sees_cost(actor: User) -> bool:
    """Whether costs of orders are shown to him."""
    return not any(rights.effect(actor, name) for name in (COST, MARGIN))


def money_seen(actor: User, column: str, verb: str = RECEIPTS) -> Sql:
    """`` AND …`` on a column that holds the key of an order: those that he may see and of whose customers he may see
    the money. Empty for who sees all."""
    if policies.reach_of(actor).is_all and rights.reaches_all(actor, verb, Order):
        return Sql()
    owners, department = ("customer__owner",), "customer__department_id"
    mine = rights.visible(orders.visible_to(actor), actor, verb, owners=owners, department=department)
    text, given = narrowing.as_sql(mine.order_by().values("pk"))
    return Sql().add(f" AND {column} IN ({text})", *given)


def way(wanted: Wanted, url_name: str, *args: Any, **query: Any) -> str:
    """The address of a list or page; "" for files, whose figures lead nowhere."""
    if not wanted.here:
        return ""
    given = {name: value for name, value in query.items() if value not in ("", None, 0)}
    url = reverse(url_name, args=args)
    return f"{url}?{urlencode(given, doseq=True)}" if given else url


def links(found: Mapping[str, str]) -> dict[str, str]:
    """Without those that lead nowhere."""
    return {key: url for key, url in found.items() if url}


def customer_pages(wanted: Wanted, keys: Collection[int]) -> dict[int, str]:
    """Customer → his page, of those whom the reader may open."""
    if not wanted.here:
        return {}
    mine = customers.visible_to(wanted.actor).filter(pk__in=[key for key in keys if key]).values_list("pk", flat=True)
    return {key: reverse("customers:customer-detail", args=[key]) for key in mine}


def sums(rows: Collection[tuple[Cell, ...]], places: Collection[int]) -> tuple[Cell, ...]:
    """A foot: the columns at ``places`` added up, the others empty."""
    wide = len(next(iter(rows), ()))
    return tuple(
        sum((row[place] for row in rows if row[place] is not None), 0) if place in places else ""
        for place in range(wide)
    )
