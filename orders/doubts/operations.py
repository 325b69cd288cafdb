"""Doubts are asked, answered and closed on record (R070); orders are set aside and released (R069)."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from accounts.collaboration import inbox
from accounts.people.models import User
from common import editing, errors, events
from common.operation import operation
from orders.doubts import choices, policies, states
from orders.doubts.models import Doubt, SetAside
from orders.doubts.states import Move, State
from orders.order import policies as order_policies
from orders.order import queries as orders
from orders.order.models import Order, OrderLine
from orders.order.states import Status, not_in_state

SUBJECT = Doubt._meta.label_lower  # "orders.doubt"
ASKED = "doubt.asked"  # kinds of inbox lines
ANSWERED = "doubt.answered"
LONGEST = 1000
NOBODY = gettext_lazy("Choose somebody who works here.")
_LIVE = (Status.DRAFT, Status.SUBMITTED, Status.EFFECTIVE)


@operation
def ask_doubt(
    *,
    actor: User,
    order_id: int,
    text: str,
    at: datetime,
    line_no: int | None = None,
    field: str = "",
    person_id: int | None = None,
) -> Doubt:
    """Ask about an order, one of its lines or a field, before it goes on; None in ``person_id`` asks its salesperson,
    or who carries it out or entered it where he has left. Who is asked gets a line in his inbox and sees the order.

    Raises NotFound, NotAllowed, WrongState (closed, void), Invalid (no text, no such line or field, nobody to ask).
    """
    order = orders.lock_order(actor=actor, order_id=order_id)
    order_policies.require(actor, policies.ASK, order)
    if order.status not in _LIVE:
        raise not_in_state(order.status, _LIVE)
    text = _required(text, "text", _("Write the question."))
    _require_place(order, line_no, field)
    doubt = Doubt(order=order, line_no=line_no, field=field, text=text, asked_by=actor, asked_at=at)
    doubt.asked_to = _asked(order, person_id)
    doubt.save(force_insert=True)
    _count(order)
    events.record("doubt.asked", order, at=at, doubt=doubt.pk, about=doubt.path, person=doubt.asked_to.username)
    _tell_asked(doubt, order, actor, at)
    return doubt


@operation
def answer_doubt(*, actor: User, doubt_id: int, answer: str, at: datetime, version: int | None = None) -> Doubt:
    """Answer a doubt: who was asked, or who enters the order. Who asked is told.

    Raises NotFound, NotAllowed, Stale, WrongState (closed), Invalid (no text).
    """
    doubt, order = _lock(actor, doubt_id, version)
    if not policies.may_answer(actor, doubt, order):
        raise errors.NotAllowed()
    doubt.state = states.after(doubt.state, Move.ANSWER)
    doubt.answer = _required(answer, "answer", _("Write the answer."))
    doubt.answered_by, doubt.answered_at = actor, at
    _save(doubt, order)
    events.record("doubt.answered", order, at=at, doubt=doubt.pk, about=doubt.path)
    inbox.settle([doubt.asked_to_id], kind=ASKED, subject_type=SUBJECT, subject_id=doubt.pk, at=at)
    if doubt.asked_by_id != actor.pk:
        inbox.notify(
            [doubt.asked_by_id],
            kind=ANSWERED,
            message=gettext_noop("%(person)s answered your question about %(order)s (%(about)s)."),
            parameters={"person": actor.name, "order": str(order), "about": doubt.about},
            subject=doubt,
            mail=True,
            at=at,
        )
    return doubt


@operation
def close_doubt(*, actor: User, doubt_id: int, at: datetime, version: int | None = None) -> Doubt:
    """The doubt is cleared, with or without an answer: by who asked, or who closes doubts of such orders.

    Raises NotFound, NotAllowed, Stale, WrongState (closed already).
    """
    doubt, order = _lock(actor, doubt_id, version)
    if not policies.may_close(actor, doubt, order):
        raise errors.NotAllowed(_("Only who asked closes it."))
    doubt.state = states.after(doubt.state, Move.CLOSE)
    doubt.closed_by, doubt.closed_at = actor, at
    _save(doubt, order)
    events.record("doubt.closed", order, at=at, doubt=doubt.pk, about=doubt.path)
    inbox.settle([doubt.asked_to_id], kind=ASKED, subject_type=SUBJECT, subject_id=doubt.pk, at=at)
    inbox.settle([doubt.asked_by_id], kind=ANSWERED, subject_type=SUBJECT, subject_id=doubt.pk, at=at)
    return doubt


@operation
def reopen_doubt(*, actor: User, doubt_id: int, at: datetime, version: int | None = None) -> Doubt:
    """Ask again: the answer does not do, or the doubt came back. What was answered stays in the trail.

    Raises NotFound, NotAllowed, Stale, WrongState (open; the order is closed).
    """
    doubt, order = _lock(actor, doubt_id, version)
    if not policies.may_close(actor, doubt, order):
        raise errors.NotAllowed(_("Only who asked asks again."))
    if order.status not in _LIVE:
        raise not_in_state(order.status, _LIVE)
    doubt.state = states.after(doubt.state, Move.REOPEN)
    doubt.closed_by = doubt.closed_at = None
    _save(doubt, order)
    events.record("doubt.reopened", order, at=at, doubt=doubt.pk, about=doubt.path)
    _tell_asked(doubt, order, actor, at)
    return doubt


@operation
def set_order_aside(*, actor: User, order_id: int, reason: str, at: datetime) -> Order:
    """Put a draft aside, with a reason: it is not submitted until somebody releases it.

    Raises NotFound, NotAllowed, WrongState (no draft, set aside already), Invalid (no reason).
    """
    order = orders.lock_order(actor=actor, order_id=order_id)
    order_policies.require(actor, policies.SCREEN, order)
    if order.status != Status.DRAFT:
        raise not_in_state(order.status, [Status.DRAFT])
    if order.set_aside_reason:
        raise errors.WrongState(_("The order is set aside already."), status=str(order.status), possible=["release"])
    put_aside(order, _required(reason, "reason", _("Say why.")), actor=actor, at=at)
    return order


@operation
def release_order(*, actor: User, order_id: int, at: datetime, note: str = "") -> Order:
    """Let an order that was set aside go on. Raises NotFound, NotAllowed, WrongState (it is not set aside)."""
    order = orders.lock_order(actor=actor, order_id=order_id)
    order_policies.require(actor, policies.SCREEN, order)
    if not order.set_aside_reason:
        raise errors.WrongState(_("The order is not set aside."), status=str(order.status), possible=[])
    order.set_aside_reason = ""
    Order.objects.filter(pk=order.pk).update(set_aside_reason="")
    SetAside.objects.filter(order=order, released_at__isnull=True).update(
        released_by=actor, released_at=at, note=note.strip()[:500]
    )
    events.record("order.cleared", order, at=at, reason=note.strip()[:500])
    return order


def put_aside(order: Order, reason: str, *, actor: User, at: datetime) -> None:
    """The same for an order that is locked, or new in this transaction, inside an operation: what the first screening
    does. One that is set aside stays as it is."""
    if order.set_aside_reason:
        return
    order.set_aside_reason = reason[:500]
    Order.objects.filter(pk=order.pk).update(set_aside_reason=order.set_aside_reason)
    SetAside.objects.create(order=order, reason=order.set_aside_reason, by=actor, at=at)
    events.record("order.set_aside", order, at=at, reason=order.set_aside_reason)
    concerned = {order.salesperson_id, order.created_by_id} - {actor.pk, None}
    inbox.notify(
        sorted(pk for pk in concerned if pk),
        kind="order.set_aside",
        message=gettext_noop("%(order)s was set aside: %(reason)s"),
        parameters={"order": str(order), "reason": order.set_aside_reason[:200]},
        subject=order,
        at=at,
    )


def _lock(actor: User, doubt_id: int, version: int | None) -> tuple[Doubt, Order]:
    """The doubt behind its order, both locked. Who is asked, or asked it, sees the order because of it."""
    found = policies.visible_to(actor).filter(pk=doubt_id).values_list("order_id", flat=True).first()
    if found is None:
        raise errors.NotFound()
    order = orders.lock_order(actor=actor, order_id=found)
    doubt = Doubt.objects.select_for_update(no_key=True, of=("self",)).get(pk=doubt_id)
    editing.require_seen(doubt, version)
    return doubt, order


def _save(doubt: Doubt, order: Order) -> None:
    doubt.version += 1
    doubt.save()
    _count(order)


def _count(order: Order) -> None:
    """Its own total on the order: doubts that are not closed."""
    order.open_doubts = Doubt.objects.filter(order_id=order.pk).exclude(state=State.CLOSED).count()
    Order.objects.filter(pk=order.pk).update(open_doubts=order.open_doubts)


def _required(text: str, name: str, words: str) -> str:
    text = text.strip()
    if not text:
        raise errors.Invalid(fields={name: [words]})
    if len(text) > LONGEST:
        raise errors.Invalid(fields={name: [_("No more than %(n)s characters.") % {"n": LONGEST}]})
    return text


def _require_place(order: Order, line_no: int | None, field: str) -> None:
    known = choices.HEADER if line_no is None else choices.LINE
    if field and field not in known:
        raise errors.Invalid(fields={"field": [_("There is no such field.")]})
    kept = {row["line_no"] for row in order.unfinished or ()}
    if line_no is not None and line_no not in kept:
        if not OrderLine.objects.filter(order_id=order.pk, line_no=line_no).exists():
            raise errors.Invalid(fields={"line_no": [_("The order has no line %(line)s.") % {"line": line_no}]})


def _asked(order: Order, person_id: int | None) -> User:
    """Who was named; else the salesperson, and where he has left, who carries the order out or entered it."""
    own = (order.salesperson_id, order.executing_owner_id, order.created_by_id)
    wanted = [key for key in (own if person_id is None else (person_id,)) if key]
    here = {one.pk: one for one in User.objects.filter(pk__in=wanted, is_active=True, is_system=False)}
    person = next((here[key] for key in wanted if key in here), None)
    if person is None:
        raise errors.Invalid(fields={"person": [NOBODY]})
    return person


def _tell_asked(doubt: Doubt, order: Order, actor: User, at: datetime) -> None:
    if doubt.asked_to_id == actor.pk:
        return
    inbox.notify(
        [doubt.asked_to_id],
        kind=ASKED,
        message=gettext_noop("%(person)s asks about %(order)s (%(about)s): %(text)s"),
        parameters={
            "person": actor.name,
            "order": str(order),
            "about": doubt.about,
            "text": doubt.text[:120],
        },
        subject=doubt,
        mail=True,
        at=at,
    )
