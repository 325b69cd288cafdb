"""Whose orders a statement counts. Pure."""

from dataclasses import dataclass
from typing import Any

from reports.facts.choices import BY_MONTH_ONLY, OF_OWN, Dimension
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
    by_key: bool = (
        False  # orders of ``rest`` are few beside the others: looked up one by one, whatever the database thinks
    )

    def parts(self) -> "list[Within]":
        """The same in parts that have no order in common, each answered by an index of its own."""
        if self.is_all or self.only is not None:
            return [self]
        found = [Within(False, departments=self.departments)] if self.departments else []
        if self.people:
            found.append(Within(False, people=self.people, without=self.departments))
        return [*found, Within(False, rest=self.rest, by_key=bool(found))] if self.rest is not None else found


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
        parts.append(f"{alias}.order_id {'= ANY(ARRAY({}))' if within.by_key else 'IN ({})'}".format(within.rest[0]))
        given += within.rest[1]
    sql = Sql().add(f" AND ({' OR '.join(parts) or 'FALSE'})", *given)
    return sql.add(f" AND {alias}.department_id <> ALL(%s)", list(within.without)) if within.without else sql


def is_own(part: Within, base: Dimension) -> bool:
    """Whether the sums of a part are those of salespeople by another dimension, kept by month only."""
    return bool(part.people) and base in OF_OWN


def is_by_month(part: Within, base: Dimension) -> bool:
    """Whether days of a part are asked of the facts themselves."""
    return base in BY_MONTH_ONLY or is_own(part, base)


def is_summed(part: Within, base: Dimension, *, by_day: bool, has_own: bool) -> bool:
    """Whether sums are kept of a part, by days or months: of all, of departments and of people who sell."""
    if is_own(part, base):
        return has_own and not by_day
    return part.is_all or bool(part.departments or part.people)
