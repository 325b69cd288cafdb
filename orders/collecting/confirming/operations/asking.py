"""Statements of account are sent to customers to be confirmed (SEMANTICS 12, R224, R227).

Everything happens under the statement's lock, after that of an order that is named: whoever answers second finds what
the other said, and an invoice that relies on a confirmation waits for it.
"""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.people.models import User
from common import errors, events, outbox
from common.links import operations as links
from common.operation import operation
from customers.models import Customer
from orders.collecting import operations as collecting
from orders.collecting import policies
from orders.collecting.choices import State as Word
from orders.collecting.confirming import queries
from orders.collecting.confirming.models import StatementConfirmation
from orders.collecting.models import Statement
from orders.collecting.rights import ASK

DAYS, MOST_DAYS = 14, 90
LONGEST = 500
LANGUAGES = ("zh-hans", "en")
State = StatementConfirmation.State
REPLACED = gettext_noop("Another question took its place")


@operation
def ask_customer(
    *,
    actor: User,
    statement_id: int,
    recipient: str,
    at: datetime,
    language: str = "",
    note: str = "",
    days: int = DAYS,
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
    _check_letter(recipient, language, days)
    take_back(statement, REPLACED, actor, at)
    found = StatementConfirmation.objects.create(
        statement=statement,
        content_hash=statement.content_hash,
        language=language or language_of(statement.customer),
        recipient=recipient.strip(),
        note=note.strip()[:LONGEST],
        asked_by=actor,
        asked_at=at,
        valid_until=at + timedelta(days=days),
    )
    links.issue(
        actor=actor,
        purpose=queries.PURPOSE,
        subject_type=queries.SUBJECT,
        subject_id=found.pk,
        recipient=found.recipient,
        valid_until=found.valid_until,
        single_use=False,
        at=at,
    )
    _send(found, at)
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
    _send(found, at)
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
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Give a reason.")]})
    take_back(statement, reason, actor, at)
    answered = StatementConfirmation.objects.filter(statement=statement, state=State.OBJECTED).exists()
    stand(statement, Word.OBJECTED if answered else Word.DRAWN)
    events.record("statement.ask_revoked", statement, at=at, reason=reason.strip())
    return statement


def language_of(customer: Customer) -> str:
    """The language in which a customer is written to."""
    return "en" if customer.paper_language == Customer.PaperLanguage.ENGLISH else "zh-hans"


def _check_letter(recipient: str, language: str, days: int) -> None:
    wrong: dict[str, list[errors.Text]] = {}
    try:
        validate_email(recipient.strip())
    except ValidationError:
        wrong["recipient"] = [_("Enter a mail address.")]
    if language and language not in LANGUAGES:
        wrong["language"] = [_("Choose one of the list.")]
    if not 1 <= days <= MOST_DAYS:
        wrong["days"] = [_("From 1 to %(n)s days.") % {"n": MOST_DAYS}]
    if wrong:
        raise errors.Invalid(fields=wrong)


def require_waiting(found: StatementConfirmation | None, at: datetime) -> StatementConfirmation:
    """Raises WrongState unless the question still waits and its statement says what it said."""
    if found is None or found.state != State.ASKED:
        raise _settled(found.statement if found else None)
    if found.valid_until <= at:
        raise errors.WrongState(_("The time for an answer is over."), code="over")
    if not found.content_hash == found.statement.content_hash == collecting.fingerprint(found.statement.content):
        raise errors.WrongState(_("The statement is not what it was when the customer was asked."), code="changed")
    return found


def _settled(statement: Statement | None) -> errors.WrongState:
    state = Word(statement.state).label if statement else _("Taken back")
    return errors.WrongState(_("This was settled already: %(state)s.") % {"state": state}, code="settled")


def _send(found: StatementConfirmation, at: datetime) -> None:
    found.mails += 1
    found.version += 1
    found.save(update_fields=["mails", "version"])
    outbox.put(queries.TOPIC, queries.mail_key(found), {"confirmation": found.pk, "mail": found.mails}, at=at)


def stand(statement: Statement, state: Word) -> None:
    """Keep the customer's word with a locked statement."""
    statement.state, statement.version = state, statement.version + 1
    statement.save(update_fields=["state", "version"])


def take_back(statement: Statement, reason: str, actor: User, at: datetime) -> None:
    """Take back the question that waits, if one does, of a locked statement."""
    found = queries.asked(statement)
    if found is None:
        return
    found.state, found.words, found.version = State.REVOKED, reason.strip()[:LONGEST], found.version + 1
    found.save(update_fields=["state", "words", "version"])
    links.revoke(actor=actor, purpose=queries.PURPOSE, subject_type=queries.SUBJECT, subject_id=found.pk, at=at)
