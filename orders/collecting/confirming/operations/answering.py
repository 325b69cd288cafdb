"""What customers say of their statements of account, under a link or in another way, with its proof, and the dispute
that an objection opens (SEMANTICS 12, R219, R227)."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.collaboration import operations as collaboration
from accounts.people import queries as people
from accounts.people.models import User
from common import errors, events
from common.links import operations as links
from common.links.operations import Visitor
from common.operation import operation
from orders.answers import asking as answers
from orders.collecting import policies
from orders.collecting.choices import BY_HAND
from orders.collecting.choices import State as Word
from orders.collecting.confirming import queries
from orders.collecting.confirming.models import StatementConfirmation
from orders.collecting.confirming.operations import asking
from orders.collecting.models import Statement
from orders.collecting.rights import ASK
from orders.exceptions import locking as exceptions
from orders.exceptions import operations as cases
from orders.exceptions.choices import Kind, Severity
from orders.exceptions.models import ExceptionCase
from orders.order import queries as orders

STATEMENT = Statement._meta.label_lower
State = StatementConfirmation.State


@operation
def answer(
    *,
    actor: User,
    link_id: int,
    confirmation_id: int,
    is_confirmed: bool,
    name: str,
    visitor: Visitor,
    at: datetime,
    words: str = "",
    order: str = "",
    version: int | None = None,
) -> StatementConfirmation:
    """The customer's answer under his link: he confirms what the statement says, or objects in words, which opens a
    dispute (``order``: the number of one that it is about). ``actor`` is the machine.

    Raises NotFound (the link), Stale, Invalid, WrongState (answered, taken back, over, or the statement is not what he
    was shown).
    """
    known = StatementConfirmation.objects.select_related("statement").filter(pk=confirmation_id).first()
    if known is None:
        raise errors.NotFound()
    order_id = _order_of(known.statement, order) if not is_confirmed else None
    statement = _locked(actor, known.statement_id, order_id)
    found = StatementConfirmation.objects.get(pk=confirmation_id)
    found.statement = statement
    if version is not None and found.version != version:
        raise errors.Stale(fields={}, version=found.version)
    asking.require_waiting(found, at)
    _check_answer(is_confirmed, name, words)
    links.use(actor=actor, link_id=link_id, visitor=visitor, at=at)
    answers.come_from(found, visitor)
    _conclude(found, actor, is_confirmed, name, words, order_id, at)
    return found


@operation
def record_answer(
    *,
    actor: User,
    statement_id: int,
    method: str,
    is_confirmed: bool,
    name: str,
    at: datetime,
    words: str = "",
    order: str = "",
    file: File | None = None,
    said_at: datetime | None = None,
    evidence: str = "",
    version: int | None = None,
) -> StatementConfirmation:
    """Record what the customer said by phone, mail, chat, visit or on paper. That he confirms is proved: by a file, or
    by ``evidence`` in words with the moment ``said_at``. A question that waits is answered by it.

    Raises NotFound, NotAllowed, Stale, Invalid, WrongState (confirmed already).
    """
    order_id = None if is_confirmed else _order_of(_seen(actor, statement_id), order)
    statement = _locked(actor, statement_id, order_id, version)
    policies.require(actor, ASK, statement.customer)
    if statement.state == Word.CONFIRMED and is_confirmed:
        raise errors.WrongState(_("The customer confirmed this statement already."), code="confirmed")
    if method not in BY_HAND:
        raise errors.Invalid(fields={"method": [_("Choose one of the list.")]})
    _check_answer(is_confirmed, name, words)
    answers.require_evidence(
        is_accepted=is_confirmed, at=at, said_at=said_at, evidence=evidence, has_file=file is not None
    )
    asking.take_back(statement, answers.REPLACED, actor, at)
    found = StatementConfirmation(
        statement=statement,
        method=method,
        content_hash=statement.content_hash,
        language=answers.language_of(statement.customer),
        asked_by=actor,
        asked_at=at,
        valid_until=at,
        recorded_by=actor,
        said_at=said_at,
        evidence=evidence.strip()[:300],
    )
    if file is not None:
        collaboration.attach(
            actor=actor,
            subject_type=STATEMENT,
            subject_id=statement.pk,
            file=file,
            name=str(file.name),
            kind=_("Customer's confirmation"),
            at=at,
        )
    _conclude(found, actor, is_confirmed, name, words, order_id, at)
    return found


def orders_on(statement: Statement) -> list[str]:
    """The orders that a statement names: what an objection may be about."""
    named = [one["order"] for part in ("deliveries", "parts") for one in statement.content.get(part, [])]
    return sorted(dict.fromkeys(named))


def _seen(actor: User, statement_id: int) -> Statement:
    found = policies.visible_to(actor).filter(pk=statement_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def _order_of(statement: Statement, order: str) -> int | None:
    number = order.strip().upper()
    if not number:
        return None
    if number not in orders_on(statement):
        raise errors.Invalid(fields={"order": [_("The statement does not name this order.")]})
    return orders.id_of(number)


def _locked(actor: User, statement_id: int, order_id: int | None, version: int | None = None) -> Statement:
    """A statement, locked after the order that its objection is about (DESIGN 3)."""
    if order_id is not None:
        exceptions.lock_order(order_id)
    return queries.lock(actor, statement_id, version)


def _check_answer(is_confirmed: bool, name: str, words: str) -> None:
    missing = None if is_confirmed else _("Say what is not right.")
    wrong = answers.name_and_words(name, words, field="words", missing=missing)
    if wrong:
        raise errors.Invalid(fields=wrong)


def _conclude(
    found: StatementConfirmation,
    actor: User,
    is_confirmed: bool,
    name: str,
    words: str,
    order_id: int | None,
    at: datetime,
) -> None:
    """Keep the answer with its proof, open the dispute of an objection, and tell who waits for it."""
    statement = found.statement
    found.state = State.CONFIRMED if is_confirmed else State.OBJECTED
    found.words = words.strip()
    answers.sign(found, name=name, at=at)
    found.proof_hash = _proof_of(found)
    if not is_confirmed:
        found.case = _dispute(found, order_id, at)
    found.save()
    asking.stand(statement, Word.CONFIRMED if is_confirmed else Word.OBJECTED)
    told: dict[str, Any] = {"confirmation": found.pk, "method": str(found.method), "proof": found.proof_hash}
    if found.case is not None:
        told["case"] = found.case.number
    events.record("statement.confirmed" if is_confirmed else "statement.objected", statement, at=at, **told)
    message = (
        gettext_noop("The customer confirmed statement %(statement)s.")
        if is_confirmed
        else gettext_noop("The customer objects to statement %(statement)s: %(words)s")
    )
    wanted = {found.asked_by_id, statement.customer.owner_id} - {None, actor.pk}
    inbox.notify(
        [pk for pk in wanted if pk is not None],
        kind="statement.answered",
        message=message,
        parameters={"statement": statement.number, "words": found.words[:80]},
        subject=statement,
        mail=True,
        at=at,
    )


def _dispute(found: StatementConfirmation, order_id: int | None, at: datetime) -> ExceptionCase:
    """The exception of an objection: reported by the machine, for whoever objects has no account; who looks after the
    customer answers for it, else who asked."""
    statement = found.statement
    owner, asker = statement.customer.owner, found.asked_by
    is_ours = order_id is None and not (owner and owner.is_active) and asker.is_active and not asker.is_system
    return cases.raise_case(
        actor=people.system_user(),
        kind=Kind.DISPUTE,
        severity=Severity.SERIOUS,
        description=f"{statement.number} · {found.answered_by}: {found.words}",
        order_id=order_id,
        customer_id=statement.customer_id,
        owner_id=asker.pk if is_ours else None,
        disputed_document=statement.number,
        at=at,
    )


def _proof_of(found: StatementConfirmation) -> str:
    """The digest of an answer: the statement's sums and content, what was answered, by whom, when, from where."""
    row = found.statement
    sums = [f"{getattr(row, name):.2f}" for name in ("opening", "debit", "credit", "closing", "uninvoiced")]
    said = found.said_at.isoformat() if found.said_at else ""
    facts = [row.number, row.currency_id, row.first.isoformat(), row.last.isoformat(), *sums, found.content_hash]
    answered = [str(found.state), str(found.method), found.answered_by, found.words, said, found.evidence]
    moment = found.answered_at.isoformat() if found.answered_at else ""
    text = json.dumps([*facts, *answered, moment, str(found.address or "")], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
