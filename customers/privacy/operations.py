"""Making a person at a customer unknown: noted, looked through and decided by one, confirmed by another (R309)."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from accounts.collaboration import inbox
from accounts.people import queries as people
from accounts.people.models import User
from common import dates, editing, errors, events, settings
from common.operation import operation
from customers import queries as customers
from customers.models import Contact, Customer
from customers.privacy import ahead, carrying, knowing, looking, policies
from customers.privacy.models import AnonymisationRequest, FoundPlace, FoundText

State, Choice, Fate = AnonymisationRequest.State, FoundText.Choice, FoundPlace.Fate
DAYS_TO_ANSWER = "privacy.days_to_answer"
ASKED = "privacy.asked"
_LATER = ("contact", "marks", "decided_by", "replacement", "replacement_by", "looked_at", "decided_at", "done_at")


@operation
def note_request(
    *,
    actor: User,
    customer_id: int,
    contact_id: int,
    ground: str,
    asker: str,
    at: datetime,
    asked_on: date | None = None,
    due_on: date | None = None,
    reference: str = "",
    also: Iterable[str] = (),
    replacement_id: int | None = None,
) -> AnonymisationRequest:
    """Note that a contact, also one that was removed, is to be made unknown, and look through everything for him.

    ``also``: what else he is called or reached by, and nobody else. ``replacement_id``: the contact who goes on in open
    business. Raises NotFound, NotAllowed (also for who sees contacts masked), Invalid, WrongState (anonymised
    already), Conflict (noted already).
    """
    policies.require(actor, policies.PREPARE)
    asked_on, also = asked_on or dates.business_day(at), list(also)
    named = Contact.objects.filter(customer=customer_id, pk=contact_id).first()
    before = ahead.of_contact(named, also, goes_on=replacement_id is not None)
    customer = customers.lock_any(actor=actor, customer_id=customer_id)
    contact = _contact(customer, contact_id)
    if knowing.is_anonymised(contact):
        raise errors.WrongState(_("This contact was anonymised already."), possible=[])
    knowing.require_his(contact, also)
    marks = knowing.marks_of(contact, also)
    policies.require_nameless(marks, "reference", reference)
    request = AnonymisationRequest(
        customer=customer,
        contact=contact,
        replacement=_replacement(customer, contact, replacement_id),
        replacement_by=actor if replacement_id else None,
        ground=ground,
        asker=asker,
        asked_on=asked_on,
        due_on=due_on or asked_on + timedelta(days=settings.get(DAYS_TO_ANSWER)),
        reference=" ".join(reference.split()),
        marks=marks.as_kept(),
        word=knowing.word_for(contact),
        noted_by=actor,
        noted_at=at,
    )
    if request.due_on < request.asked_on:
        raise errors.Invalid(fields={"due_on": [_("This day is before the one on which it was asked.")]})
    editing.check(request, exclude=_LATER)
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError as error:
        raise errors.Conflict(_("This contact is being anonymised already."), code="noted_already") from error
    _look(request, at, before)
    events.record("anonymisation.noted", customer, at=at, number=customer.code, anonymisation=request.pk)
    _ask(request, actor, at)
    return request


@operation
def look_again(
    *, actor: User, request_id: int, at: datetime, version: int | None = None, replacement_id: int | None = None
) -> AnonymisationRequest:
    """Look through everything anew, with the contact who goes on in open business (None: nobody does); what was decided
    about texts that still stand stays. Raises NotFound, NotAllowed, Stale, WrongState, Invalid."""
    seen = _seen(actor, request_id, policies.PREPARE)
    before = ahead.of_contact(seen.contact, seen.marks.get("also", ()), goes_on=replacement_id is not None)
    request = _lock(actor, request_id, policies.PREPARE, version)
    _require_open(request)
    if replacement_id != request.replacement_id or request.noted_by.is_system:  # what a job noted, a person prepares
        request.replacement_by = actor
    request.replacement = _replacement(request.customer, request.contact, replacement_id)
    request.marks = knowing.marks_of(request.contact, request.marks.get("also", ())).as_kept()
    _look(request, at, before)
    _count_up(request)
    return request


@operation
def decide_texts(
    *,
    actor: User,
    request_id: int,
    text_ids: Collection[int],
    choice: str,
    at: datetime,
    reason: str = "",
    version: int | None = None,
) -> AnonymisationRequest:
    """Say of texts that name the person whether the words are replaced or stay, the latter with a reason (the text
    speaks of somebody else with the name; it is kept by law).

    Once the person is unknown only about texts that came to light since; another person confirms these too. Raises
    NotFound, NotAllowed, Stale, WrongState (confirmed already), Invalid (no text chosen, no reason, or one that names
    the person).
    """
    request = _lock(actor, request_id, policies.PREPARE, version)
    if request.state not in (State.OPEN, State.CONFIRMED):
        raise _not_possible(request)
    policies.require_nameless(carrying.marks_of(request), "reason", reason)
    reason = " ".join(reason.split())
    if choice not in Choice.values or not text_ids:
        raise errors.Invalid(fields={"choice": [_("Choose texts, and what is done with them.")]})
    if choice == Choice.KEEP and not reason:
        raise errors.Invalid(fields={"reason": [_("Say why it stays.")]})
    rows = request.texts.filter(pk__in=text_ids)
    if rows.count() != len(set(text_ids)):
        raise errors.NotFound()
    if rows.exclude(confirmed_by=None).exists():
        raise errors.WrongState(_("What was confirmed is not decided again."), possible=[])
    rows.update(choice=choice, reason=reason[:200], chosen_by=actor, chosen_at=at)
    _count_up(request)
    if request.state == State.CONFIRMED and not request.texts.filter(choice="").exists():
        _ask(request, actor, at)
    return request


@operation
def confirm_request(*, actor: User, request_id: int, at: datetime, version: int | None = None) -> AnonymisationRequest:
    """Make the person unknown: rows, texts, files, trail and events in one transaction. It cannot be taken back. Of a
    person who is unknown already: do what was decided since about texts that came to light.

    Raises NotFound, NotAllowed (also for who prepared it or decided any of it), Stale, WrongState (also as long as the
    company has not switched anonymising on), Conflict: ``data_held`` (the customer's data must stay),
    ``not_prepared`` (a job noted it and no person looked), ``still_needed`` (open business names him and nobody
    goes on), ``undecided`` (texts wait for a decision), ``look_again`` (more was found than somebody decided about).
    """
    seen = _seen(actor, request_id, policies.CONFIRM)
    before = ahead.of_request(seen, goes_on=seen.state == State.CONFIRMED or seen.replacement_id is not None)
    request = _lock(actor, request_id, policies.CONFIRM, version)
    again = request.state == State.CONFIRMED
    if not policies.waits(request):
        raise _not_possible(request)
    policies.require_switched_on()
    policies.require_another(actor, request)
    knowing.require_not_held(request.customer_id)
    Contact.objects.select_for_update().get(pk=request.contact_id)  # who names him now in a new order waits, or we do
    goes_on = again or request.replacement_id is not None
    found = before.still_of(request.contact, carrying.marks_of(request), goes_on)
    found.needs = looking.look_for_needs(request.contact, carrying.marks_of(request), goes_on=goes_on)
    _require_ready(request, found, again=again)
    request.texts.filter(confirmed_by=None).update(confirmed_by=actor)
    carrying.carry_out(request, found, actor=actor, at=at)
    if not again:
        request.state, request.decided_by, request.decided_at = State.CONFIRMED, actor, at
    _count_up(request)
    customer = request.customer
    events.record("anonymisation.confirmed", customer, at=at, number=customer.code, anonymisation=request.pk)
    _settle(request, at)
    return request


@operation
def refuse_request(
    *, actor: User, request_id: int, reason: str, at: datetime, version: int | None = None
) -> AnonymisationRequest:
    """End a request without doing it, with the reason that its asker is told. Raises NotFound, NotAllowed, Stale,
    WrongState, Invalid (no reason)."""
    request = _lock(actor, request_id, "", version)
    _require_open(request)
    reason = " ".join(reason.split())
    if not reason:
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    policies.require_nameless(carrying.marks_of(request), "reason", reason)
    request.state, request.reason, request.marks = State.REFUSED, reason[:500], {}
    request.decided_by, request.decided_at = actor, at
    _count_up(request)
    request.texts.all().delete()
    request.places.all().delete()
    customer = request.customer
    events.record("anonymisation.refused", customer, at=at, number=customer.code, anonymisation=request.pk)
    _settle(request, at)
    return request


def _seen(actor: User, request_id: int, verb: str) -> AnonymisationRequest:
    """The request before anything is locked: what takes long is done first."""
    policies.require(actor, verb)
    rows = policies.visible_to(actor).select_related("contact__customer").filter(pk=request_id)
    if (found := rows.first()) is None:
        raise errors.NotFound()
    return found


def _contact(customer: Customer, contact_id: int, field: str = "") -> Contact:
    found = Contact.objects.filter(customer=customer, pk=contact_id).first()
    if found is None:
        raise errors.NotFound()
    found.customer = customer
    return found


def _replacement(customer: Customer, contact: Contact, contact_id: int | None) -> Contact | None:
    if contact_id is None:
        return None
    found = Contact.objects.filter(customer=customer, pk=contact_id, is_active=True).exclude(pk=contact.pk).first()
    if found is None:
        raise errors.Invalid(fields={"replacement": [_("Choose another contact of this customer.")]})
    return found


def _lock(actor: User, request_id: int, verb: str, version: int | None) -> AnonymisationRequest:
    """The request, its customer locked before it; ``verb`` "": whoever prepares or confirms."""
    verb = verb or (policies.PREPARE if policies.rights.can(actor, policies.PREPARE) else policies.CONFIRM)
    policies.require(actor, verb)
    seen = policies.visible_to(actor).filter(pk=request_id).values_list("customer_id", flat=True).first()
    if seen is None:
        raise errors.NotFound()
    customer = customers.lock_any(actor=actor, customer_id=seen)
    rows = AnonymisationRequest.objects.select_related("contact", "replacement", "noted_by").filter(pk=request_id)
    request = rows.select_for_update(no_key=True, of=("self",)).get()
    if request.contact.customer_id != customer.pk:  # records of customers became one meanwhile
        raise errors.Conflict(_("The contact belongs to another customer now."), code="look_again")
    request.customer = request.contact.customer = customer
    editing.require_seen(request, version)
    return request


def _require_open(request: AnonymisationRequest) -> None:
    if request.state != State.OPEN:
        raise _not_possible(request)


def _not_possible(request: AnonymisationRequest) -> errors.WrongState:
    return errors.WrongState(
        _("This request is “%(state)s” already.") % {"state": request.get_state_display()},
        state=request.state,
        possible=[],
    )


def _require_ready(request: AnonymisationRequest, found: looking.Look, *, again: bool) -> None:
    if found.needs and not again:
        words = gettext_lazy("Open business still needs this person. End it, or say which contact goes on.")
        raise errors.Conflict(words, code="still_needed", references=[one[2] for one in found.needs[:50]])
    known = {looking.Place(one.table, one.row_id, one.column): one.choice for one in request.texts.all()}
    if set(found.texts) - known.keys():
        words = gettext_lazy("More texts name the person than before. Look through everything again.")
        raise errors.Conflict(words, code="look_again")
    undecided = sum(1 for one in found.texts if not known[one])
    if undecided:
        words = gettext_lazy("Texts that name the person wait for a decision.")
        raise errors.Conflict(words, code="undecided", count=undecided)


def _look(request: AnonymisationRequest, at: datetime, before: ahead.Ahead) -> None:
    """Keep what was found: places with their counts, texts with what was decided."""
    found = before.still_of(request.contact, carrying.marks_of(request), request.replacement_id is not None)
    carrying.keep_counts(request, found.counts, is_done=False)
    carrying.keep_texts(request, found.texts)
    request.files_unread, request.looked_at = found.unread, at


def _count_up(request: AnonymisationRequest) -> None:
    request.version += 1
    request.save()


def _ask(request: AnonymisationRequest, actor: User, at: datetime) -> None:
    """Tell those who may confirm, apart from who notes it; the message names the customer, not the person."""
    request.save(update_fields=["files_unread", "looked_at"])
    inbox.notify(
        people.holders(policies.CONFIRM).exclude(pk=actor.pk).values_list("pk", flat=True),
        kind=ASKED,
        message=gettext_noop("%(person)s prepares to anonymise a contact of %(customer)s."),
        parameters={"customer": str(request.customer), "person": actor.name},
        subject=request,
        at=at,
    )


def _settle(request: AnonymisationRequest, at: datetime) -> None:
    inbox.settle(
        people.holders(policies.CONFIRM).values_list("pk", flat=True),
        kind=ASKED,
        subject_type=request._meta.label_lower,
        subject_id=request.pk,
        at=at,
    )
