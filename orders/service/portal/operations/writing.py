"""What a customer writes on his page: questions, complaints, ratings (R177, R194).

``actor`` is the machine. Each locks the order or customer first, then the access, then its link.
"""

from datetime import date, datetime

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
ANSWER_DAYS = "service.question_days"  # days of work until a question is to be answered
LONGEST = {Kind.QUESTION: 1000, Kind.COMPLAINT: 2000}
MOST_A_DAY = {Kind.QUESTION: 10, Kind.COMPLAINT: 5}  # each is work for somebody, and whoever holds the link may write


@operation
def ask_question(
    *,
    actor: User,
    access_id: int,
    link_id: int,
    name: str,
    text: str,
    visitor: Visitor,
    at: datetime,
    order: str = "",
    version: int | None = None,
) -> PageWord:
    """Ask something, about an order (its number) or not: a word of the customer that waits for the salesperson, who is
    told by mail, so many days of work as the settings say.

    Raises NotFound (the link; an order that is not his), Stale, WrongState (asked often enough today), Invalid.
    """
    known = _reached(access_id)
    about = queries.order_of(known, order)
    customer = customers.lock_customer(actor=actor, customer_id=known.customer_id)
    access = _use(actor, known, link_id, visitor, version, at)
    _require_words(access, Kind.QUESTION, name, text, at)
    owner = _who_answers(customer, about)
    note = voice.add_note(
        actor=actor,
        customer_id=customer.pk,
        kind=CustomerNote.Kind.QUESTION,
        text=text,
        order_number=(about.number or "") if about is not None else "",
        due_date=_due(at) if owner is not None else None,
        responsible_id=owner.pk if owner is not None else None,
        at=at,
    )
    word = _write(access, Kind.QUESTION, about, name, visitor, at, note=note)
    events.record("customer.page_question", customer, at=at, number=customer.code, word=word.pk)
    return word


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
    order: str = "",
    version: int | None = None,
) -> PageWord:
    """Complain, of an order or not: an exception of the kind “complaint”, with its owner and his time to answer.
    Raises as ``ask_question``."""
    known = _reached(access_id)
    about = queries.order_of(known, order)
    if about is not None:
        orders.lock_order(actor=actor, order_id=about.pk)
    else:
        customers.lock_customer(actor=actor, customer_id=known.customer_id)
    access = _use(actor, known, link_id, visitor, version, at)
    _require_words(access, Kind.COMPLAINT, name, text, at)
    case = exceptions.raise_case(
        actor=actor,
        kind=Wrong.COMPLAINT,
        severity=Severity.SERIOUS,
        description=text,
        order_id=about.pk if about is not None else None,
        customer_id=access.customer_id if about is None else None,
        at=at,
    )
    word = _write(access, Kind.COMPLAINT, about, name, visitor, at, case=case)
    events.record("customer.page_complaint", access.customer, at=at, number=access.customer.code, word=word.pk)
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
    access = _use(actor, known, link_id, visitor, version, at)
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


def _use(
    actor: User, known: PageAccess, link_id: int, visitor: Visitor, version: int | None, at: datetime
) -> PageAccess:
    """The access under lock, its link used. Raises NotFound where it opens nothing any more, or leads to another
    customer since; Stale where something was written on the page that this one does not show."""
    rows = PageAccess.objects.select_for_update(no_key=True, of=("self",)).select_related("customer")
    access = rows.get(pk=known.pk)
    if not queries.is_live(access, at) or access.customer_id != known.customer_id:
        raise errors.NotFound()
    link = links.use(actor=actor, link_id=link_id, visitor=visitor, at=at)
    if link.subject_id != access.pk or link.subject_type != queries.KIND.subject:
        raise errors.NotFound()
    editing.require_seen(access, version)
    return access


def _require_words(access: PageAccess, kind: PageWord.Kind, name: str, text: str, at: datetime) -> None:
    wrong: answers.Faults = {}
    if not name.strip():
        wrong["name"] = [_("Write your name.")]
    if not text.strip():
        wrong["text"] = [_("Write your question.") if kind == Kind.QUESTION else _("Write what happened.")]
    elif len(text.strip()) > LONGEST[kind]:
        wrong["text"] = [_("At most %(n)s characters.") % {"n": LONGEST[kind]}]
    if wrong:
        raise errors.Invalid(fields=wrong)
    if queries.count_today(access, kind, at) >= MOST_A_DAY[kind]:
        words = _("You wrote a lot today; please call us, or write again tomorrow.")
        raise errors.WrongState(words, code="many_questions")


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
    access: PageAccess,
    kind: PageWord.Kind,
    order: Order | None,
    name: str,
    visitor: Visitor,
    at: datetime,
    **what: CustomerNote | object,
) -> PageWord:
    word = PageWord(access=access, kind=kind, order=order, name=name.strip()[:80], at=at, **what)
    answers.come_from(word, visitor)
    word.save(force_insert=True)
    _next(access)
    return word


def _next(access: PageAccess) -> None:
    access.version += 1
    access.save(update_fields=["version"])
