"""What a customer writes on his page: questions, suggestions, complaints, ratings (R177, R194).

``actor`` is the machine. Each locks the order or customer first, then the access, then its link.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NotRequired, TypedDict, Unpack

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import dates, editing, errors, events, settings, workdays
from common.links import operations as links
from common.links.operations import Visitor
from common.operation import operation
from customers import queries as customers
from customers.models import Customer
from customers.voice import operations as voice
from customers.voice.models import CustomerNote
from orders.answers import asking as answers
from orders.exceptions import operations as exceptions
from orders.exceptions.choices import Kind as Wrong
from orders.exceptions.choices import Severity
from orders.order import queries as orders
from orders.order.models import Order
from orders.service.portal import queries
from orders.service.portal.models import PageAccess, PageWord
from orders.service.satisfaction import operations as satisfaction
from orders.service.satisfaction.models import SatisfactionRequest

Kind = PageWord.Kind
_NOTES = {Kind.QUESTION: CustomerNote.Kind.QUESTION, Kind.SUGGESTION: CustomerNote.Kind.SUGGESTION}
_NEWS = {Kind.QUESTION: "customer.page_question", Kind.SUGGESTION: "customer.page_suggestion"}
ANSWER_DAYS = "service.question_days"  # days of work until a question is to be answered
LONGEST = {Kind.QUESTION: 1000, Kind.COMPLAINT: 2000, Kind.SUGGESTION: 1000}
LONGEST_PIECE = 60
# each is work for somebody, and whoever holds the link may write
MOST_A_DAY = {Kind.QUESTION: 10, Kind.COMPLAINT: 5, Kind.SUGGESTION: 5}
_AT_ONCE = timedelta(minutes=10)  # in which the same words are the same form, sent twice


@dataclass(frozen=True)
class Said:
    """Something that a customer wrote: ``order`` its number, ``piece`` a serial number or lot."""

    kind: PageWord.Kind
    name: str
    text: str
    order: str = ""
    piece: str = ""

    @property
    def full(self) -> str:
        """As it is kept; the piece named in letters that both languages use."""
        return f"{self.text.strip()}\nS/N, Lot: {self.piece.strip()}" if self.piece.strip() else self.text.strip()


class Words(TypedDict):
    """What somebody who holds the link of a page writes there; ``order`` is the number of one of his."""

    actor: User
    access_id: int
    link_id: int
    name: str
    text: str
    visitor: Visitor
    at: datetime
    order: NotRequired[str]
    version: NotRequired[int | None]


@operation
def ask_question(**words: Unpack[Words]) -> PageWord:
    """Ask something, about an order (its number) or not: a word of the customer that waits for the salesperson, who is
    told by mail, so many days of work as the settings say. The same words sent twice are one question.

    Raises NotFound (the link; an order that is not his), Stale, WrongState (asked often enough today), Invalid.
    """
    return _say(Kind.QUESTION, words)


@operation
def suggest(**words: Unpack[Words]) -> PageWord:
    """Suggest something that could be better: a word of the customer that waits like a question. Raises as
    ``ask_question``."""
    return _say(Kind.SUGGESTION, words)


@operation
def complain(
    *,
    actor: User,
    access_id: int,
    link_id: int,
    name: str,
    text: str,
    visitor: Visitor,
    at: datetime,
    severity: str = Severity.SERIOUS,
    order: str = "",
    line_no: int | None = None,
    piece: str = "",
    version: int | None = None,
) -> PageWord:
    """Complain, of an order, one of its lines, one piece (its serial number or lot), or of none: an exception of the
    kind “complaint”, with its owner and his time to answer by how bad it is. Raises as ``ask_question``."""
    known = _reached(access_id)
    about = queries.order_of(known, order)
    if about is not None:
        orders.lock_order(actor=actor, order_id=about.pk)
    else:
        customers.lock_customer(actor=actor, customer_id=known.customer_id)
    access = _use(actor, known, link_id, visitor, at)
    said = Said(Kind.COMPLAINT, name, text, order, piece)
    if (twice := _same(access, said, about, at)) is not None:
        return twice
    editing.require_seen(access, version)
    _require_words(access, said, at)
    if severity not in Severity.values:
        raise errors.Invalid(fields={"severity": [_("Choose how bad it is.")]})
    case = exceptions.raise_case(
        actor=actor,
        kind=Wrong.COMPLAINT,
        severity=severity,
        description=said.full,
        order_id=about.pk if about is not None else None,
        line_no=line_no,
        customer_id=access.customer_id if about is None else None,
        at=at,
    )
    word = _write(access, said, about, visitor, at, case=case)
    events.record("customer.page_complaint", access.customer, at=at, number=access.customer.code, word=word.pk)
    return word


def _say(kind: PageWord.Kind, words: Words) -> PageWord:
    known = _reached(words["access_id"])
    said = Said(kind, words["name"], words["text"], words.get("order", ""))
    actor, visitor, at = words["actor"], words["visitor"], words["at"]
    about = queries.order_of(known, said.order)
    customer = customers.lock_customer(actor=actor, customer_id=known.customer_id)
    access = _use(actor, known, words["link_id"], visitor, at)
    if (twice := _same(access, said, about, at)) is not None:
        return twice
    editing.require_seen(access, words.get("version"))
    _require_words(access, said, at)
    owner = _who_answers(customer, about)
    note = voice.add_note(
        actor=actor,
        customer_id=customer.pk,
        kind=_NOTES[said.kind],
        text=said.text,
        order_number=(about.number or "") if about is not None else "",
        due_date=_due(at) if owner is not None else None,
        responsible_id=owner.pk if owner is not None else None,
        at=at,
    )
    word = _write(access, said, about, visitor, at, note=note)
    events.record(_NEWS[said.kind], customer, at=at, number=customer.code, word=word.pk)
    return word


@operation
def rate(
    *,
    actor: User,
    access_id: int,
    link_id: int,
    order: str,
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
    """Say how content the customer is with an order of which he signed something for; once. Raises NotFound (the link;
    an order that is not his), WrongState (nothing signed, rated before), Stale, Invalid."""
    known = _reached(access_id)
    about = queries.get_order(known, order)
    orders.lock_order(actor=actor, order_id=about.pk)
    access = _use(actor, known, link_id, visitor, at)
    editing.require_seen(access, version)
    parts = {"goods": goods, "delivery": delivery, "service": service}
    found = satisfaction.rate(
        actor=actor,
        order_id=about.pk,
        recipient=access.recipient,
        language=access.language,
        score=score,
        name=name,
        words=words,
        visitor=visitor,
        at=at,
        **parts,
    )
    _next(access)
    return found


def _reached(access_id: int) -> PageAccess:
    """The access as it is known before anything is locked."""
    found = PageAccess.objects.filter(pk=access_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def _use(actor: User, known: PageAccess, link_id: int, visitor: Visitor, at: datetime) -> PageAccess:
    """The access under lock, its link used. Raises NotFound where it opens nothing any more, or leads to another
    customer since."""
    rows = PageAccess.objects.select_for_update(no_key=True, of=("self",)).select_related("customer")
    access = rows.get(pk=known.pk)
    if not queries.is_live(access, at) or access.customer_id != known.customer_id:
        raise errors.NotFound()
    link = links.use(actor=actor, link_id=link_id, visitor=visitor, at=at)
    if link.subject_id != access.pk or link.subject_type != queries.KIND.subject:
        raise errors.NotFound()
    return access


def _same(access: PageAccess, said: Said, about: Order | None, at: datetime) -> PageWord | None:
    """What the same form wrote a moment ago: a button pressed twice asks once and is told so by the page."""
    rows = PageWord.objects.filter(access=access, kind=said.kind, order=about, at__gt=at - _AT_ONCE)
    return rows.filter(Q(note__text=said.full) | Q(case__description=said.full)).first()


def _require_words(access: PageAccess, said: Said, at: datetime) -> None:
    wrong: answers.Faults = {}
    if not said.name.strip():
        wrong["name"] = [_("Write your name.")]
    if not said.text.strip():
        wrong["text"] = [_missing(said.kind)]
    elif len(said.text.strip()) > LONGEST[said.kind]:
        wrong["text"] = [_("At most %(n)s characters.") % {"n": LONGEST[said.kind]}]
    if len(said.piece.strip()) > LONGEST_PIECE:
        wrong["piece"] = [_("At most %(n)s characters.") % {"n": LONGEST_PIECE}]
    if wrong:
        raise errors.Invalid(fields=wrong)
    if queries.count_today(access, said.kind, at) >= MOST_A_DAY[said.kind]:
        words = _("You wrote a lot today; please call us, or write again tomorrow.")
        raise errors.WrongState(words, code="many_questions")


def _missing(kind: PageWord.Kind) -> str:
    words = {
        Kind.QUESTION: _("Write your question."),
        Kind.COMPLAINT: _("Write what happened."),
        Kind.SUGGESTION: _("Write your suggestion."),
    }
    return words[kind]


def _who_answers(customer: Customer, order: Order | None) -> User | None:
    """The order's salesperson, else who looks after the customer; None where neither can."""
    named = [order.salesperson] if order is not None else []
    for one in (*named, customer.owner):
        if one is not None and voice.can_come_back(one, customer):
            return one
    return None


def _due(at: datetime) -> date:
    return workdays.calendar().moved(dates.business_day(at), settings.get(ANSWER_DAYS))


def _write(
    access: PageAccess, said: Said, order: Order | None, visitor: Visitor, at: datetime, **what: CustomerNote | object
) -> PageWord:
    word = PageWord(access=access, kind=said.kind, order=order, name=said.name.strip()[:80], at=at, **what)
    answers.come_from(word, visitor)
    word.save(force_insert=True)
    _next(access)
    return word


def _next(access: PageAccess) -> None:
    access.version += 1
    access.save(update_fields=["version"])
