"""Customers are asked how content they are with an order, and answer under a signed link (R055, R221).

Everything happens under the order's lock. An answer becomes a word of the customer (``customers.voice``): that is what
grades, evaluations and statistics read. One that was given by phone is written down there at once.
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.people import queries as people
from accounts.people.models import User
from common import dates, editing, errors, events, settings, workdays
from common.links import operations as links
from common.links.operations import Visitor
from common.operation import operation
from customers.voice import operations as voice
from customers.voice.models import CustomerNote
from orders.answers import asking as answers
from orders.order import policies, said
from orders.order import queries as orders
from orders.order.models import Order
from orders.order.states import Fulfilment
from orders.service import queries as service
from orders.service.operations.asking import language_of, tell
from orders.service.rights import SERVE
from orders.service.satisfaction import queries
from orders.service.satisfaction.models import SatisfactionRequest

State = SatisfactionRequest.State
ASK_AFTER = "service.ask_after"  # days after the last signing
BEST = 5
DISCONTENT = 2  # and below: somebody has to come back to the customer
ANSWERED = gettext_noop("The customer of %(order)s is content with %(reason)s of 5.")
DISCONTENTED = gettext_noop("The customer of %(order)s is not content: %(reason)s of 5. Please come back to him.")
_COME_BACK = 2  # days of work
_AT_ONCE = 200


@operation
def ask_customer(
    *,
    actor: User,
    order_id: int,
    recipient: str,
    at: datetime,
    language: str = "",
    days: int = answers.DAYS,
    version: int | None = None,
) -> SatisfactionRequest:
    """Ask a customer by mail how content he is with an order of which he signed something for. A question that still
    waits is replaced; ``language``: zh-hans or en, "" as his papers are.

    Raises NotFound, NotAllowed, WrongState (nothing was signed for, or he answered already), Stale, Invalid.
    """
    order = orders.lock_order(actor=actor, order_id=order_id, version=version)
    policies.require(actor, SERVE, order)
    answers.require_letter(recipient, language, days)
    return _ask(order, actor, recipient, language or language_of(order), days, at)


def ask_due(*, at: datetime) -> int:
    """Ask the customers of orders whose goods were signed for some days ago, as their policies say; returns how many
    were asked. Who was asked by somebody meanwhile is left alone."""
    asked = 0
    for order_id in queries.due_orders(at, after=settings.get(ASK_AFTER), limit=_AT_ONCE):
        try:
            asked += ask_of_itself(actor=people.system_user(), order_id=order_id, at=at)
        except errors.DomainError:
            continue
    return asked


@operation
def ask_of_itself(*, actor: User, order_id: int, at: datetime) -> bool:
    """Ask the contact of one order; False where he has no address, or was asked meanwhile."""
    order = orders.lock_order(actor=actor, order_id=order_id)
    contacts = service.contacts_of(order)
    if not contacts or SatisfactionRequest.objects.filter(order=order).exists():
        return False
    _ask(order, actor, contacts[0].email, language_of(order), answers.DAYS, at)
    return True


def _ask(order: Order, actor: User, recipient: str, language: str, days: int, at: datetime) -> SatisfactionRequest:
    _require_signed(order)
    old = queries.of_order(order)
    if old is not None and old.state == State.ANSWERED:
        raise answers.settled(old)
    if old is not None:
        answers.take_back(queries.KIND, old, answers.REPLACED, actor=actor, at=at)
    found = _new(order, actor, recipient, language, days, at)
    answers.ask(queries.KIND, found, actor=actor, at=at)
    events.record("order.satisfaction_asked", order, at=at, request=found.pk)
    return found


def _require_signed(order: Order) -> None:
    if order.signing == Fulfilment.NONE:
        raise errors.WrongState(_("Nothing of this order was signed for yet."), code="not_signed")


def _new(order: Order, actor: User, recipient: str, language: str, days: int, at: datetime) -> SatisfactionRequest:
    return SatisfactionRequest.objects.create(
        order=order,
        language=language,
        recipient=recipient.strip(),
        asked_by=actor,
        asked_at=at,
        valid_until=at + timedelta(days=days),
    )


@operation
def resend(*, actor: User, request_id: int, at: datetime, version: int | None = None) -> SatisfactionRequest:
    """Send the same link once more. Raises NotFound, NotAllowed, Stale, WrongState (answered, taken back, over)."""
    found = _locked(actor, request_id, version)
    policies.require(actor, SERVE, found.order)
    answers.require_asked(found, at)
    answers.send(queries.KIND, found, at=at)
    events.record("order.satisfaction_asked", found.order, at=at, request=found.pk)
    return found


@operation
def revoke(
    *, actor: User, request_id: int, reason: str, at: datetime, version: int | None = None
) -> SatisfactionRequest:
    """Take a question back: its link opens nothing any more. Raises NotFound, NotAllowed, Stale, Invalid, WrongState
    (nothing waits)."""
    found = _locked(actor, request_id, version)
    policies.require(actor, SERVE, found.order)
    if found.state != State.ASKED:
        raise answers.settled(found)
    answers.require_reason(reason)
    answers.take_back(queries.KIND, found, reason, actor=actor, at=at)
    events.record("order.satisfaction_revoked", found.order, at=at, reason=reason.strip(), request=found.pk)
    return found


@operation
def answer(
    *,
    actor: User,
    link_id: int,
    request_id: int,
    score: int,
    name: str,
    visitor: Visitor,
    at: datetime,
    goods: int | None = None,
    delivery: int | None = None,
    service: int | None = None,
    words: str = "",
    version: int | None = None,
) -> SatisfactionRequest:
    """The customer's answer under his link: 1 to 5 in all, perhaps in parts, perhaps with words. Who follows the order
    is told; one who is not content is come back to by the salesperson within two days of work.

    ``actor`` is the machine. Raises NotFound (the link), WrongState (answered before, taken back, over), Stale,
    Invalid.
    """
    found = _locked(actor, request_id, version)
    answers.require_asked(found, at)
    parts = {"goods": goods, "delivery": delivery, "service": service}
    _require_scores(score, parts, name, words)
    links.use(actor=actor, link_id=link_id, visitor=visitor, at=at)
    return _take(found, score, parts, name, words, visitor, at)


@operation
def rate(
    *,
    actor: User,
    order_id: int,
    recipient: str,
    language: str,
    score: int,
    name: str,
    visitor: Visitor,
    at: datetime,
    goods: int | None = None,
    delivery: int | None = None,
    service: int | None = None,
    words: str = "",
) -> SatisfactionRequest:
    """The same from the customer's own page (``orders.service.portal``, which checked his link): the request that waits
    is answered, else one is made for it, without a mail.

    Raises NotFound, WrongState (nothing was signed for, rated before), Invalid.
    """
    order = orders.lock_order(actor=actor, order_id=order_id)
    parts = {"goods": goods, "delivery": delivery, "service": service}
    _require_scores(score, parts, name, words)
    _require_signed(order)
    found = queries.of_order(order)
    if found is not None and found.state != State.ASKED:
        raise answers.settled(found)
    if found is None:
        found = _new(order, actor, recipient, language, answers.DAYS, at)
    found.order = order
    return _take(found, score, parts, name, words, visitor, at)


def _take(
    found: SatisfactionRequest,
    score: int,
    parts: dict[str, int | None],
    name: str,
    words: str,
    visitor: Visitor,
    at: datetime,
) -> SatisfactionRequest:
    answers.come_from(found, visitor)
    found.state, found.score, found.words = State.ANSWERED, score, words.strip()
    for part, value in parts.items():
        setattr(found, part, value)
    answers.sign(found, name=name, at=at)
    found.proof_hash = answers.fingerprint(
        str(found.order), {"score": score, **parts}, found.words, found.answered_by, at.isoformat()
    )
    found.note_id = _into_voice(found, at).pk
    found.save()
    said.tell(customer_id=found.order.customer_id, order_id=found.order_id, at=at)
    events.record("order.satisfaction_answered", found.order, at=at, request=found.pk, score=score)
    message = DISCONTENTED if score <= DISCONTENT else ANSWERED
    tell(found.order, "order.satisfaction", message, at, reason=str(score))
    return found


def _locked(actor: User, request_id: int, version: int | None) -> SatisfactionRequest:
    known = queries.get_request(actor, request_id)
    order = orders.lock_order(actor=actor, order_id=known.order_id)
    found = SatisfactionRequest.objects.get(pk=request_id)
    found.order = order
    editing.require_seen(found, version)
    return found


def _require_scores(score: int, parts: dict[str, int | None], name: str, words: str) -> None:
    wrong = answers.name_and_words(name, words, field="words", missing=None)
    for part, value in {"score": score, **parts}.items():
        if value is not None and not 1 <= value <= BEST:
            wrong[part] = [_("Enter a number from 1 to 5.")]
    if wrong:
        raise errors.Invalid(fields=wrong)


def _into_voice(found: SatisfactionRequest, at: datetime) -> CustomerNote:
    """The answer as a word of the customer; one who is not content waits for whoever looks after him."""
    order = found.order
    is_owed = found.score is not None and found.score <= DISCONTENT
    owner = order.salesperson or order.customer.owner
    can = owner is not None and voice.can_come_back(owner, order.customer)
    day = workdays.calendar().moved(dates.business_day(at), _COME_BACK)
    return voice.add_note(
        actor=people.system_user(),
        customer_id=order.customer_id,
        kind=CustomerNote.Kind.SATISFACTION,
        text=found.words,
        order_number=order.number or "",
        score=found.score,
        due_date=day if is_owed and can else None,
        responsible_id=owner.pk if owner is not None and is_owed and can else None,
        at=at,
    )
