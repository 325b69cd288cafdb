"""Document numbers: unique, gapless per series and business day, never reused (SEMANTICS 1)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from common import prepared


class Series:
    """The number series; they are code, a document never changes its series."""

    QUOTATION = "QT"
    ORDER = "SO"
    CHANGE_REQUEST = "CR"
    OUTBOUND = "OB"
    PICKING = "PK"
    RETURN = "RT"
    RECEIPT = "RC"
    REFUND = "RF"
    INVOICE = "IV"
    STATEMENT = "ST"
    DUNNING = "DN"
    INQUIRY = "IQ"
    AGREEMENT = "AG"
    FREIGHT_BILL = "FB"
    EXCEPTION = "EX"
    PRODUCTION = "PR"
    ARRIVAL = "GR"
    TRANSFER = "TF"
    COUNT = "SC"
    ADJUSTMENT = "SA"


LABELS: dict[str, Any] = {
    Series.QUOTATION: _("Quotation"),
    Series.ORDER: _("Sales order"),
    Series.CHANGE_REQUEST: _("Change request"),
    Series.OUTBOUND: _("Outbound document"),
    Series.PICKING: _("Picking list"),
    Series.RETURN: _("Return"),
    Series.RECEIPT: _("Receipt"),
    Series.REFUND: _("Refund"),
    Series.INVOICE: _("Invoice"),
    Series.STATEMENT: _("Statement of account"),
    Series.DUNNING: _("Payment reminder"),
    Series.INQUIRY: _("Inquiry"),
    Series.AGREEMENT: _("Frame agreement"),
    Series.FREIGHT_BILL: _("Carrier's bill"),
    Series.EXCEPTION: _("Exception"),
    Series.PRODUCTION: _("Requirement"),
    Series.ARRIVAL: _("Goods arrival"),
    Series.TRANSFER: _("Transfer"),
    Series.COUNT: _("Stock count"),
    Series.ADJUSTMENT: _("Adjustment"),
}


@dataclass(frozen=True)
class SeriesState:
    """How far a series is."""

    code: str
    label: Any
    today: int
    last_days: int
    last_number: str
    last_day: date | None


def states(today: date, days: int = 30) -> list[SeriesState]:
    """Every series: how many numbers it drew today and in the last ``days`` days, and its last one. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_STATES, {"today": today, "since": today - timedelta(days=days - 1)})
        found = {row[0]: row[1:] for row in cursor.fetchall()}
    return [_state(code, label, *found.get(code, (0, 0, None, 0))) for code, label in LABELS.items()]


def _state(code: str, label: Any, now: int, recent: int, day: date | None, last: int) -> SeriesState:
    return SeriesState(code, label, now, recent, format_number(code, day, last) if day else "", day)


_STATES = """
SELECT d.series, coalesce(sum(d.last) FILTER (WHERE d.day = %(today)s), 0),
       coalesce(sum(d.last) FILTER (WHERE d.day >= %(since)s), 0), max(d.day),
       (array_agg(d.last ORDER BY d.day DESC))[1]
FROM common_daycounter d WHERE d.last > 0 GROUP BY d.series
"""


def draw(series: str, day: date) -> str:
    """The next number of a series and day, e.g. ``SO20261121-0007``.

    Takes the day counter's row lock until commit, so draw after everything in the transaction that
    can fail or wait. A rolled-back transaction gives its number back: no gap.
    """
    return draw_many(series, day, 1)[0]


def draw_many(series: str, day: date, count: int) -> list[str]:
    """``count`` consecutive numbers of a series and day, in order."""
    with connection.cursor() as cursor:
        prepared.execute(cursor, _DRAW, [series, day, count])
        last = cursor.fetchone()[0]
    return [format_number(series, day, counter) for counter in range(last - count + 1, last + 1)]


_DRAW = """
INSERT INTO common_daycounter (series, day, last) VALUES (%s, %s, %s)
ON CONFLICT (series, day) DO UPDATE SET last = common_daycounter.last + excluded.last RETURNING last
"""


def format_number(series: str, day: date, counter: int) -> str:
    """Series + day + at least four digits. Sort by day and counter, never by this text."""
    return f"{series}{day:%Y%m%d}-{counter:04d}"


def draw_in(execute: Callable[..., int], series: str, table: str, day: str) -> None:
    """Number the rows of a temporary table (bulk loads): ``day`` names its date column, ``place`` counts 1…n
    within each day, ``assigned`` gets the number.

    ``execute`` runs a statement with named parameters. Two statements, whatever the number of days; the day
    counters stay locked until commit, like those of ``draw``.
    """
    execute(
        "INSERT INTO common_daycounter (series, day, last)"
        f" SELECT %(series)s, {day}, count(*) FROM {table} GROUP BY 2 ORDER BY 2"
        " ON CONFLICT (series, day) DO UPDATE SET last = common_daycounter.last + excluded.last",
        series=series,
    )
    execute(
        f"UPDATE {table} t SET assigned = %(series)s || to_char(t.{day}, 'YYYYMMDD') || '-' || CASE"
        " WHEN c.last - n.count + t.place < 10000 THEN lpad((c.last - n.count + t.place)::text, 4, '0')"
        " ELSE (c.last - n.count + t.place)::text END"
        f" FROM common_daycounter c, (SELECT {day} AS day, count(*) AS count FROM {table} GROUP BY 1) n"
        f" WHERE c.series = %(series)s AND c.day = t.{day} AND n.day = t.{day}",
        series=series,
    )
