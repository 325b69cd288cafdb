"""Every read of what customers said and what we owe them."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors, keyset
from common.errors import Text
from customers import policies
from customers.models import Customer
from customers.voice.models import CustomerNote, VoiceFacts

SORTS: dict[str, keyset.Sort] = {"recent": keyset.Sort("pk")}
NAMED = ("responsible", "created_by", "answered_by", "done_by", "withdrawn_by")


def list_notes(actor: User) -> QuerySet[CustomerNote]:
    """The notes on the customers that the actor may see, with the people they name."""
    return CustomerNote.objects.filter(customer__in=policies.visible_to(actor).values("pk")).select_related(*NAMED)


def notes_of(actor: User, customer: Customer) -> QuerySet[CustomerNote]:
    """What one customer said; nothing where the actor may not see him."""
    return list_notes(actor).filter(customer=customer)


def facts_of(customer: Customer) -> VoiceFacts | None:
    """What a customer's words come to; None where nothing was ever counted. Who sees him may see it."""
    return VoiceFacts.objects.filter(customer=customer).first()


def taken_back() -> QuerySet[CustomerNote]:
    """What counts no more, for rules and figures: over all rows."""
    return CustomerNote.objects.filter(withdrawn_at__isnull=False)


def count_of(source: Customer) -> list[tuple[Text, int]]:
    """How many notes would move if the customer became another."""
    return [(_("Notes on what it said"), CustomerNote.objects.filter(customer=source).count())]


def get_note(*, actor: User, customer_id: int, note_id: int) -> CustomerNote:
    """One note on a customer that the actor may see. Raises NotFound."""
    note = list_notes(actor).select_related("customer").filter(customer_id=customer_id, pk=note_id).first()
    if note is None:
        raise errors.NotFound()
    return note


def follow_ups_due(user: User, day: date) -> QuerySet[CustomerNote]:
    """What a person has to come back to customers with by ``day``, the oldest first."""
    rows = list_notes(user).filter(responsible=user, done_at__isnull=True, due_date__lte=day)
    return rows.select_related("customer").order_by("due_date", "pk")


def open_count(user: User) -> int:
    """How many follow-ups a person owes."""
    return CustomerNote.objects.filter(responsible=user, done_at__isnull=True, due_date__isnull=False).count()
