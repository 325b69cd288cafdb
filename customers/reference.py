"""Reference rows of this app: the payment terms a company begins with (R222)."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from common.reference import seeders
from customers.models import PaymentTerm, PaymentTermRow

Basis, Control = PaymentTermRow.Basis, PaymentTermRow.Control


def _row(percent: int, basis: str = Basis.ORDER, days: int = 0, **more: Any) -> dict[str, Any]:
    return {"percent": Decimal(percent), "basis": basis, "days": days, **more}


_ADVANCE: dict[str, Any] = {"is_advance": True}
# code, name as the company writes it, rows
TERMS: tuple[tuple[str, str, list[dict[str, Any]]], ...] = (
    ("PREPAID", "预付 100 %", [_row(100, **_ADVANCE, control=Control.SHIP)]),
    (
        "ADVANCE30",
        "预付 30 % + 货到 30 天",
        [_row(30, **_ADVANCE, control=Control.PRODUCE), _row(70, Basis.SIGN, 30)],
    ),
    ("MONTHLY30", "月结 30 天", [_row(100, Basis.SHIP, 30, from_month_end=True)]),
    ("MONTHLY60", "月结 60 天", [_row(100, Basis.SHIP, 60, from_month_end=True)]),
    ("COD", "货到付款", [_row(100, Basis.SIGN)]),
)


def seed_payment_terms(at: datetime) -> None:
    """Add the shipped terms that are missing by code; changed ones stay as they are."""
    there = set(PaymentTerm.objects.values_list("code", flat=True))
    for code, name, rows in TERMS:
        if code not in there:
            term = PaymentTerm.objects.create(code=code, name=name)
            PaymentTermRow.objects.bulk_create(
                PaymentTermRow(term=term, sequence=number, **row) for number, row in enumerate(rows, start=1)
            )


def register() -> None:
    """Called once from ``CustomersConfig.ready``."""
    seeders.register("customers.payment_terms", seed_payment_terms)
