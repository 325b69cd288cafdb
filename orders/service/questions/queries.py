"""Reads of what customers asked and suggested, and of whether they were told our answer (R177)."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts import access
from accounts import policies as rights
from accounts.people.models import User
from common import errors
from common.keyset import Sort
from common.models import OutboxMessage
from customers import policies as customers
from customers.voice import queries as voice
from customers.voice.models import CustomerNote
from customers.voice.operations import ANSWERED, ASKING, VERB
from orders.answers.kinds import CONTACT
from orders.service.letters import queries as policies
from orders.service.letters.choices import News
from orders.service.portal import queries as accesses

SORTS = {
    "due_date": Sort("due_date", nullable=True, descending=False),
    "answered_at": Sort("answered_at", nullable=True),
    "id": Sort("pk"),
}
DEFAULT_SORT = "due_date"
WAITING = Q(answered_at=None, done_at=None)  # for a word of ours


def list_questions(actor: User) -> QuerySet[CustomerNote]:
    """What the customers said whom ``actor`` may see and waits, or waited, for a word of ours."""
    rows = voice.list_notes(actor).filter(kind__in=ASKING, withdrawn_at=None)
    return rows.select_related("customer", "page_word__access")


def get_question(actor: User, note_id: int) -> CustomerNote:
    """One of them. Raises NotFound."""
    found = list_questions(actor).filter(pk=note_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def count_mine(user: User) -> int:
    """How many questions wait for a person, or for nobody where he sees the customer."""
    mine = Q(responsible__in=access.of(user).own_ids) | Q(responsible=None)
    return list_questions(user).filter(WAITING, mine, kind=CustomerNote.Kind.QUESTION).count()


def is_late(note: CustomerNote, today: date) -> bool:
    """Whether it waits longer than the days of work that an answer may take."""
    return is_waiting(note) and note.due_date is not None and note.due_date < today


def is_waiting(note: CustomerNote) -> bool:
    """Whether it waits for a word of ours."""
    return note.answered_at is None and note.done_at is None


def can_answer(user: User, note: CustomerNote) -> bool:
    """Whether ``user`` may answer this one. Asks no statement."""
    return note.responsible_id == user.pk or customers.can(user, VERB, note.customer)


def told_at(notes: Iterable[CustomerNote]) -> dict[int, object]:
    """{note: when the mail with our answer went out}. One statement."""
    keys = {f"{ANSWERED}-{note.pk}": note.pk for note in notes if note.answered_at is not None}
    rows = OutboxMessage.objects.filter(topic=ANSWERED, dedupe_key__in=keys, sent_at__isnull=False)
    return {keys[key]: sent for key, sent in rows.values_list("dedupe_key", "sent_at")} if keys else {}


def asker(actor: User, note: CustomerNote) -> str:
    """Who asked, as ``actor`` may see it: the name that was written on the page, else who of ours wrote it down."""
    word = getattr(note, "page_word", None)
    return str(rights.shown(actor, CONTACT, word.name) or "") if word is not None else ""


def said_of(note: CustomerNote) -> str:
    """What will become of an answer, in words for who writes it. Asks, makes nothing."""
    if OutboxMessage.objects.filter(topic=ANSWERED, dedupe_key=f"{ANSWERED}-{note.pk}").exists():
        return _(
            "A mail with the answer was sent already or is on its way; what you change now stands on his page only."
        )
    word = getattr(note, "page_word", None)
    if word is not None:
        if accesses.was_taken_back(note.customer, word.access.recipient):
            return _("His page was taken back: he gets no mail.")
        return _("He asked on his page: he gets the answer by mail, and it stands on his page.")
    if News.ANSWER in policies.policy_of(note.customer_id).tells:
        return _("The answer is sent to the customer's contact by mail, as his service policy says.")
    return _("Nothing is sent: tell him yourself.")
