"""What customers answer, by link or recorded by hand, with its proof, and what follows from it (R102–R104, R073)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile, File
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.collaboration import operations as collaboration
from accounts.people.models import User
from common import errors, events
from common.links import operations as links
from common.links.operations import Visitor
from common.operation import operation
from orders.answers import asking as answers
from orders.approval import operations as approval
from orders.approval import queries as approvals
from orders.changes import operations as changes
from orders.changes.choices import Origin
from orders.checking import operations as checking
from orders.checking.choices import ErrorStage
from orders.doubts import operations as doubts
from orders.order import policies
from orders.order import queries as orders
from orders.order.models import Order
from orders.order.states import Status, not_in_state
from orders.service import locking, proof, queries, sheet
from orders.service.choices import BY_HAND, State
from orders.service.models import Confirmation
from orders.service.operations import asking
from orders.service.rights import CONFIRM


@operation
def answer(
    *,
    actor: User,
    link_id: int,
    confirmation_id: int,
    is_accepted: bool,
    name: str,
    visitor: Visitor,
    at: datetime,
    reason: str = "",
    kind: str = "",
    signature: bytes | None = None,
    version: int | None = None,
) -> Confirmation:
    """The customer's answer under his link, with his name typed and perhaps his signature drawn; kept with its proof.
    An order that waits for it goes on, or is sent back. ``kind``: what is wrong, an error of the order.

    ``actor`` is the machine. Raises NotFound (the link), WrongState (answered before, taken back, the order changed),
    Stale, Invalid.
    """
    found = locking.locked(actor, confirmation_id, version)
    locking.require_waiting(found, at)
    locking.require_words(is_accepted, name, reason, kind)
    links.use(actor=actor, link_id=link_id, visitor=visitor, at=at)
    answers.come_from(found, visitor)
    _conclude(found, actor, is_accepted, name, reason, at, signature)
    _follow(found, actor, is_accepted, reason, kind, at)
    return found


@operation
def ask_back(
    *,
    actor: User,
    link_id: int,
    confirmation_id: int,
    name: str,
    text: str,
    visitor: Visitor,
    at: datetime,
    version: int | None = None,
) -> Confirmation:
    """The customer asks something before he answers: a doubt for the salesperson, who gets it by mail as well.

    ``actor`` is the machine. Raises NotFound, WrongState, Stale, Invalid.
    """
    found = locking.locked(actor, confirmation_id, version)
    locking.require_waiting(found, at)
    asked = answers.note_question(found, name, text, at)
    links.use(actor=actor, link_id=link_id, visitor=visitor, at=at)
    doubts.ask_doubt(actor=actor, order_id=found.order_id, text=asked[: answers.LONGEST_QUESTION], at=at)
    found.save(update_fields=["questions", "version"])
    events.record("order.customer_questioned", found.order, at=at)
    return found


@operation
def ask_for_change(
    *,
    actor: User,
    link_id: int,
    confirmation_id: int,
    name: str,
    text: str,
    visitor: Visitor,
    at: datetime,
    version: int | None = None,
) -> Confirmation:
    """The customer wants his effective order changed and says so in words: a draft of a change request for the
    salesperson, or a word more on the one that is open. He may do so as long as his link opens, also after he
    confirmed. ``actor`` is the machine. Raises NotFound, WrongState (not effective, frozen), Stale, Invalid."""
    found = locking.locked(actor, confirmation_id, version)
    if found.order.status != Status.EFFECTIVE:
        raise not_in_state(found.order.status, [Status.EFFECTIVE])
    answers.note_question(found, name, text, at)
    links.use(actor=actor, link_id=link_id, visitor=visitor, at=at)
    words = text.strip()[: answers.LONGEST_QUESTION]
    changes.note_wish(actor=actor, order_id=found.order_id, words=words, origin=Origin.LINK, who=name, at=at)
    found.save(update_fields=["questions", "version"])
    return found


@operation
def record_answer(
    *,
    actor: User,
    order_id: int,
    method: str,
    is_accepted: bool,
    name: str,
    at: datetime,
    reason: str = "",
    kind: str = "",
    file: File | None = None,
    said_at: datetime | None = None,
    evidence: str = "",
    version: int | None = None,
) -> Confirmation:
    """Record what the customer said by phone, mail, fax, on paper or in person (R103). That he accepts is proved: by a
    file, or by ``evidence`` in words with the moment ``said_at``, as the company asks for it. A question that waits is
    answered by it.

    Raises NotFound, NotAllowed, WrongState, Stale, Invalid.
    """
    order = orders.lock_order(actor=actor, order_id=order_id, version=version)
    policies.require(actor, CONFIRM, order)
    if order.status not in queries.LIVE:
        raise not_in_state(order.status, queries.LIVE)
    if method not in BY_HAND:
        raise errors.Invalid(fields={"method": [_("Choose one of the list.")]})
    locking.require_words(is_accepted, name, reason, kind)
    answers.require_evidence(
        is_accepted=is_accepted,
        at=at,
        said_at=said_at,
        evidence=evidence,
        has_file=file is not None,
        is_file_required=queries.asks_for_file(),
    )
    for old in Confirmation.objects.filter(order=order, state=State.ASKED):
        answers.take_back(queries.KIND, old, answers.REPLACED, actor=actor, at=at)
    lines = orders.lines_of(order)
    found = Confirmation(
        order=order,
        method=method,
        **locking.binding_of(order, lines),
        shown=sheet.of(order, lines),
        language=asking.language_of(order),
        asked_by=actor,
        asked_at=at,
        valid_until=at,
        recorded_by=actor,
        said_at=said_at,
        evidence=evidence.strip()[:300],
    )
    found.state = State.CONFIRMED if is_accepted else State.DECLINED
    found.answered_at = at
    found.save(force_insert=True)
    if file is not None:
        _keep_file(order, file, actor, at)
    _conclude(found, actor, is_accepted, name, reason, at, None)
    _follow(found, actor, is_accepted, reason, kind, at)
    return found


def _keep_file(order: Order, file: File, actor: User, at: datetime) -> None:
    collaboration.attach(
        actor=actor,
        subject_type=asking.ORDER,
        subject_id=order.pk,
        file=file,
        name=str(file.name),
        kind=_("Customer's confirmation"),
        at=at,
    )


@operation
def carry_over(*, actor: User, confirmation_id: int, at: datetime, version: int | None = None) -> Confirmation:
    """Let an approval that waits for the customer go on with the answer that he gave before it came to him, or while
    something was still missing. Raises NotFound, NotAllowed, WrongState, Stale."""
    found = locking.lock(actor, confirmation_id, version)
    if found.state != State.CONFIRMED or not locking.is_as_asked(found) or queries.was_declined_since(found):
        raise errors.WrongState(_("The customer has not confirmed the order as it stands."), code="not_confirmed")
    approval.answer_customer(actor=actor, subject_type=asking.ORDER, subject_id=found.order_id, is_accepted=True, at=at)
    return found


def _conclude(
    found: Confirmation, actor: User, is_accepted: bool, name: str, reason: str, at: datetime, signature: bytes | None
) -> None:
    found.state = State.CONFIRMED if is_accepted else State.DECLINED
    found.reason = reason.strip()
    answers.sign(found, name=name, at=at)
    found.proof_hash = proof.hash_of(found, at=at, signature=signature)
    found.save()
    with translation.override(found.language):
        text = proof.text_of(found, at=at, signature=signature)
    number = found.order.reference

    def keep(data: bytes, name: str) -> None:
        file = ContentFile(data, name=name)
        collaboration.attach(
            actor=actor,
            subject_type=asking.ORDER,
            subject_id=found.order_id,
            file=file,
            name=name,
            kind=_("Customer's confirmation"),
            at=at,
        )

    keep(text.encode(), f"{number}-{found.pk}{queries.PROOF}")
    if signature:
        keep(signature, f"{number}-{found.pk}-signature.png")


def _follow(found: Confirmation, actor: User, is_accepted: bool, reason: str, kind: str, at: datetime) -> None:
    """What an answer leads to: events, an error, the approval that waits, news for the order's people."""
    order = found.order
    events.record("order.customer_confirmed" if is_accepted else "order.customer_declined", order, at=at, reason=reason)
    if kind and not is_accepted:
        checking.note_error(
            order=order, actor=actor, kind=kind, stage=ErrorStage.CONFIRMATION, description=reason, at=at
        )
    message = (
        gettext_noop("The customer confirmed %(order)s.")
        if is_accepted
        else gettext_noop("The customer declined %(order)s: %(reason)s")
    )
    asking.tell(order, "order.customer_answered", message, at, actor, reason)
    if order.status == Status.SUBMITTED and waits_for_customer(order):
        _go_on(
            lambda: approval.answer_customer(
                actor=actor,
                subject_type=asking.ORDER,
                subject_id=order.pk,
                is_accepted=is_accepted,
                reason=reason,
                at=at,
            )
        )


def _go_on(call: Callable[[], Any]) -> None:
    """The answer is kept whatever the approval still lacks; it is carried over when that was done."""
    try:
        call()
    except errors.WrongState as error:
        if error.code != "not_approvable":
            raise


def waits_for_customer(order: Order) -> bool:
    """Whether an approval of the order waits for its customer."""
    found = approvals.open_request(asking.ORDER, order.pk)
    return found is not None and any(step.is_customers for step in approvals.waiting_steps(found[1]))
