"""Reference rows of this app: the payment terms a company begins with (R222)."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop as _

from common.reference import seeders, ship_names
from customers.models import PaymentTerm, PaymentTermRow

Basis, Control = PaymentTermRow.Basis, PaymentTermRow.Control


def _row(percent: int, basis: str = Basis.ORDER, days: int = 0, **more: Any) -> dict[str, Any]:
    return {"percent": Decimal(percent), "basis": basis, "days": days, **more}


_ADVANCE: dict[str, Any] = {"is_advance": True}
# code, name (English, shown in the reader's language until somebody renames it), rows
TERMS: tuple[tuple[str, str, list[dict[str, Any]]], ...] = (
    ("PREPAID", _("Prepaid 100 %"), [_row(100, **_ADVANCE, control=Control.SHIP)]),
    (
        "ADVANCE30",
        _("30 % in advance, the rest 30 days after delivery"),
        [_row(30, **_ADVANCE, control=Control.PRODUCE), _row(70, Basis.SIGN, 30)],
    ),
    ("MONTHLY30", _("Monthly, 30 days"), [_row(100, Basis.SHIP, 30, from_month_end=True)]),
    ("MONTHLY60", _("Monthly, 60 days"), [_row(100, Basis.SHIP, 60, from_month_end=True)]),
    ("COD", _("Cash on delivery"), [_row(100, Basis.SIGN)]),
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
    ship_names(name for _code, name, _rows in TERMS)
    seeders.register("customers.payment_terms", seed_payment_terms)
