"""Sending questions, taking them back, and what an answer must have. Everything here runs inside the operation that
holds what the question is about."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.people.models import User
from common import errors, outbox
from common.errors import Text
from common.links import operations as links
from common.links.operations import Visitor
from customers.models import Customer
from orders.answers.choices import ASKED, REVOKED
from orders.answers.kinds import Kind, Row

DAYS, MOST_DAYS = 14, 90
LONGEST, LONGEST_QUESTION = 500, 1000
MOST_QUESTIONS = 20  # under one link: each is a mail to the salesperson, and whoever holds the link may ask
LANGUAGES = ("zh-hans", "en")
REPLACED = gettext_noop("Another question took its place")
Faults = dict[str, list[Text]]


def language_of(customer: Customer) -> str:
    """The language in which a customer is written to."""
    return "en" if customer.paper_language == Customer.PaperLanguage.ENGLISH else "zh-hans"


def require_letter(recipient: str, language: str, days: int) -> None:
    """Raise Invalid unless a question can be sent like that; ``language`` "" is that of the customer's papers."""
    wrong: Faults = {}
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


def ask(kind: Kind[Row], row: Row, *, actor: User, at: datetime) -> None:
    """Make the link of a question that was just saved, and send it."""
    links.issue(
        actor=actor,
        purpose=kind.purpose,
        subject_type=kind.subject,
        subject_id=row.pk,
        recipient=row.recipient,
        valid_until=row.valid_until,
        single_use=False,
        at=at,
    )
    send(kind, row, at=at)


def send(kind: Kind[Row], row: Row, *, at: datetime) -> None:
    """Send a question, once more the same link; what it says is written when it goes (``mailing.deliver``)."""
    row.mails += 1
    row.version += 1
    row.save(update_fields=["mails", "version"])
    outbox.put(kind.purpose, kind.mail_key(row), {"confirmation": row.pk, "mail": row.mails}, at=at)


def take_back(kind: Kind[Row], row: Row, reason: str, *, actor: User, at: datetime) -> None:
    """Take a question back: its link opens nothing any more."""
    row.state, row.version = REVOKED, row.version + 1
    setattr(row, kind.words, reason.strip()[:LONGEST])
    row.save(update_fields=["state", kind.words, "version"])
    links.revoke(actor=actor, purpose=kind.purpose, subject_type=kind.subject, subject_id=row.pk, at=at)


def require_reason(reason: str) -> None:
    """Raise Invalid where a question is taken back without a reason."""
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Give a reason.")]})


def require_asked(row: Any, at: datetime) -> None:
    """Raise WrongState unless the customer may still answer; whether what he was asked about is as it was, is for the
    kind to say."""
    if row.state != ASKED:
        raise settled(row)
    if row.valid_until <= at:
        raise errors.WrongState(_("The time for an answer is over."), code="over")


def settled(row: Any) -> errors.WrongState:
    """The refusal of what was answered or taken back before."""
    words = _("This was settled already: %(state)s.") % {"state": row.get_state_display()}
    return errors.WrongState(words, code="settled")


# --- answers ------------------------------------------------------------------------------------------


def name_and_words(name: str, words: str, *, field: str, missing: Text | None) -> Faults:
    """What is wrong with an answer: nobody's name stands under it; nothing is said where something must be
    (``missing``), or too much."""
    wrong: Faults = {}
    if not name.strip():
        wrong["name"] = [_("Write your name.")]
    if missing is not None and not words.strip():
        wrong[field] = [missing]
    if len(words.strip()) > LONGEST:
        wrong[field] = [_("At most %(n)s characters.") % {"n": LONGEST}]
    return wrong


def require_evidence(
    *,
    is_accepted: bool,
    at: datetime,
    said_at: datetime | None,
    evidence: str,
    has_file: bool,
    is_file_required: bool = False,
) -> None:
    """Raise Invalid unless an answer that came in another way than by link was given by now, and an acceptance is
    proved: by a file, or in words that say when and how it was given; by a file alone where that is required."""
    wrong: Faults = {}
    if is_accepted and not has_file and is_file_required:
        wrong["file"] = [_("The company asks for a file as proof.")]
    elif is_accepted and not has_file and not (evidence.strip() and said_at):
        words = _("Attach a file, or say how he told it, with day and time.")
        wrong = {name: [words] for name, there in (("evidence", evidence.strip()), ("said_at", said_at)) if not there}
    if said_at and said_at > at:
        wrong["said_at"] = [_("This lies in the future.")]
    if wrong:
        raise errors.Invalid(fields=wrong)


def sign(row: Any, *, name: str, at: datetime) -> None:
    """Who answered, and when (does not save)."""
    row.answered_at, row.answered_by, row.version = at, name.strip()[:80], row.version + 1


def come_from(row: Any, visitor: Visitor) -> None:
    """From where an answer came (does not save)."""
    row.address, row.agent = visitor.address or None, visitor.agent[:300].replace("\0", "")


def note_question(row: Any, name: str, text: str, at: datetime) -> str:
    """Keep something that the customer asks before he answers (does not save); returns it with his name, for whoever
    answers it. Raises Invalid (nothing asked), WrongState (whoever holds the link asked often enough)."""
    text, name = text.strip()[:LONGEST_QUESTION], name.strip()[:80]
    if not text:
        raise errors.Invalid(fields={"text": [_("Write your question.")]})
    if len(row.questions) >= MOST_QUESTIONS:
        raise errors.WrongState(_("There are many questions already; please call us."), code="many_questions")
    row.questions = [*row.questions, {"text": text, "name": name, "at": at.isoformat()}]
    row.version += 1
    return f"{name}: {text}" if name else text


def fingerprint(*parts: Mapping[str, Any] | list[Any] | str | None) -> str:
    """SHA-256 over what was shown and said, in a form that whoever holds the proof can make again."""
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
