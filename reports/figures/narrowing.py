"""Conditions on whose orders count, for any SQL of reports: no report reaches further than the list."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from accounts.people.models import User
from orders.order import policies as orders
from reports.figures import policies
from reports.figures.policies import Reach
from reports.figures.sql import Sql
from reports.figures.within import Within, orders_within


def facts_seen(actor: User, alias: str = "f") -> Sql:
    """`` AND …`` on rows with ``order_id`` and ``department_id`` (facts, moments): those of orders that ``actor``'s
    figures count. Empty for who sees all."""
    return orders_within(within(policies.reach_of(actor)), alias)


def orders_seen(actor: User, column: str) -> Sql:
    """`` AND …`` on any column that holds the key of an order: those that ``actor`` may see. Empty for who sees all."""
    if policies.reach_of(actor).is_all:
        return Sql()
    text, given = as_sql(orders.visible_to(actor).order_by().values("pk"))
    return Sql().add(f" AND {column} IN ({text})", *given)


def within(reach: Reach) -> Within:
    """A person's reach as statements take it."""
    rest = as_sql(reach.rest) if reach.rest is not None else None
    return Within(reach.is_all, tuple(sorted(reach.departments)), tuple(sorted(reach.people)), rest)


def as_sql(rows: QuerySet[Any]) -> tuple[str, tuple[Any, ...]]:
    """A query of keys as a part of a statement, with its parameters."""
    try:
        text, given = rows.query.sql_with_params()
    except EmptyResultSet:  # the condition holds for nothing
        return "SELECT 0::bigint WHERE FALSE", ()
    return text, tuple(given)
