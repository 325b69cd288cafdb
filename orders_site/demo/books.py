"""The books of the demo company: weekly invoices, the bank's statement of today, follow-ups, closed months."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.db.models import F

from accounts.people.models import User
from accounts.periods import operations as periods
from common import dates
from orders.invoicing import operations as invoicing
from orders.invoicing import queries as invoices
from orders.settlement import allotting
from orders.settlement.banking import operations as banking
from orders.settlement.dues import operations as dues
from orders.settlement.models import PlanRow
from orders_site.demo.agenda import Life, after, working
from orders_site.demo.company import Company

SOURCE = "招商银行 杭州分行"
_SAID = (
    ("财务已排款，周五付清", 3),
    ("等对方总部审批，下周再问", 7),
    ("说发票未收到，已补寄复印件", 2),
    ("经办人出差，改由会计跟进", 4),
    ("承诺月底前付一半", 8),
)
_OTHERS = (("杭州市税务局", "1280.00", "退税"), ("招商银行", "86.31", "活期结息"), ("张建平", "5000.00", "还备用金"))
_REBATE = Decimal(200)
_OPEN_FOR = 4  # days that deliveries wait for their invoice


def lives(company: Company) -> list[Life]:
    """Finance invoices twice a week what was delivered."""
    return [_billing(company, Random(41))]


def _billing(company: Company, rng: Random) -> Life:
    """By account and currency: most are issued with the number of the tax platform, one in a while is reversed."""
    finance = company.staff["wu.min"]
    at = working(company.begins + timedelta(days=9))
    while True:
        at = yield at
        before = dates.business_day(at) - timedelta(days=_OPEN_FOR)
        for one in invoices.accounts_to_invoice(finance):
            if one["since"] and one["since"] <= before:
                _invoice(finance, one, at, rng)
        at = after(at, rng, days=3.5)


def _invoice(finance: User, one: dict[str, Any], at: datetime, rng: Random) -> None:
    parts = invoices.billable(finance, one["account"], one["currency"])
    lines = [(part.line.pk, part.quantity) for part in parts if part.line is not None][:40]
    if not lines:
        return
    on_it = {part.order.pk for part in parts if part.line is not None}
    freight = [part.order.pk for part in parts if part.line is None and part.order.pk in on_it]
    draft = invoicing.draft_invoice(actor=finance, lines=lines, freight_of=freight, at=at)
    serial = f"2633{rng.randint(10**15, 10**16 - 1)}"
    issued = invoicing.issue_invoice(actor=finance, invoice_id=draft.pk, tax_serial=serial, at=at)
    if rng.random() < 0.03:
        invoicing.reverse_invoice(actor=finance, invoice_id=issued.pk, reason="购方税号有误，冲回重开", at=at)
    elif serial.endswith("7") and issued.amount > _REBATE * 50:
        invoicing.credit_invoice(actor=finance, invoice_id=issued.pk, amount=_REBATE, reason="季度返利", at=at)


def load(company: Company, *, at: datetime) -> None:
    """What stands today: a draft, a statement of the bank, notes on what is due, months that are closed."""
    finance, today = company.staff["wu.min"], dates.business_day(at)
    rows = list(
        PlanRow.objects.filter(received__lt=F("amount"), order__status__in=allotting.BINDING, due_date__lte=today)
        .select_related("order__customer", "order__bill_to", "order__salesperson")
        .order_by("due_date", "id")[:14]
    )
    _statement(finance, rows, today, at)
    for (text, days), row in zip(_SAID, reversed(rows), strict=False):
        actor = row.order.salesperson or finance
        dues.note_follow_up(
            actor=actor,
            order=row.order.reference,
            sequence=row.sequence,
            text=text,
            next_date=today + timedelta(days=days),
            at=at,
        )
    two_back = (today.replace(day=1) - timedelta(days=1)).replace(day=1) - timedelta(days=1)
    periods.close_month(actor=finance, month=two_back, at=at)


def _statement(finance: User, rows: list[PlanRow], today: date, at: datetime) -> None:
    """Rows of a bank: some name their order, some their payer alone, some are no customer's."""
    lines = []
    for place, row in enumerate(rows[:6], start=1):
        account = row.order.bill_to or row.order.customer
        is_named, is_whole = place % 2 == 1, place % 3 != 0
        left = row.amount - row.received
        lines.append(
            banking.NewLine(
                booked_date=today,
                amount=left if is_whole else max(Decimal("0.01"), (left / 2).quantize(Decimal("0.01"))),
                currency=str(row.order.currency_id),
                reference=f"{today:%Y%m%d}C{place:05d}",
                payer=account.name,
                payer_account=f"62258801{place:08d}",
                text=f"货款 {row.order.number}" if is_named else "货款",
            )
        )
    for place, (payer, amount, text) in enumerate(_OTHERS, start=1):
        lines.append(banking.NewLine(today, Decimal(amount), "CNY", f"{today:%Y%m%d}D{place:05d}", payer, "", text))
    banking.load_lines(actor=finance, source=SOURCE, lines=lines, at=at)
