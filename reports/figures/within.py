"""Whose orders a statement counts. Pure."""

from dataclasses import dataclass
from typing import Any

from reports.facts.choices import Dimension
from reports.figures.sql import Sql


@dataclass(frozen=True)
class Within:
    """Whose orders count: all, or those of ``departments``, of others those of ``people`` who sell, of others those of
    ``rest`` (SQL of keys with its parameters)."""

    is_all: bool = True
    departments: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    rest: tuple[str, tuple[Any, ...]] | None = None
    only: tuple[str, tuple[Any, ...]] | None = None  # orders of a saved condition
    without: tuple[int, ...] = ()  # departments whose orders are counted elsewhere

    def parts(self) -> "list[Within]":
        """The same in parts that have no order in common, each answered by an index of its own."""
        if self.is_all or self.only is not None:
            return [self]
        found = [Within(False, departments=self.departments)] if self.departments else []
        if self.people:
            found.append(Within(False, people=self.people, without=self.departments))
        return [*found, Within(False, rest=self.rest)] if self.rest is not None else found


def orders_within(within: Within, alias: str) -> Sql:
    """`` AND …``: those of these orders."""
    if within.only is not None:
        return Sql().add(f" AND {alias}.order_id IN ({within.only[0]})", *within.only[1])
    if within.is_all:
        return Sql()
    parts, given = [], []
    if within.departments:
        parts.append(f"{alias}.department_id = ANY(%s)")
        given.append(list(within.departments))
    if within.people:
        parts.append(f"{alias}.salesperson_id = ANY(%s)")
        given.append(list(within.people))
    if within.rest is not None:
        parts.append(f"{alias}.order_id IN ({within.rest[0]})")
        given += within.rest[1]
    sql = Sql().add(f" AND ({' OR '.join(parts) or 'FALSE'})", *given)
    return sql.add(f" AND {alias}.department_id <> ALL(%s)", list(within.without)) if within.without else sql


def is_summed(part: Within, base: Dimension) -> bool:
    """Whether sums are kept of a part: of all and of departments by any dimension, of people by themselves."""
    if part.people:
        return base in (Dimension.TOTAL, Dimension.SALESPERSON)
    return part.is_all or bool(part.departments)
