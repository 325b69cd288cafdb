"""Forecasts of what somebody may see: from the orders of his figures and from no others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from accounts.people.models import User
from common import errors
from reports.figures import policies
from reports.figures import queries as figures
from reports.figures.answers import Answer
from reports.figures.dimensions import Source, Time
from reports.figures.measures import Measure, measures
from reports.forecast.forecasting import Forecast, forecast
from reports.forecast.series import Series, collect
from reports.outlook.wanted import MEASURES, Wanted, last_year, since

MOST_MEMBERS = 20


@dataclass(frozen=True)
class Alone:
    """One forecast. ``as_of``: until when what happened is counted."""

    found: Forecast
    as_of: datetime | None


@dataclass(frozen=True)
class Member:
    """One of several: its key, what it is called, its forecast."""

    key: Any
    name: str
    found: Forecast


@dataclass(frozen=True)
class Several:
    """The largest members of an axis in the last twelve months, each forecast by itself; ``others`` are left out."""

    members: tuple[Member, ...]
    others: int
    as_of: datetime | None


def offered(actor: User) -> list[Measure]:
    """The measures that he may have forecast. Raises NotAllowed (no reports; none of them)."""
    policies.require_view(actor)
    found = [measures[code] for code in MEASURES if policies.sees(actor, measures[code])]
    if not found:
        raise errors.NotAllowed(verb=policies.VIEW)
    return found


def forecast_one(*, actor: User, wanted: Wanted, today: date) -> Alone:
    """What comes of what ``wanted`` narrows to, as a whole. Raises as ``figures.queries.ask``."""
    answer = figures.ask(actor=actor, asked=wanted.question(today), today=today)
    months = ((row[0], answer.value(wanted.measure, row)) for row in answer.rows)
    return Alone(_forecast(wanted, _series(wanted, months, today)), answer.as_of)


def forecast_several(*, actor: User, wanted: Wanted, today: date) -> Several:
    """What comes of each of the largest members: one question says which they are, one brings the months of all. Raises
    as ``figures.queries.ask``."""
    code, first, until = wanted.measure.code, *last_year(today)
    largest = wanted.question(
        today, since=first, until=until, rows=(wanted.by,), order_by=code, top=MOST_MEMBERS
    )  # fmt: skip
    top = figures.ask(actor=actor, asked=largest, today=today)
    keys = [row[0] for row in top.rows]
    months = _months_of(actor, wanted, keys, today) if keys else {}
    members = tuple(
        Member(key, top.names[wanted.by][key], _forecast(wanted, _series(wanted, months.get(key, ()), today)))
        for key in keys
    )
    return Several(members, top.others, top.as_of)


def _months_of(actor: User, wanted: Wanted, keys: list[Any], today: date) -> dict[Any, list[tuple[date, Decimal]]]:
    """Member → its months. Only these members are asked for; of categories all, since picking some would show those
    below them."""
    axis = wanted.axis
    filters = dict(wanted.filters)
    if axis is not None and axis.source is Source.FACT:
        filters[axis.code] = tuple(str(key) for key in keys)
    asked = wanted.question(today, rows=(wanted.by,), column=Time.MONTH, filters=filters)
    answer: Answer = figures.ask(actor=actor, asked=asked, today=today)
    found: dict[Any, list[tuple[date, Decimal]]] = {}
    for (key, month), group in answer.groups.items():
        found.setdefault(key, []).append((month, wanted.measure.value(group.sums) or Decimal(0)))
    return found


def _series(wanted: Wanted, months: Iterable[tuple[date, Decimal | None]], today: date) -> Series:
    return collect(((month, figure or 0) for month, figure in months), wanted.rhythm, today, since(today))


def _forecast(wanted: Wanted, series: Series) -> Forecast:
    return forecast(series, wanted.periods, is_demand=wanted.is_demand)
