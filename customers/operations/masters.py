"""The small masters beside customers: carriers (R171), payment terms (R222), currencies and rates."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.people.models import User
from common import currencies, editing, errors, events
from common.models import Currency, ExchangeRate
from common.operation import operation
from customers.models import Carrier, PaymentTerm, PaymentTermRow

M = TypeVar("M", bound=Model)

CARRIER_FIELDS = ("code", "name", "contact", "tracking_url", "is_active")
TERM_FIELDS = ("code", "name", "is_active")
ROW_FIELDS = ("percent", "is_advance", "basis", "days", "from_month_end", "control", "allowed_shortfall")
CURRENCY_FIELDS = ("name", "symbol", "is_active")


@operation
def save_carrier(*, actor: User, at: datetime, carrier_id: int | None = None, **changes: Any) -> Carrier:
    """Add or change a carrier. ``tracking_url`` may hold ``{waybill}``. Raises NotAllowed, NotFound, Invalid."""
    policies.require(actor, "carrier.edit")
    carrier = _get_or_new(Carrier, carrier_id)
    editing.assign(carrier, editing.as_columns(Carrier, changes, CARRIER_FIELDS))
    if carrier.tracking_url and not carrier.tracking_url.startswith(("https://", "http://")):
        raise errors.Invalid(fields={"tracking_url": [_("Enter an address that begins with https://.")]})
    editing.check(carrier)
    carrier.save()
    events.record("carrier.saved", carrier, at=at, number=carrier.code)
    return carrier


@operation
def save_payment_term(
    *,
    actor: User,
    at: datetime,
    term_id: int | None = None,
    rows: Sequence[Mapping[str, Any]] | None = None,
    **changes: Any,
) -> PaymentTerm:
    """Add or change a payment term; ``rows`` replaces its rows, whose percents must sum to 100.

    Plans of orders in effect were copied and stay. Raises NotAllowed, NotFound, Invalid.
    """
    policies.require(actor, "payment_term.edit")
    term = _get_or_new(PaymentTerm, term_id)
    editing.assign(term, editing.as_columns(PaymentTerm, changes, TERM_FIELDS))
    editing.check(term)
    if rows is None and term.pk is None:
        raise errors.Invalid(fields={"rows": [_("Enter at least one row.")]})
    term.save()
    if rows is not None:
        _replace_rows(term, rows)
    events.record("payment_term.saved", term, at=at, number=term.code)
    return term


@operation
def save_currency(*, actor: User, code: str, at: datetime, **changes: Any) -> Currency:
    """Add or change a currency. The company's own stays in use. Raises NotAllowed, Invalid."""
    policies.require(actor, "currency.edit")
    currency = Currency.objects.filter(pk=code).first()
    is_new = currency is None
    currency = currency or Currency(code=code.strip().upper())
    editing.assign(currency, editing.as_columns(Currency, changes, CURRENCY_FIELDS))
    editing.check(currency, exclude=() if is_new else ("code",))
    if currency.code == currencies.base() and not currency.is_active:
        raise errors.Invalid(fields={"is_active": [_("The company's own currency must be in use.")]})
    currency.save(force_insert=is_new)
    events.record("currency.saved", at=at, number=currency.code)
    return currency


@operation
def save_rate(*, actor: User, currency_code: str, valid_from: date, rate: Decimal, at: datetime) -> ExchangeRate:
    """What one unit of a currency is worth in the company's, from a day on. Orders keep the rate they froze.

    Raises NotAllowed, NotFound, Invalid.
    """
    policies.require(actor, "currency.edit")
    currency = Currency.objects.filter(pk=currency_code).first()
    if currency is None:
        raise errors.NotFound()
    if currency.code == currencies.base():
        raise errors.Invalid(fields={"currency": [_("The company's own currency has the rate 1.")]})
    if rate <= 0:
        raise errors.Invalid(fields={"rate": [_("Enter more than zero.")]})
    row = ExchangeRate.objects.filter(currency=currency, valid_from=valid_from).first()
    row = row or ExchangeRate(currency=currency, valid_from=valid_from)
    row.rate = rate
    editing.check(row)
    row.save()
    events.record("currency.rate_saved", at=at, number=currency.code, rate=str(rate), valid_from=valid_from.isoformat())
    return row


def _get_or_new(model: type[M], row_id: int | None) -> M:
    if row_id is None:
        return model()
    row = model._default_manager.select_for_update(no_key=True).filter(pk=row_id).first()
    if row is None:
        raise errors.NotFound()
    return row


def _replace_rows(term: PaymentTerm, rows: Sequence[Mapping[str, Any]]) -> None:
    made = []
    for sequence, fields in enumerate(rows, start=1):
        row = PaymentTermRow(term=term, sequence=sequence)
        editing.assign(row, editing.as_columns(PaymentTermRow, fields, ROW_FIELDS))
        made.append(row)
    if sum((row.percent for row in made), Decimal(0)) != 100:
        raise errors.Invalid(fields={"rows": [_("The percents must sum to 100.")]})
    term.rows.all().delete()
    for row in made:
        editing.check(row, exclude=("term",))
    PaymentTermRow.objects.bulk_create(made)
