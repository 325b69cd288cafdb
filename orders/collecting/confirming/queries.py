"""Reads of what customers say of their statements of account."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection

from accounts.people.models import User
from common import errors, settings
from common.links.models import SignedLink
from customers.models import Customer
from orders.answers import kinds
from orders.answers.kinds import Kind, Standing
from orders.collecting import policies
from orders.collecting.confirming.models import StatementConfirmation
from orders.collecting.models import Statement

KIND = Kind(StatementConfirmation, purpose="statement-confirmation", words="words")
BILLING_WAITS = "orders.billing_waits"  # the company's setting: for every customer who has no rule of his own
State = StatementConfirmation.State
_RULE = Customer.BillingRule

_SAID = """
SELECT DISTINCT ON (s.customer_id, d->>'order', d->>'line_no')
    d->>'order', (d->>'line_no')::int, c.state, (d->>'delivered')::numeric, (d->>'worth')::numeric
FROM orders_statementconfirmation c JOIN orders_statement s ON s.id = c.statement_id
CROSS JOIN LATERAL jsonb_array_elements(coalesce(s.content->'deliveries', '[]')) d
WHERE c.state IN ('CONFIRMED', 'OBJECTED') AND s.customer_id = ANY(%s) AND d->>'order' = ANY(%s)
ORDER BY s.customer_id, d->>'order', d->>'line_no', c.answered_at DESC, c.id DESC
"""


@dataclass(frozen=True)
class Said:
    """The customer's last word on a line of an order: how many of its pieces he confirmed, and what they are worth;
    nothing where he objected."""

    delivered: Decimal
    worth: Decimal


def said_of(customer_ids: Collection[int], orders: Collection[str]) -> dict[tuple[str, int | None], Said]:
    """(order number, line number; None: its freight) → what the customers confirmed of it: a rule. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_SAID, [list(customer_ids), list(orders)])
        rows = cursor.fetchall()
    return {
        (order, line_no): Said(delivered, worth)
        for order, line_no, state, delivered, worth in rows
        if state == State.CONFIRMED
    }


def waiting_accounts(customer_ids: Collection[int]) -> set[int]:
    """Whose invoices wait for a confirmed statement: by the customer's own rule, else the company's setting."""
    rules = [_RULE.WAIT, _RULE.COMPANY] if settings.get(BILLING_WAITS) else [_RULE.WAIT]
    rows = Customer.objects.filter(pk__in=customer_ids, billing_rule__in=rules)
    return set(rows.values_list("pk", flat=True))


def confirmations_of(statement: Statement) -> list[StatementConfirmation]:
    """Every question about a statement that the caller may see, newest first."""
    rows = StatementConfirmation.objects.filter(statement=statement)
    return list(rows.select_related("asked_by", "recorded_by", "case").order_by("-pk"))


def asked(statement: Statement) -> StatementConfirmation | None:
    """The question about a statement that waits for its answer."""
    return StatementConfirmation.objects.filter(statement=statement, state=State.ASKED).first()


def lock(actor: User, statement_id: int, version: int | None) -> Statement:
    """A statement that ``actor`` may see, locked after any order (DESIGN 3). Raises NotFound, Stale."""
    rows = policies.visible_to(actor).select_for_update(no_key=True, of=("self",)).select_related("customer")
    found = rows.filter(pk=statement_id).first()
    if found is None:
        raise errors.NotFound()
    if version is not None and found.version != version:
        raise errors.Stale(fields={}, version=found.version)
    return found


def of_link(link: SignedLink) -> StatementConfirmation:
    """What a link is for; who holds it may read it. Raises NotFound."""
    return KIND.of_link(link, "statement__customer")


def standings(actor: User, statement: Statement, *, at: datetime) -> list[Standing[StatementConfirmation]]:
    """Every question about a statement, newest first, its people as ``actor`` may see them."""
    rows = (kinds.told(actor, row) for row in confirmations_of(statement))
    return [kinds.standing(KIND, row, at=at, with_path=True) for row in rows]
