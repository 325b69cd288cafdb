"""Service policies, and progress letters: drafted from facts, read over, sent once (R182)."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people import queries as people
from accounts.people.models import User
from common import dates, editing, errors, events, outbox
from common.errors import Text
from common.operation import operation
from customers import policies as customers
from customers import queries as customer_queries
from customers.models import Customer
from orders.answers.asking import language_of
from orders.order import policies as orders
from orders.order.models import Order
from orders.service.letters import facts, mailing, paging, policies, queries, wording
from orders.service.letters.choices import News
from orders.service.letters.models import ProgressLetter, ServicePolicy
from orders.service.rights import SERVE

State = ProgressLetter.State
FIELDS = ("tells", "progress_every", "asks_satisfaction", "visit_after", "has_page")
MOST_DAYS = 365
LONGEST = 20_000
_AT_ONCE = 200


@operation
def save_policy(
    *, actor: User, at: datetime, customer_id: int | None = None, version: int | None = None, **changes: Any
) -> ServicePolicy:
    """Say what a customer is told, asked and offered by itself (read at ``version``); without ``customer_id`` what
    counts for all who have no policy of their own. The first change of a customer's begins with the company's;
    ``version`` 0: whoever changes it saw that he had none.

    Raises NotFound, NotAllowed, Stale, Invalid.
    """
    customer = None
    if customer_id is None:
        rights.require(actor, policies.EDIT)
    else:
        customer = customer_queries.lock_customer(actor=actor, customer_id=customer_id)
        customers.require(actor, SERVE, customer)
    row = ServicePolicy.objects.select_for_update(no_key=True).filter(customer=customer).first()
    if row is None:
        base = queries.company_policy()
        row = ServicePolicy(customer=customer, **{name: getattr(base, name) for name in FIELDS})
        if customer is not None and version:  # his own was given up meanwhile
            raise errors.Stale(fields={}, labels={}, version=queries.NONE)
        version = None
    columns = editing.as_columns(ServicePolicy, changes, FIELDS)
    _require_sense(columns)
    if "tells" in columns:
        columns["tells"] = [one.value for one in News if one.value in columns["tells"]]
    changed = editing.change(row, columns, version)
    row.save()
    number = customer.code if customer else ""
    events.record("service_policy.saved", customer or row, at=at, number=number, fields=changed)
    return row


@operation
def drop_policy(*, actor: User, customer_id: int, at: datetime, version: int | None = None) -> None:
    """Let the company's policy count for a customer again. Raises NotFound, NotAllowed, Stale."""
    customer = customer_queries.lock_customer(actor=actor, customer_id=customer_id)
    customers.require(actor, SERVE, customer)
    row = ServicePolicy.objects.select_for_update(no_key=True).filter(customer=customer).first()
    if row is None:
        raise errors.NotFound()
    editing.require_seen(row, version)
    row.delete()
    events.record("service_policy.saved", customer, at=at, number=customer.code, fields=[])


def _require_sense(columns: dict[str, Any]) -> None:
    wrong: dict[str, list[Text]] = {}
    if not set(columns.get("tells", ())) <= set(News.values):
        wrong["tells"] = [_("Choose what is known.")]
    for name, least in (("progress_every", 1), ("visit_after", 0)):
        value = columns.get(name)
        if value is not None and not least <= value <= MOST_DAYS:
            wrong[name] = [_("From 1 to 365 days.")]
    if wrong:
        raise errors.Invalid(fields=wrong)


def draft_due(*, at: datetime) -> int:
    """Draft the letters that the policies ask for by now; returns how many."""
    made = 0
    for customer_id in queries.due_customers(at, limit=_AT_ONCE):
        try:
            draft_letter(actor=people.system_user(), customer_id=customer_id, at=at)
        except errors.DomainError:
            continue
        made += 1
    return made


@operation
def draft_letter(
    *, actor: User, at: datetime, customer_id: int | None = None, order_id: int | None = None
) -> ProgressLetter:
    """Draft a letter that says how a customer's open orders stand, in his language; with ``order_id`` of this order
    alone, by who looks after it. It waits for whoever looks after him to be read over and sent.

    Raises NotFound, NotAllowed (who sees no amounts: it names payments), WrongState (nothing is open, or a draft waits
    already).
    """
    customer = _to_whom(actor, customer_id, order_id)
    if "total_amount" in orders.hidden_columns(actor):
        raise errors.NotAllowed(_("You do not see amounts, so you cannot send them."))
    if ProgressLetter.objects.filter(customer=customer, state=State.DRAFT).exists():
        words = _("A progress letter to this customer waits to be sent already.")
        raise errors.WrongState(words, code="letter_waits", possible=[])
    found = facts.open_orders(customer.pk, order_id)
    if not found:
        raise errors.WrongState(_("This customer has nothing open to tell of."), code="nothing_open", possible=[])
    told = facts.of_orders(found, dates.business_day(at)) | ({facts.ONLY: found[0].number} if order_id else {})
    language = language_of(customer)
    addresses = queries.addresses_of(customer)
    with translation.override(language):
        row = ProgressLetter.objects.create(
            customer=customer,
            owner=_owner(actor, customer, found),
            language=language,
            recipient=addresses[0][1] if addresses else "",
            subject=wording.subject_of()[:200],
            text=wording.text_of(told),
            facts=told,
            drafted_at=at,
        )
    row.orders.set(found)
    _record("drafted", row, at)
    return row


def _to_whom(actor: User, customer_id: int | None, order_id: int | None) -> Customer:
    """The customer, locked. Whoever looks after the order need not look after him."""
    if order_id is None:
        if customer_id is None:
            raise errors.Invalid(fields={"customer": [_("Name an order or a customer.")]})
        customer = customer_queries.lock_customer(actor=actor, customer_id=customer_id)
        customers.require(actor, SERVE, customer)
        return customer
    order = orders.visible_to(actor).filter(pk=order_id).first()
    if order is None or customer_id not in (None, order.customer_id):
        raise errors.NotFound()
    orders.require(actor, SERVE, order)
    customer = Customer.objects.select_for_update(no_key=True).get(pk=order.customer_id)
    customer_queries.require_standing(customer)
    return customer


def _owner(actor: User, customer: Customer, found: list[Order]) -> User:
    """Who reads it over: the person who asked for it, else whoever has the customer, else the latest salesperson."""
    if not actor.is_system:
        return actor
    candidates = [customer.owner, *(one.salesperson for one in reversed(found))]
    return next((one for one in candidates if one is not None and one.is_active), actor)


@operation
def change_letter(
    *, actor: User, letter_id: int, subject: str, text: str, at: datetime, version: int | None = None
) -> ProgressLetter:
    """Change the words of a draft. Raises NotFound, NotAllowed, Stale, WrongState (sent or dropped), Invalid."""
    row = _locked(actor, letter_id, version)
    wrong: dict[str, list[Text]] = {}
    if not subject.strip() or len(subject.strip()) > 200:
        wrong["subject"] = [_("Write the subject.")]
    if not text.strip() or len(text) > LONGEST:
        wrong["text"] = [_("Write the letter.")]
    if wrong:
        raise errors.Invalid(fields=wrong)
    row.subject, row.text, row.version = subject.strip(), text.strip(), row.version + 1
    row.save(update_fields=["subject", "text", "version"])
    _record("changed", row, at)
    return row


@operation
def send_letter(
    *, actor: User, letter_id: int, recipient: str, at: datetime, version: int | None = None
) -> ProgressLetter:
    """Send a draft, as it reads, to one address: once, whoever presses twice. Below its words stands the way to the
    customer's page, where his policy says so. Raises NotFound, NotAllowed, Stale, WrongState (sent or dropped),
    Invalid."""
    row = _locked(actor, letter_id, version)
    try:
        validate_email(recipient.strip())
    except ValidationError:
        raise errors.Invalid(fields={"recipient": [_("Enter a mail address.")]}) from None
    row.state, row.recipient, row.sent_by, row.sent_at = State.SENT, recipient.strip(), actor, at
    row.version += 1
    row.save(update_fields=["state", "recipient", "sent_by", "sent_at", "version"])
    _post(row, at)
    _record("sent", row, at)
    return row


@operation
def resend_letter(*, actor: User, letter_id: int, at: datetime, version: int | None = None) -> ProgressLetter:
    """Send the same words to the same address once more, with a way to the page that opens it now. Raises NotFound,
    NotAllowed, Stale, WrongState (never sent)."""
    row = _locked(actor, letter_id, version, State.SENT)
    row.resent, row.version = row.resent + 1, row.version + 1
    row.save(update_fields=["resent", "version"])
    _post(row, at)
    _record("resent", row, at)
    return row


def _post(row: ProgressLetter, at: datetime) -> None:
    """Queue the mail; the way to the page is made with it, so that it stands on our page of the customer at once."""
    paging.way_to(row, at)
    key = f"{mailing.TOPIC}-{row.pk}" + (f"-{row.resent}" if row.resent else "")
    outbox.put(mailing.TOPIC, key, {"letter": row.pk, "again": row.resent}, at=at)


@operation
def drop_letter(*, actor: User, letter_id: int, at: datetime, version: int | None = None) -> ProgressLetter:
    """A draft is not sent; the next one comes when its time has come. Raises NotFound, NotAllowed, Stale,
    WrongState."""
    row = _locked(actor, letter_id, version)
    row.state, row.version = State.DROPPED, row.version + 1
    row.save(update_fields=["state", "version"])
    _record("dropped", row, at)
    return row


def _locked(actor: User, letter_id: int, version: int | None, state: str = State.DRAFT) -> ProgressLetter:
    known = queries.get_letter(actor, letter_id)
    rows = ProgressLetter.objects.select_for_update(no_key=True, of=("self",)).select_related("customer")
    row = rows.get(pk=known.pk)
    if row.owner_id != actor.pk:
        customers.require(actor, SERVE, row.customer)
    else:
        rights.require(actor, SERVE)
    if row.state != state:
        settled = _("This letter was sent or dropped already.")
        words = settled if state == State.DRAFT else _("This letter was not sent.")
        raise errors.WrongState(words, code="letter_settled", possible=[])
    editing.require_seen(row, version)
    return row


def _record(what: str, row: ProgressLetter, at: datetime) -> None:
    events.record(f"customer.progress_{what}", row.customer, at=at, number=row.customer.code, letter=row.pk)
