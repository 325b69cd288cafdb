"""Writing down what customers say, answering it, and coming back to them (R055)."""

from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people.models import User
from common import dates, editing, errors, events, outbox
from common.operation import operation
from customers import policies, queries
from customers.models import Customer
from customers.voice import about, facts, outside
from customers.voice.models import CustomerNote, VoiceFacts

VERB = "customer.note"
Kind = CustomerNote.Kind
ASKING = (Kind.QUESTION, Kind.SUGGESTION)  # whoever says it waits for a word of ours
ANSWERED = "customer-answer"  # topic of the outbox: floors above tell the customer, where he wants to know
BEST_SCORE = 5
LONGEST_REASON = 300
_LATER = ("answered_by", "answered_at", "done_by", "done_at", "withdrawn_by", "withdrawn_at")


@operation
def add_note(
    *,
    actor: User,
    customer_id: int,
    kind: str,
    at: datetime,
    text: str = "",
    order_number: str = "",
    score: int | None = None,
    due_date: date | None = None,
    responsible_id: int | None = None,
    provider: str = "",
    external_id: str = "",
) -> CustomerNote:
    """Write down what a customer said, and by when somebody comes back to him.

    A satisfaction has a ``score`` from 1 to 5, everything else a text. With ``due_date`` it waits for
    ``responsible_id`` (the actor when nobody is named), who is told. With an ``external_id`` (unique per ``provider``)
    the same content comes back as the same note, once written down. Raises NotFound, NotAllowed, WrongState (the
    customer was merged), Invalid, Conflict (``external_id_used``: other content).
    """
    customer = queries.lock_customer(actor=actor, customer_id=customer_id)
    policies.require(actor, VERB, customer)
    if due_date is not None and responsible_id is None:
        responsible_id = actor.pk
    note = CustomerNote(
        customer=customer,
        kind=kind,
        text=text.strip(),
        order_number=order_number.strip().upper(),
        score=score,
        due_date=due_date,
        responsible_id=responsible_id,
        provider=provider.strip(),
        external_id=external_id.strip(),
        created_by=actor,
        created_at=at,
    )
    if (known := outside.find(note)) is not None:
        return known
    _require_sense(note, dates.business_day(at))
    about.require_order(actor, customer_id, note.order_number)
    editing.check(note, exclude=("customer", "responsible", "created_by", *_LATER))
    note.save(force_insert=True)
    _count(note, at)
    _tell_responsible(note, actor, at)
    _record("added", note, at)
    return note


@operation
def answer_note(*, actor: User, note_id: int, answer: str, at: datetime, version: int | None = None) -> CustomerNote:
    """Write down what the customer was told; a later answer takes the place of an earlier one. With it a question is
    done. He hears of it where he wants to (``ANSWERED``).

    Raises NotFound, NotAllowed, Stale, WrongState (taken back), Invalid.
    """
    note = _lock(actor, note_id, version)
    _require_standing(note)
    if not answer.strip():
        raise errors.Invalid(fields={"answer": [_("Write what the customer was told.")]})
    note.answer, note.answered_by, note.answered_at = answer.strip(), actor, at
    if note.kind == Kind.QUESTION and note.done_at is None:  # nothing else was owed
        note.done_by, note.done_at = actor, at
    if note.kind in ASKING:  # once, however often the answer is mended
        outbox.put(ANSWERED, f"{ANSWERED}-{note.pk}", {"note": note.pk}, at=at)
    return _save(note, "answered", at)


@operation
def finish_note(*, actor: User, note_id: int, at: datetime, version: int | None = None) -> CustomerNote:
    """Nothing is owed any more: the follow-up was made, the feedback answered.

    Raises NotFound, NotAllowed, Stale, WrongState (done already, taken back).
    """
    note = _lock(actor, note_id, version)
    _require_standing(note)
    if note.done_at is not None:
        raise errors.WrongState(_("This was done already."), possible=[])
    note.done_by, note.done_at = actor, at
    return _save(note, "done", at)


@operation
def withdraw_note(*, actor: User, note_id: int, reason: str, at: datetime, version: int | None = None) -> CustomerNote:
    """Take back what was written down wrongly, with a reason: it stays on record, counts no more, and nothing is owed
    for it; what is right is written down anew. What the customer answered himself is not taken back by whoever looks
    after him. Raises NotFound, NotAllowed, Stale, WrongState (taken back already), Invalid (no reason)."""
    note = _lock(actor, note_id, version)
    policies.require(actor, VERB, note.customer)
    if note.created_by.is_system and actor.pk == note.customer.owner_id:
        raise errors.NotAllowed(_("Your head takes back what your own customer answered."))
    _require_standing(note)
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        raise errors.Invalid(fields={"reason": [_("Say why, in at most %(n)s characters.") % {"n": LONGEST_REASON}]})
    note.withdrawn_by, note.withdrawn_at, note.withdrawn_reason = actor, at, reason.strip()
    if note.done_at is None:
        note.done_by, note.done_at = actor, at
    _save(note, "withdrawn", at)
    _count(note, at)
    return note


@operation
def load_complaints(*, actor: User, customer_id: int, complaints: int, orders: int, at: datetime) -> VoiceFacts:
    """Keep how often a customer complained, and on how many orders, as the floor above counted it after ``facts.hold``
    locked his figures (DESIGN 1, "Facts down"). ``actor`` is the machine."""
    found = facts.count_answers(customer_id, at)
    found.complaints, found.orders = complaints, orders
    found.save(update_fields=["complaints", "orders"])
    return found


def can_come_back(person: User, customer: Customer) -> bool:
    """Whether a customer's word may wait for this person."""
    return _fault_of(person.pk, customer) is None


def move_owed(actor: User, from_user: User, to_user: User, at: datetime) -> int:
    """Give every open follow-up of a person to another, inside the hand-over in progress; returns how many."""
    mine = CustomerNote.objects.filter(responsible=from_user, done_at__isnull=True, due_date__isnull=False)
    return mine.update(responsible=to_user, version=F("version") + 1)


def follow_merge(*, actor: User, source: Customer, target: Customer, at: datetime) -> None:
    """What the doubled customer said, the other one said."""
    moved = CustomerNote.objects.filter(customer=source).update(customer=target)
    if VoiceFacts.objects.filter(customer=source).delete()[0] or moved:
        facts.count_answers(target.pk, at)


def _count(note: CustomerNote, at: datetime) -> None:
    """A satisfaction changes what the customer's words come to; floors above go on from there."""
    if note.kind == Kind.SATISFACTION:
        facts.count_answers(note.customer_id, at)
    for listen in about.listeners.values():
        listen(note=note, at=at)


def _require_standing(note: CustomerNote) -> None:
    if note.withdrawn_at is not None:
        raise errors.WrongState(_("This was taken back."), possible=[])


def _lock(actor: User, note_id: int, version: int | None) -> CustomerNote:
    rows = CustomerNote.objects.filter(customer__in=policies.visible_to(actor).values("pk"), pk=note_id)
    note = rows.select_for_update(no_key=True, of=("self",)).select_related("customer", "created_by").first()
    if note is None:
        raise errors.NotFound()
    if note.responsible_id != actor.pk:
        policies.require(actor, VERB, note.customer)
    editing.require_seen(note, version)
    return note


def _save(note: CustomerNote, what: str, at: datetime) -> CustomerNote:
    note.version += 1
    note.save()
    _record(what, note, at)
    return note


def _record(what: str, note: CustomerNote, at: datetime) -> None:
    number = note.customer.code
    events.record(f"customer.note_{what}", note.customer, at=at, number=number, note=note.pk, said=note.kind)


def _require_sense(note: CustomerNote, today: date) -> None:
    wrong: dict[str, list[Any]] = {}
    if note.kind == Kind.SATISFACTION:
        if note.score is None or not 1 <= note.score <= BEST_SCORE:
            wrong["score"] = [_("Enter a number from 1 to 5.")]
    elif note.score is not None:
        wrong["score"] = [_("Only a satisfaction has a score.")]
    elif not note.text:
        wrong["text"] = [_("Write what was said.")]
    if note.due_date is not None and note.due_date < today:
        wrong["due_date"] = [_("Choose today or a later day.")]
    if note.due_date is None and note.responsible_id is not None:
        wrong["due_date"] = [_("Say by when.")]
    if note.responsible_id is not None and (fault := _fault_of(note.responsible_id, note.customer)):
        wrong["responsible"] = [fault]
    if wrong:
        raise errors.Invalid(fields=wrong)


def _fault_of(person_id: int, customer: Customer) -> Any:
    """Why a person cannot come back to a customer; None where he can."""
    person = User.objects.filter(pk=person_id).first()
    if person is None or person.is_system or not person.is_active:
        return _("Choose somebody who works here.")
    return None if policies.can(person, "customer.view", customer) else _("This person does not see the customer.")


def _tell_responsible(note: CustomerNote, actor: User, at: datetime) -> None:
    if note.responsible_id in (None, actor.pk) or note.due_date is None:
        return
    if note.kind == Kind.QUESTION:  # somebody waits for it: by mail too
        inbox.notify(
            [note.responsible_id],
            kind="customer.question",
            message=gettext_noop("%(customer)s asks, to be answered by %(day)s: %(text)s"),
            parameters={
                "customer": note.customer.name,
                "day": note.due_date.isoformat(),
                "text": f"{note.order_number} {' '.join(note.text.split())}".strip()[:120],
            },
            subject=note.customer,
            mail=True,
            at=at,
        )
        return
    inbox.notify(
        [note.responsible_id],
        kind="customer.follow_up",
        message=gettext_noop("%(customer)s: come back to the customer by %(day)s"),
        parameters={"customer": note.customer.name, "day": note.due_date.isoformat()},
        subject=note.customer,
        at=at,
    )
