"""Taking in what arrives: by hand, from other systems, from the mailbox; the customer guessed, the first screening
done (R056–R060, R069)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.collaboration import operations as collaboration
from accounts.people.models import User
from common import errors, events, settings, worktime
from common.operation import operation
from customers import policies as customer_policies
from customers.models import Customer
from orders.intake.pool import guessing, policies, queries, screening
from orders.intake.pool.arrivals import Arrival
from orders.intake.pool.guessing import Found
from orders.intake.pool.models import CHANNELS, IntakeItem
from orders.intake.pool.states import State

SLA_HOURS = "intake.sla_hours"
LONGEST_TEXT = 100_000  # letters of a text that are shown; the mail itself is kept whole with the files
SUBJECT = IntakeItem._meta.label_lower  # "orders.intakeitem"


@dataclass(frozen=True)
class Received:
    """What became of an arrival: the piece, and whether it is new."""

    item: IntakeItem
    is_new: bool


@operation
def receive(
    *, actor: User, arrival: Arrival, at: datetime, files: Sequence[tuple[str, File]] = (), is_lenient: bool = False
) -> Received:
    """Take a piece of intake in, with its files. What another system sent under one number is taken in once: the same
    again answers the piece there is. Obvious errors set it aside at once (R069).

    ``is_lenient``: a file that may not be attached is named with the piece and left out; else it is refused whole.
    Raises NotAllowed, Invalid (files, unknown customer, a moment to come), Conflict (``intake_used``: the number came
    with another content).
    """
    rights.require(actor, policies.REGISTER)
    if arrival.external_id and (known := queries.taken_before(arrival.provider, arrival.external_id)):
        return Received(_require_same(known, arrival), is_new=False)
    if arrival.channel not in dict(CHANNELS):
        raise errors.Invalid(fields={"channel": [_("Choose how it came.")]})
    if arrival.received_at > at:
        raise errors.Invalid(fields={"received_at": [_("Choose a moment that is past.")]})
    found = _customer(actor, arrival)
    item = _item(actor, arrival, found, at)
    item.reason = screening.fault(item, arrival)[:500]
    if item.reason:
        item.state = State.SET_ASIDE
    try:
        with transaction.atomic():
            item.save(force_insert=True)
    except IntegrityError:  # another worker or call was quicker by a moment
        known = queries.taken_before(arrival.provider, arrival.external_id)
        if known is None:
            raise
        return Received(_require_same(known, arrival), is_new=False)
    _keep_files(actor, item, files, at, is_lenient=is_lenient)
    events.record("intake.received", item, at=at, number=str(item.pk), channel=item.channel, reason=item.reason)
    return Received(item, is_new=True)


def _require_same(known: IntakeItem, arrival: Arrival) -> IntakeItem:
    if known.content_hash != arrival.content_hash():
        words = _("%(number)s was taken in already, with another content; that one stays.")
        raise errors.Conflict(words % {"number": arrival.external_id}, code="intake_used", item=known.pk)
    return known


def _customer(actor: User, arrival: Arrival) -> Found | None:
    """Whose it is: as it was said, else guessed. Raises Invalid for a customer that ``actor`` may not see, where a
    person chose him."""
    if arrival.customer_id is not None:
        seen = customer_policies.visible_to(actor).filter(pk=arrival.customer_id, merged_into__isnull=True)
        customer = seen.select_related("owner").first()
        if customer is None:
            raise errors.Invalid(fields={"customer": [_("Choose a customer from the list.")]})
        return Found(customer, str(IntakeItem.Guess.HAND))
    return guessing.guess(
        code=arrival.customer_code,
        mail=arrival.sender_mail,
        phone=arrival.sender_phone,
        name=arrival.customer_name or arrival.sender,
    )


def _item(actor: User, arrival: Arrival, found: Found | None, at: datetime) -> IntakeItem:
    item = IntakeItem(registered_by=actor, registered_at=at, received_at=arrival.received_at)
    for name in ("channel", "rows", "header", "provider", "external_id"):
        setattr(item, name, getattr(arrival, name))
    item.text = arrival.text[:LONGEST_TEXT]
    for name in ("sender", "sender_mail", "sender_phone", "subject"):
        longest = IntakeItem._meta.get_field(name).max_length  # type: ignore[union-attr]
        setattr(item, name, " ".join(getattr(arrival, name).split())[:longest])
    item.refused_files = [*arrival.refused_files]
    item.content_hash = arrival.content_hash() if arrival.external_id else ""
    item.due_at = worktime.due(arrival.received_at, int(settings.get(SLA_HOURS)), worktime.hours_of_work())
    if found is not None:
        assign_customer(item, found.customer, found.by)
    return item


def assign_customer(item: IntakeItem, customer: Customer, by: str) -> None:
    """Say whose it is; it belongs to the department that looks after him, until somebody enters it."""
    item.customer, item.customer_by = customer, by
    if item.salesperson_id is None:
        item.department_id = customer.department_id or (customer.owner.department_id if customer.owner else None)


def _keep_files(
    actor: User, item: IntakeItem, files: Sequence[tuple[str, File]], at: datetime, *, is_lenient: bool
) -> None:
    refused = []
    for name, file in files:
        try:
            collaboration.attach(
                actor=actor, subject_type=SUBJECT, subject_id=item.pk, file=file, name=name, kind=_kind(item), at=at
            )
        except errors.Invalid as error:
            if not is_lenient:
                raise
            why = next((str(text) for texts in error.fields.values() for text in texts), str(error.message))
            refused.append({"name": name[:200], "why": why})
    if refused:
        item.refused_files = [*item.refused_files, *refused]
        item.save(update_fields=["refused_files"])


def _kind(item: IntakeItem) -> str:
    return str(item.get_channel_display())
