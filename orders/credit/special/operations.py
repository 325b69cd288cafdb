"""A special approval is asked for on an order, decided by whoever the approval matrix names, and taken back."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts import policies as rights
from accounts.collaboration import inbox
from accounts.people import queries as people
from accounts.people.models import User
from common import dates, editing, errors, events
from common.operation import operation
from customers.grading import State, require_open
from orders.approval import operations as approval
from orders.approval import queries as approval_queries
from orders.approval.subjects import Held
from orders.credit.models import SpecialApproval
from orders.credit.special import policies
from orders.credit.special.policies import SUBJECT
from orders.order import content, queries
from orders.order import policies as order_policies
from orders.order.models import Order
from orders.order.states import Origin, Status, not_in_state

LIVE = (Status.DRAFT, Status.SUBMITTED, Status.EFFECTIVE, Status.CLOSED)
LONGEST = 500


@dataclass(frozen=True)
class Case:
    """A locked special approval with its order: what approval hands back when it is decided."""

    special: SpecialApproval
    order: Order


@operation
def request_special(
    *, actor: User, order_id: int, amount: Decimal, valid_until: date, reason: str, at: datetime
) -> SpecialApproval:
    """Ask that an order may pass its holder's limit by ``amount`` (the company's currency) until a day (特批).

    Raises NotFound, NotAllowed, WrongState (archived, void, of history; one waits already), Invalid (no amount, a
    day that is past, no reason), Conflict (nobody may decide it).
    """
    order = queries.lock_order(actor=actor, order_id=order_id)
    if not policies.may_request(actor, order):
        raise errors.NotAllowed()
    if order.status not in LIVE or order.origin == Origin.HISTORY:
        raise not_in_state(order.status, LIVE)
    if SpecialApproval.objects.filter(order=order, state=State.PROPOSED).exists():
        raise errors.WrongState(_("A special approval of this order waits already."), possible=["withdraw"])
    _require_sense(amount, valid_until, reason, dates.business_day(at))
    special = SpecialApproval.objects.create(
        order=order,
        amount=amount,
        valid_until=valid_until,
        reason=reason.strip(),
        requested_by=actor,
        requested_at=at,
    )
    found = _content(special, order)
    asked = approval.ask(
        subject_type=SUBJECT,
        subject_id=special.pk,
        department_id=order.department_id,
        content=found,
        content_hash=content.hash_of(found),
        requested_by=actor,
        barred=order_policies.own_business_of(order),
        at=at,
    )
    _record("asked", special, at, reason=special.reason)
    approval.tell(asked, special, at=at)
    return special


@operation
def decide_special(
    *, actor: User, special_id: int, is_approved: bool, at: datetime, reason: str = "", version: int | None = None
) -> SpecialApproval:
    """Take the decision that waits for ``actor``: with the last one it holds; refused, it is over.

    Raises NotFound, NotAllowed (not asked, or his own order), Stale, WrongState (decided already), Invalid (no
    reason to refuse).
    """
    special, order = _lock(actor, special_id, version)
    rights.require(actor, policies.DECIDE)
    if actor.pk in order_policies.own_business_of(order):
        raise errors.NotAllowed(_("Nobody decides his own order."), code="own_business")
    require_open(special.state)
    text = _words(reason, needed=not is_approved)
    found = _content(special, order)
    approval.decide(
        actor=actor,
        subject_type=SUBJECT,
        subject_id=special.pk,
        case=Case(special, order),
        content=found,
        content_hash=content.hash_of(found),
        is_approved=is_approved,
        reason=text,
        at=at,
    )
    return special


@operation
def withdraw_special(*, actor: User, special_id: int, at: datetime, version: int | None = None) -> SpecialApproval:
    """Take one back: one that waits, by whose request it is; one that holds, by who decides such. What was shipped by
    it stays shipped. Raises NotFound, NotAllowed, Stale, WrongState (it is over)."""
    special, order = _lock(actor, special_id, version)
    if special.state == State.APPROVED:
        rights.require(actor, policies.DECIDE)
    else:
        require_open(special.state)
        if special.requested_by_id != actor.pk and not policies.may_request(actor, order):
            raise errors.NotAllowed()
    _end(special, at)
    return special


def withdraw_of(order: Order, at: datetime) -> None:
    """What waits for an order that leaves the world waits no more; inside the operation that makes it void."""
    for special in SpecialApproval.objects.filter(order=order, state=State.PROPOSED):
        special.order = order
        _end(special, at)


def decided(*, actor: User, case: Any, is_approved: bool, reason: str, at: datetime) -> None:
    """What follows from the last decision: registered with ``approval.subjects``."""
    special, order = case.special, case.order
    special.state = State.APPROVED if is_approved else State.REJECTED
    special.decided_by, special.decided_at, special.decision = actor, at, reason[:LONGEST]
    _save(special)
    _record("granted" if is_approved else "refused", special, at, reason=reason)
    message = (
        gettext_noop("The special credit approval of %(order)s was granted until %(day)s.")
        if is_approved
        else gettext_noop("The special credit approval of %(order)s was refused: %(reason)s")
    )
    told = {special.requested_by_id, order.salesperson_id} - {actor.pk, None}
    parameters = {"order": str(order), "day": special.valid_until.isoformat(), "reason": reason[:200]}
    inbox.notify(
        sorted(key for key in told if key),
        kind="credit.special_decided",
        message=message,
        parameters=parameters,
        subject=order,
        at=at,
    )


def went_on(*, actor: User, case: Any, at: datetime) -> None:
    """A decision was taken, others are still needed."""
    _record("approved", case.special, at)


def hold(special_id: int) -> Held | None:
    """One that waits, under its order's lock; None when it waits no more."""
    try:
        special, order = _lock(people.system_user(), special_id, None)
    except errors.NotFound:
        return None
    if special.state != State.PROPOSED:
        return None
    found = _content(special, order)
    return Held(special, Case(special, order), found, content.hash_of(found))


def row(case: Any) -> Model:
    """The row of a case."""
    return case.special


def _lock(actor: User, special_id: int, version: int | None) -> tuple[SpecialApproval, Order]:
    """The special approval behind its order, both locked. Who is asked sees the order because of it."""
    order_id = SpecialApproval.objects.filter(pk=special_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise errors.NotFound()
    if not actor.is_system and not (
        policies.visible_to(actor).filter(pk=special_id).exists()
        or approval_queries.was_asked(actor, SUBJECT, special_id)
    ):
        raise errors.NotFound()
    order = queries.lock_order(actor=people.system_user(), order_id=order_id)
    special = SpecialApproval.objects.select_for_update(no_key=True).get(pk=special_id)
    special.order = order
    editing.require_seen(special, version)
    return special, order


def _content(special: SpecialApproval, order: Order) -> content.Content:
    """What is decided: the leave itself. The order may still change below it."""
    return {
        "order": str(order.pk),  # a draft gets its number later
        "amount": f"{special.amount:.2f}",
        "valid_until": special.valid_until.isoformat(),
        "reason": special.reason,
    }


def _end(special: SpecialApproval, at: datetime) -> None:
    special.state = State.WITHDRAWN
    _save(special)
    approval.withdraw(SUBJECT, special.pk, at=at)
    _record("withdrawn", special, at)


def _save(special: SpecialApproval) -> None:
    special.version += 1
    special.save()


def _record(what: str, special: SpecialApproval, at: datetime, reason: str = "") -> None:
    events.record(
        f"order.special_{what}",
        special.order,
        at=at,
        reason=reason,
        special=special.pk,
        amount=str(special.amount),
        valid_until=special.valid_until.isoformat(),
    )


def _require_sense(amount: Decimal, valid_until: date, reason: str, today: date) -> None:
    wrong: dict[str, list[Any]] = {}
    if amount <= Decimal(0):
        wrong["amount"] = [_("Enter more than zero.")]
    if valid_until < today:
        wrong["valid_until"] = [_("This day is past.")]
    if wrong:
        raise errors.Invalid(fields=wrong)
    _words(reason, needed=True)


def _words(reason: str, *, needed: bool) -> str:
    text = reason.strip()
    if needed and not text:
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    if len(text) > LONGEST:
        raise errors.Invalid(fields={"reason": [_("No more than %(n)s characters.") % {"n": LONGEST}]})
    return text
