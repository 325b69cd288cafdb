"""Carriers' bills of the demo company: the months before last are paid, the last one waits, this one is not billed."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from common import dates
from orders.fulfilment.freight_bills import operations, queries
from orders_site.demo.agenda import working
from orders_site.demo.company import Company

_CENT = Decimal("0.01")
_DAYS = {"enter": 4, "approve": 6, "pay": 12}  # after the month's end


def load(company: Company, *, at: datetime) -> None:
    """Logistics enters what each carrier asks for a month, finance approves and pays."""
    rng, logistics = Random(43), company.staff["sun.qian"]
    for month in queries.months_unbilled(logistics):
        entered = _after(month["last"], _DAYS["enter"])
        if entered < at:
            _bill(company, month, entered, at, rng)


def _bill(company: Company, month: dict[str, Any], entered: datetime, at: datetime, rng: Random) -> None:
    finance, last = company.staff["wu.min"], month["last"]
    shipments = queries.unbilled_with(month["carrier_id"], month["month"], last)[: operations.MOST]
    lines = [(one.pk, _asked(one.freight, rng)) for one in shipments if one.freight]
    if not lines:
        return
    head = operations.Head(
        carrier_id=month["carrier_id"],
        carrier_number=f"{month['carrier__code']}-{last:%Y%m}",
        bill_date=last + timedelta(days=2),
        period_from=month["month"],
        period_to=last,
    )
    bill = operations.record_bill(actor=company.staff["sun.qian"], head=head, lines=lines, at=entered)
    approved = _after(last, _DAYS["approve"])
    if approved > at or last + timedelta(days=32) > dates.business_day(at):
        return  # the newest ones wait for finance
    operations.approve_bill(actor=finance, bill_id=bill.pk, reason="偏远地区附加费，已核对运单", at=approved)
    paid = last + timedelta(days=_DAYS["pay"])
    if paid <= dates.business_day(at):
        day, reference = _after(last, _DAYS["pay"]), f"{paid:%Y%m%d}P{bill.pk:04d}"
        operations.pay_bill(actor=finance, bill_id=bill.pk, paid_date=paid, reference=reference, at=day)


def _asked(freight: Decimal, rng: Random) -> Decimal:
    """Mostly what was agreed; now and then a surcharge, seldom one beyond the tolerance."""
    chance = rng.random()
    more = 0 if chance < 0.85 else 3 if chance < 0.96 else rng.randint(8, 20)
    return (freight * (100 + more) / 100).quantize(_CENT)


def _after(last: date, days: int) -> datetime:
    """A working hour so many days after a month's end."""
    return working(dates.day_start(last + timedelta(days=days)))
