"""What proposing and deciding share: locks, words of a decision, telling those who decide."""

from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from accounts.collaboration import inbox
from accounts.people import queries as people
from accounts.people.models import User
from common import editing, errors
from customers import policies, queries
from customers.credit.policies import DECIDE
from customers.models import Customer

Row = TypeVar("Row", bound=Model)
ASKED = "credit.asked"  # the kind of inbox lines
LONGEST = 500
# columns that an entry does not fill
LATER = (
    "customer",
    "proposed_by",
    "created_by",
    "decided_by",
    "decided_at",
    "started_at",
    "score",
    "parts",
    "released_by",
    "released_at",
)


def lock_customer(actor: User, customer_id: int, verb: str) -> Customer:
    """The customer, locked, of who sees his credit and holds ``verb`` on him."""
    customer = queries.lock_customer(actor=actor, customer_id=customer_id)
    policies.require(actor, verb, customer)
    if not policies.sees_credit(actor):
        raise errors.NotAllowed()
    return customer


def lock_row(model: type[Row], actor: User, key: int, verb: str, version: int | None) -> Row:
    """A row behind its customer, both locked. Raises NotFound, NotAllowed, Stale."""
    customer_id = model._default_manager.filter(pk=key).values_list("customer_id", flat=True).first()
    if customer_id is None:
        raise errors.NotFound()
    customer = lock_customer(actor, customer_id, verb)
    row = model._default_manager.select_for_update(no_key=True).get(pk=key)
    row.customer = customer  # type: ignore[attr-defined]
    editing.require_seen(row, version)
    return row


def words(text: str, *, needed: bool, name: str = "reason") -> str:
    """A reason, trimmed. Raises Invalid where it is needed and missing, or too long."""
    text = text.strip()
    if needed and not text:
        raise errors.Invalid(fields={name: [_("Say why.")]})
    if len(text) > LONGEST:
        raise errors.Invalid(fields={name: [_("No more than %(n)s characters.") % {"n": LONGEST}]})
    return text


def settle(row: Any, *, actor: User, state: str, decision: str, at: datetime) -> None:
    """Note who decided what, and take the question out of the inboxes."""
    row.state, row.decision = state, decision
    close(row, actor=actor, at=at)


def close(row: Any, *, actor: User, at: datetime) -> None:
    """The same for a row that keeps no words."""
    row.decided_by, row.decided_at = actor, at
    row.version += 1
    row.save()
    inbox.settle(
        people.holders(DECIDE).values_list("pk", flat=True),
        kind=ASKED,
        subject_type=row._meta.label_lower,
        subject_id=row.pk,
        at=at,
    )


def ask(row: Any, message: str, *, actor: User, at: datetime) -> None:
    """Tell those who may decide, apart from who proposes."""
    deciders = people.holders(DECIDE).exclude(pk=actor.pk).values_list("pk", flat=True)
    inbox.notify(
        deciders,
        kind=ASKED,
        message=message,
        parameters={"customer": str(row.customer), "person": actor.name},
        subject=row,
        at=at,
    )


def tell(person_id: int, row: Any, message: str, *, actor: User, at: datetime, **parameters: str) -> None:
    """Tell who proposed what became of it."""
    if person_id != actor.pk:
        inbox.notify(
            [person_id],
            kind="credit.decided",
            message=message,
            parameters={"customer": str(row.customer), "person": actor.name, **parameters},
            subject=row,
            at=at,
        )
