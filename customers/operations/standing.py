"""How a customer stands with us: blocked or not, credit, first and last order in effect."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import editing, errors, events, operation, prepared
from customers import policies, queries
from customers.models import Customer

CREDIT_FIELDS = (
    "credit_limit",
    "credit_order_cap",
    "credit_days_overdue",
    "credit_valid_until",
)


@operation.operation
def block_customer(*, actor: User, customer_id: int, reason: str, at: datetime, version: int | None = None) -> Customer:
    """No new order of this customer may be submitted until it is unblocked; what runs goes on.

    Raises NotFound, NotAllowed, Stale, WrongState, Invalid (no reason).
    """
    customer = queries.lock_customer(actor=actor, customer_id=customer_id)
    policies.require(actor, "customer.block", customer)
    editing.require_seen(customer, version)
    if customer.is_blocked:
        raise errors.WrongState(_("This customer is blocked already."))
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    return _set_block(customer, reason.strip(), at)


@operation.operation
def unblock_customer(*, actor: User, customer_id: int, at: datetime, version: int | None = None) -> Customer:
    """Orders of this customer are welcome again. Raises NotFound, NotAllowed, Stale, WrongState."""
    customer = queries.lock_customer(actor=actor, customer_id=customer_id)
    policies.require(actor, "customer.block", customer)
    editing.require_seen(customer, version)
    if not customer.is_blocked:
        raise errors.WrongState(_("This customer is not blocked."))
    return _set_block(customer, "", at)


@operation.operation
def set_credit(*, actor: User, customer_id: int, version: int, changes: Mapping[str, Any], at: datetime) -> Customer:
    """Let a customer's credit be this from now on: limit, cap of one order, days overdue allowed, validity
    (SEMANTICS 9). Amounts are in the company's currency; None: the rule of the company applies.

    Only the machine does it: for limits that were approved (``customers.credit``) and what is taken over. Raises
    NotFound, NotAllowed, Stale, WrongState (merged), Invalid.
    """
    customer = queries.lock_customer(actor=actor, customer_id=customer_id)
    if not actor.is_system:
        raise errors.NotAllowed(_("A credit limit is proposed, and somebody else approves it."))
    columns = editing.as_columns(Customer, changes, CREDIT_FIELDS)
    editing.require_version(customer, version, columns)
    before = {name: _words(getattr(customer, name)) for name in columns}
    changed = editing.assign(customer, columns)
    if not changed:
        return customer
    _require_positive(customer)
    customer.version += 1
    customer.updated_at = at
    customer.save(update_fields=[*changed, "version", "updated_at"])
    figures = {name: [before[name], _words(getattr(customer, name))] for name in changed}
    events.record("customer.credit_set", customer, at=at, number=customer.code, changes=figures)
    return customer


@operation.operation
def stop_credit(*, actor: User, customer_id: int, reason: str, at: datetime, version: int | None = None) -> Customer:
    """No order of this customer, or of the group it heads, passes the credit check from now on (STOP). It needs no
    second person: it only makes things safer. Raises NotFound, NotAllowed, Stale, WrongState, Invalid (no reason)."""
    customer = _lock_for_stop(actor, customer_id, version)
    if customer.is_credit_stopped:
        raise errors.WrongState(_("The credit of this customer is stopped already."), possible=["resume"])
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    return _set_stop(customer, reason.strip()[:200], at)


@operation.operation
def resume_credit(*, actor: User, customer_id: int, at: datetime, version: int | None = None) -> Customer:
    """The customer's limit holds again. Raises NotFound, NotAllowed, Stale, WrongState."""
    customer = _lock_for_stop(actor, customer_id, version)
    if not customer.is_credit_stopped:
        raise errors.WrongState(_("The credit of this customer is not stopped."), possible=["stop"])
    return _set_stop(customer, "", at)


def _lock_for_stop(actor: User, customer_id: int, version: int | None) -> Customer:
    customer = queries.lock_customer(actor=actor, customer_id=customer_id)
    policies.require(actor, "customer.credit", customer)
    editing.require_seen(customer, version)
    return customer


def _set_stop(customer: Customer, reason: str, at: datetime) -> Customer:
    customer.is_credit_stopped, customer.credit_stop_reason = bool(reason), reason
    customer.version += 1
    customer.updated_at = at
    customer.save(update_fields=["is_credit_stopped", "credit_stop_reason", "version", "updated_at"])
    kind = "customer.credit_stopped" if reason else "customer.credit_resumed"
    events.record(kind, customer, at=at, number=customer.code, reason=reason)
    return customer


def note_effective_order(customer_id: int, at: datetime) -> None:
    """An order of this customer took effect at ``at``: it is no new customer any more (R076)."""
    note_effective_orders([(customer_id, at, at)])


def note_effective_orders(moments: Iterable[tuple[int, datetime, datetime]]) -> None:
    """Widen the span of first and last effective order of many customers: (id, first, last); one statement."""
    operation.current()
    rows = sorted(moments)
    with connection.cursor() as cursor:
        prepared.execute(cursor, _NOTE, [[row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]])


_NOTE = """
UPDATE customers_customer AS c SET first_effective_at = least(c.first_effective_at, v.first),
    last_effective_at = greatest(c.last_effective_at, v.last)
FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[]) AS v(id, first, last)
WHERE c.id = v.id
    AND (c.first_effective_at IS NULL OR c.first_effective_at > v.first OR c.last_effective_at < v.last)
"""


def forget_effective_order(customer_id: int, at: datetime, *, first: datetime | None, last: datetime | None) -> None:
    """The order that took effect at ``at`` did not after all: ``first`` and ``last`` are those of the orders left.
    What did not come from that order stays."""
    operation.current()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE customers_customer SET"
            " first_effective_at = CASE WHEN first_effective_at = %(at)s THEN %(first)s ELSE first_effective_at END,"
            " last_effective_at = CASE WHEN last_effective_at = %(at)s THEN %(last)s ELSE last_effective_at END"
            " WHERE id = %(id)s AND %(at)s IN (first_effective_at, last_effective_at)",
            {"id": customer_id, "at": at, "first": first, "last": last},
        )


def _set_block(customer: Customer, reason: str, at: datetime) -> Customer:
    customer.is_blocked, customer.block_reason = bool(reason), reason[:200]
    customer.version += 1
    customer.updated_at = at
    customer.save(update_fields=["is_blocked", "block_reason", "version", "updated_at"])
    kind = "customer.blocked" if reason else "customer.unblocked"
    events.record(kind, customer, at=at, number=customer.code, reason=reason)
    return customer


def _require_positive(customer: Customer) -> None:
    wrong: dict[str, list[Any]] = {}
    for name in ("credit_limit", "credit_order_cap"):
        value = getattr(customer, name)
        if value is not None and value < Decimal(0):
            wrong[name] = [_("Enter zero or more.")]
    if wrong:
        raise errors.Invalid(fields=wrong)


def _words(value: Any) -> str | None:
    return None if value is None else str(value)
