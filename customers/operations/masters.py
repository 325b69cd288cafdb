"""The small masters beside customers: carriers (R171), payment terms (R222), currencies and rates."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.people.models import User
from common import currencies, editing, errors, events, locks, settings
from common.models import Currency, ExchangeRate
from common.operation import operation
from customers.models import Carrier, PaymentTerm, PaymentTermRow

CARRIER_FIELDS = ("code", "name", "contact", "tracking_url", "is_active")
TERM_FIELDS = ("code", "name", "is_active")
ROW_FIELDS = ("percent", "is_advance", "basis", "days", "from_month_end", "control", "allowed_shortfall")
CURRENCY_FIELDS = ("name", "symbol", "is_active")


@operation
def save_carrier(
    *, actor: User, at: datetime, carrier_id: int | None = None, version: int | None = None, **changes: Any
) -> Carrier:
    """Add or change a carrier (read at ``version``). ``tracking_url`` may hold ``{waybill}``.

    Raises NotAllowed, NotFound, Stale, Invalid.
    """
    policies.require(actor, "carrier.edit")
    carrier = editing.locked_or_new(Carrier, carrier_id)
    editing.change(carrier, editing.as_columns(Carrier, changes, CARRIER_FIELDS), version)
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
    version: int | None = None,
    rows: Sequence[Mapping[str, Any]] | None = None,
    **changes: Any,
) -> PaymentTerm:
    """Add or change a payment term (read at ``version``); ``rows`` replaces its rows, whose percents must sum
    to 100. Plans of orders in effect were copied and stay. Raises NotAllowed, NotFound, Stale, Invalid.
    """
    policies.require(actor, "payment_term.edit")
    term = editing.locked_or_new(PaymentTerm, term_id)
    changed = editing.change(term, editing.as_columns(PaymentTerm, changes, TERM_FIELDS), version)
    if rows is not None and term.pk and not changed:
        term.version += 1  # its rows count as its own
    editing.check(term)
    if rows is None and term.pk is None:
        raise errors.Invalid(fields={"rows": [_("Enter at least one row.")]})
    term.save()
    if rows is not None:
        _replace_rows(term, rows)
    events.record("payment_term.saved", term, at=at, number=term.code)
    return term


@operation
def save_currency(
    *, actor: User, at: datetime, currency_code: str | None = None, version: int | None = None, **changes: Any
) -> Currency:
    """Add a currency (``code`` among the changes) or change one (read at ``version``). The company's own stays
    in use. Raises NotAllowed, NotFound, Stale, Invalid (a code that is taken or not three letters).
    """
    policies.require(actor, "currency.edit")
    own = _own_currency()
    currency = editing.locked_or_new(Currency, currency_code)
    if currency_code is None:
        currency.code = _new_code(changes.pop("code", ""))
    editing.change(currency, editing.as_columns(Currency, changes, CURRENCY_FIELDS), version)
    editing.check(currency, exclude=() if currency_code is None else ("code",))
    if currency.code == own and not currency.is_active:
        raise errors.Invalid(fields={"is_active": [_("The company's own currency must be in use.")]})
    currency.save(force_insert=currency_code is None)
    events.record("currency.saved", at=at, number=currency.code)
    return currency


def _new_code(text: str) -> str:
    code = text.strip().upper()
    if not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise errors.Invalid(fields={"code": [_("Enter three letters, like USD.")]})
    return code


@operation
def save_rate(
    *,
    actor: User,
    currency_code: str,
    valid_from: date,
    rate: Decimal,
    at: datetime,
    shown: Mapping[str, Any] | None = None,
) -> ExchangeRate:
    """What one unit of a currency is worth in the company's, from a day on; for the same day again it puts the rate
    right. Orders keep the rate they froze.

    ``shown``: the ``rate`` that stood there when the actor changed it. Raises NotAllowed, NotFound, Invalid, Stale
    where another is stored by now.
    """
    policies.require(actor, "currency.edit")
    own = _own_currency()
    currency = editing.locked_or_new(Currency, currency_code)  # of two rates of a day, the second finds the first
    if currency.code == own:
        raise errors.Invalid(fields={"currency": [_("The company's own currency has the rate 1.")]})
    if rate <= 0:
        raise errors.Invalid(fields={"rate": [_("Enter more than zero.")]})
    row = ExchangeRate.objects.filter(currency=currency, valid_from=valid_from).first()
    row = row or ExchangeRate(currency=currency, valid_from=valid_from)
    editing.require_shown(row, {"rate": rate}, shown)
    row.rate = rate
    editing.check(row)
    row.save()
    events.record("currency.rate_saved", at=at, number=currency.code, rate=str(rate), valid_from=valid_from.isoformat())
    return row


def _own_currency() -> str:
    """The company's currency, which stays as it is until the operation ends."""
    locks.wait_for(locks.Lock.SETTINGS)
    settings.forget()
    return currencies.base()


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
