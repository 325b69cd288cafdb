"""Old orders are not dated into closed months: neither their own day nor that on which goods of them left or arrived.

The dry run names the rows; the commit asks again, with the months held as they are.
"""

from datetime import date

from accounts.periods import queries as periods
from common.imports.batch import Batch
from orders.intake.imports import lines, shipments

_DAYS = ("ship_date", "signed_date")


def check(batch: Batch) -> None:
    """Leave out orders of closed months, and those of which goods left or arrived in one."""
    until = periods.closed_until()
    if until is None:
        return
    words = "'until', %(until)s::text"
    batch.report_where(
        "orders", "closed_month", "r.order_date <= %(until)s", field="order_date", words=words, until=until
    )
    for name in _mapped(batch):
        where = f'EXISTS (SELECT 1 FROM import_shipments s WHERE s."order" = r.key AND s.{name} <= %(until)s)'
        batch.report_where("orders", "closed_month", where, words=words, until=until)
    lines.drop_without_order(batch)
    shipments.spread(batch)


def check_receipts(batch: Batch) -> None:
    """Leave out money of closed months."""
    until = periods.closed_until()
    words, where = "'until', %(until)s::text", "r.received_date <= %(until)s"
    if until is not None:
        batch.report_where("receipts", "closed_month", where, field="received_date", words=words, until=until)


def require_none(batch: Batch) -> None:
    """Raise WrongState where the staged orders would be dated into a month that was closed meanwhile."""
    days: list[date | None] = [batch.value("SELECT min(order_date) FROM import_orders")]
    days += [batch.value(f"SELECT min({name}) FROM import_shipments") for name in _mapped(batch)]
    periods.require_open(*days, at=batch.at)


def _mapped(batch: Batch) -> list[str]:
    return [name for name in _DAYS if batch.maps("shipments", name)]
