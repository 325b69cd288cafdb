"""Statements of account are sent to customers to be confirmed (SEMANTICS 12, R224, R227).

Everything happens under the statement's lock, after that of an order that is named: whoever answers second finds what
the other said, and an invoice that relies on a confirmation waits for it.
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors, events
from common.operation import operation
from orders.answers import asking as answers
from orders.collecting import operations as collecting
from orders.collecting import policies
from orders.collecting.choices import State as Word
from orders.collecting.confirming import queries
from orders.collecting.confirming.models import StatementConfirmation
from orders.collecting.models import Statement
from orders.collecting.rights import ASK

State = StatementConfirmation.State


@operation
def ask_customer(
    *,
    actor: User,
    statement_id: int,
    recipient: str,
    at: datetime,
    language: str = "",
    note: str = "",
    days: int = answers.DAYS,
    version: int | None = None,
) -> StatementConfirmation:
    """Send a statement as it was drawn up, by mail with its paper and a signed link under which the customer confirms
    it or objects. A question that still waits is replaced. ``language``: zh-hans or en, "" as his papers are.

    Raises NotFound, NotAllowed, Stale, WrongState (confirmed already), Invalid.
    """
    statement = queries.lock(actor, statement_id, version)
    policies.require(actor, ASK, statement.customer)
    if statement.state == Word.CONFIRMED:
        raise errors.WrongState(_("The customer confirmed this statement already."), code="confirmed")
    answers.require_letter(recipient, language, days)
    take_back(statement, answers.REPLACED, actor, at)
    found = StatementConfirmation.objects.create(
        statement=statement,
        content_hash=statement.content_hash,
        language=language or answers.language_of(statement.customer),
        recipient=recipient.strip(),
        note=note.strip()[: answers.LONGEST],
        asked_by=actor,
        asked_at=at,
        valid_until=at + timedelta(days=days),
    )
    answers.ask(queries.KIND, found, actor=actor, at=at)
    stand(statement, Word.ASKED)
    events.record("statement.asked", statement, at=at, confirmation=found.pk)
    return found


@operation
def resend(*, actor: User, statement_id: int, at: datetime, version: int | None = None) -> StatementConfirmation:
    """Send the mail with the same link once more. Raises NotFound, NotAllowed, Stale, WrongState (nothing waits, or
    its time is over: ask anew)."""
    statement = queries.lock(actor, statement_id, version)
    policies.require(actor, ASK, statement.customer)
    found = require_waiting(queries.asked(statement), at)
    answers.send(queries.KIND, found, at=at)
    events.record("statement.asked", statement, at=at, confirmation=found.pk)
    return found


@operation
def revoke(*, actor: User, statement_id: int, reason: str, at: datetime, version: int | None = None) -> Statement:
    """Take a question back: its link opens nothing any more. Raises NotFound, NotAllowed, Stale, Invalid, WrongState
    (nothing waits)."""
    statement = queries.lock(actor, statement_id, version)
    policies.require(actor, ASK, statement.customer)
    if queries.asked(statement) is None:
        raise _settled(statement)
    answers.require_reason(reason)
    take_back(statement, reason, actor, at)
    answered = StatementConfirmation.objects.filter(statement=statement, state=State.OBJECTED).exists()
    stand(statement, Word.OBJECTED if answered else Word.DRAWN)
    events.record("statement.ask_revoked", statement, at=at, reason=reason.strip())
    return statement


def require_waiting(found: StatementConfirmation | None, at: datetime) -> StatementConfirmation:
    """Raises WrongState unless the question still waits and its statement says what it said."""
    if found is None:
        raise _settled(None)
    answers.require_asked(found, at)
    if not found.content_hash == found.statement.content_hash == collecting.fingerprint(found.statement.content):
        raise errors.WrongState(_("The statement is not what it was when the customer was asked."), code="changed")
    return found


def _settled(statement: Statement | None) -> errors.WrongState:
    state = Word(statement.state).label if statement else _("Taken back")
    return errors.WrongState(_("This was settled already: %(state)s.") % {"state": state}, code="settled")


def stand(statement: Statement, state: Word) -> None:
    """Keep the customer's word with a locked statement."""
    statement.state, statement.version = state, statement.version + 1
    statement.save(update_fields=["state", "version"])


def take_back(statement: Statement, reason: str, actor: User, at: datetime) -> None:
    """Take back the question that waits, if one does, of a locked statement."""
    found = queries.asked(statement)
    if found is None:
        return
    answers.take_back(queries.KIND, found, reason, actor=actor, at=at)
