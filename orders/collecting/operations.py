"""Drawing up statements of account (SEMANTICS 12, R227)."""

import hashlib
import json
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors, events
from common.dates import business_day
from common.money import plain
from common.numbering import Series, draw
from common.operation import operation
from orders.collecting import policies, queries
from orders.collecting.models import Statement
from orders.collecting.queries import Ledger, OpenPart
from orders.collecting.rights import DRAW
from orders.invoicing import queries as invoicing
from orders.settlement import queries as settlement

LONGEST = 400  # days of a statement: a year and the month before
ZERO = Decimal(0)


@operation
def draw_statement(*, actor: User, customer_id: int, currency: str, first: date, last: date, at: datetime) -> Statement:
    """Draw up the account of a customer in a currency, both days included, and keep it as it stands: movements, sums,
    and what is open by part and by invoice on this day. It is never changed; drawing up again makes another.

    Raises NotFound, NotAllowed, Invalid (days, and a currency in which nothing ever moved).
    """
    require_days(first, last, business_day(at))
    found = queries.ledger(actor, customer_id, currency, first, last)
    policies.require(actor, DRAW, found.customer)
    if currency not in queries.currencies_of(actor, customer_id):
        raise errors.Invalid(fields={"currency": [_("Nothing was invoiced or paid in this currency.")]})
    return keep(actor, found, at)


def require_days(first: date, last: date, today: date) -> None:
    """Raise Invalid unless these are days of a statement: in order, not to come, not too many."""
    if first > last:
        raise errors.Invalid(fields={"last": [_("The last day lies before the first.")]})
    if last > today:
        raise errors.Invalid(fields={"last": [_("This day is still to come.")]})
    if (last - first).days > LONGEST:
        raise errors.Invalid(fields={"first": [_("At most %(n)s days.") % {"n": LONGEST}]})


def keep(actor: User, found: Ledger, at: datetime) -> Statement:
    """Keep an account that the caller may draw up, inside his operation."""
    content = content_of(actor, found, business_day(at))
    overdue = sum((Decimal(one["amount"]) for one in content["ageing"]["buckets"]), ZERO)
    made = Statement.objects.create(
        customer=found.customer,
        currency_id=found.currency,
        first=found.first,
        last=found.last,
        opening=found.opening,
        debit=found.debit,
        credit=found.credit,
        closing=found.closing,
        overdue=overdue,
        uninvoiced=queries.uninvoiced(found.customer.pk, found.currency),
        content=content,
        content_hash=fingerprint(content),
        drawn_by=actor,
        drawn_at=at,
        number=draw(Series.STATEMENT, business_day(at)),
    )
    events.record("statement.drawn", made, at=at, number=made.number, closing=str(made.closing))
    return made


def content_of(actor: User, found: Ledger, today: date) -> dict[str, Any]:
    """What a statement says beside its sums, as it is kept: texts, days and amounts as texts."""
    aged = {one.currency: one for one in settlement.ageing(actor, found.customer.pk, today)}.get(found.currency)
    ageing = {
        "undated": aged.undated if aged else ZERO,
        "not_due": aged.not_due if aged else ZERO,
        "buckets": [asdict(one) for one in aged.buckets] if aged else [],
        "unallocated": aged.unallocated if aged else ZERO,
    }
    invoices = invoicing.ageing_by_invoice(actor, found.customer.pk, today)
    content = {
        "entries": [asdict(one) for one in found.entries],
        "ageing": ageing,
        "deliveries": [
            {**asdict(one), "quantity": plain(one.quantity), "delivered": plain(one.delivered)}
            for one in queries.deliveries(found.customer.pk, found.currency, found.last)
        ],
        "parts": [part(one) for one in queries.open_parts(found.customer.pk, found.currency, today)],
        "invoices": [asdict(one) for one in invoices if one.currency == found.currency],
    }
    return json.loads(json.dumps(content, default=_written))


def part(one: OpenPart) -> dict[str, Any]:
    """An open part as a statement names it."""
    return {name: value for name, value in asdict(one).items() if name != "order_id"}


def _written(value: Any) -> str:
    return f"{value:.2f}" if isinstance(value, Decimal) else value.isoformat()


def fingerprint(content: dict[str, Any]) -> str:
    """The digest of what a statement says."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
