"""Accesses to a customer's page are given, sent again, taken back (R194)."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accounts.people import queries as people
from accounts.people.models import User
from common import editing, errors, events, settings
from common.links import operations as links
from common.operation import operation
from customers import policies as customer_policies
from customers import queries as customers
from customers.models import Customer
from orders.answers import asking as answers
from orders.order import policies
from orders.order import queries as orders
from orders.order.models import Order
from orders.service.portal import queries
from orders.service.portal.models import PageAccess
from orders.service.rights import SERVE

DAYS, MOST_DAYS = 90, 366
WITH_PRICES = "service.page_prices"  # of accesses that letters give by themselves
_LONG_ENOUGH = timedelta(days=7)  # that a link in a letter must still open
_SEEN_AGAIN = timedelta(minutes=5)


@operation
def give_access(
    *,
    actor: User,
    recipient: str,
    at: datetime,
    customer_id: int | None = None,
    order_id: int | None = None,
    name: str = "",
    language: str = "",
    days: int = DAYS,
    shows_prices: bool = True,
) -> PageAccess:
    """Send somebody of a customer the way to the customer's page, by mail with a signed link: to all his orders, or to
    one. ``language``: zh-hans or en, "" as his papers are.

    Raises NotFound, NotAllowed (also prices by who sees none), WrongState (he holds one already; no page for a draft),
    Invalid.
    """
    order = orders.lock_order(actor=actor, order_id=order_id) if order_id is not None else None
    customer = order.customer if order is not None else _locked_customer(actor, customer_id)
    if order is not None:
        policies.require(actor, SERVE, order)
    else:
        customer_policies.require(actor, SERVE, customer)
    if shows_prices and "total_amount" in policies.hidden_columns(actor):
        raise errors.NotAllowed(_("You do not see amounts, so you cannot send them."))
    _require_sense(recipient, name, language, days)
    if queries.standing_access(customer, recipient, order, at) is not None:
        raise errors.WrongState(_("He has an access already: send it again, or take it back."), code="has_access")
    made = _give(actor, customer, order, recipient, name, language, days, shows_prices, at)
    if order is not None and not queries.orders_of(made).exists():
        raise errors.WrongState(_("Customers see no drafts."), code="is_draft")
    answers.send(queries.KIND, made, at=at)
    events.record("customer.page_given", customer, at=at, number=customer.code, access=made.pk)
    return made


def path_for(customer: Customer, recipient: str, at: datetime, order: Order | None = None) -> str:
    """The address of the page of a customer for one of his people, for a letter that is being written: that of the
    access he holds, else of one that is made now, to ``order`` alone where the letter is about it. "" where his last
    one was taken back, or he has no address. One that is nearly over is followed by a new one.

    Whether letters carry the way at all is the policy's (``ServicePolicy.has_page``).
    """
    if not recipient.strip() or queries.was_taken_back(customer, recipient):
        return ""
    until = at + _LONG_ENOUGH
    held = queries.standing_access(customer, recipient, None, until)
    if held is None and order is not None:
        held = queries.standing_access(customer, recipient, order, until)
    if held is None:
        held = _made_by_itself(actor=people.system_user(), customer=customer, order=order, recipient=recipient, at=at)
    return queries.path_of(held, at=at)


@operation
def _made_by_itself(
    *, actor: User, customer: Customer, order: Order | None, recipient: str, at: datetime
) -> PageAccess:
    made = _give(actor, customer, order, recipient, "", "", DAYS, bool(settings.get(WITH_PRICES)), at)
    events.record("customer.page_given", customer, at=at, number=customer.code, access=made.pk)
    return made


@operation
def resend(*, actor: User, access_id: int, at: datetime, version: int | None = None) -> PageAccess:
    """Send the same link once more. Raises NotFound, NotAllowed, Stale, WrongState (taken back, over)."""
    found = _locked(actor, access_id, version)
    if not queries.is_live(found, at):
        raise errors.WrongState(_("This access opens nothing any more. Give a new one."), code="over")
    answers.send(queries.KIND, found, at=at)
    events.record("customer.page_given", found.customer, at=at, number=found.customer.code, access=found.pk)
    return found


@operation
def revoke(*, actor: User, access_id: int, at: datetime, version: int | None = None) -> PageAccess:
    """Take an access back: its link opens nothing any more. Raises NotFound, NotAllowed, Stale, WrongState (taken back
    before)."""
    found = _locked(actor, access_id, version)
    if found.revoked_at is not None:
        raise errors.WrongState(_("This access was taken back already."), code="settled")
    found.revoked_at, found.version = at, found.version + 1
    found.save(update_fields=["revoked_at", "version"])
    kind = queries.KIND
    links.revoke(actor=actor, purpose=kind.purpose, subject_type=kind.subject, subject_id=found.pk, at=at)
    events.record("customer.page_taken_back", found.customer, at=at, number=found.customer.code, access=found.pk)
    return found


def note_opened(access: PageAccess, at: datetime) -> None:
    """Remember when the page was last opened, every few minutes at most; nothing else changes by looking."""
    if access.last_opened_at is None or access.last_opened_at < at - _SEEN_AGAIN:
        PageAccess.objects.filter(pk=access.pk).update(last_opened_at=at)


def _locked_customer(actor: User, customer_id: int | None) -> Customer:
    if customer_id is None:
        raise errors.Invalid(fields={"customer": [_("Name an order or a customer.")]})
    return customers.lock_customer(actor=actor, customer_id=customer_id)


def _locked(actor: User, access_id: int, version: int | None) -> PageAccess:
    queries.get_access(actor, access_id)
    rows = PageAccess.objects.select_for_update(no_key=True, of=("self",)).select_related("customer", "order")
    found = rows.get(pk=access_id)
    may = found.order is not None and policies.can(actor, SERVE, found.order)
    if not may:
        customer_policies.require(actor, SERVE, found.customer)
    editing.require_seen(found, version)
    return found


def _require_sense(recipient: str, name: str, language: str, days: int) -> None:
    wrong: answers.Faults = {}
    try:
        answers.require_letter(recipient, language, 1)
    except errors.Invalid as error:
        wrong = dict(error.fields)
    if not 1 <= days <= MOST_DAYS:
        wrong["days"] = [_("From 1 to %(n)s days.") % {"n": MOST_DAYS}]
    if len(name.strip()) > 60:
        wrong["name"] = [_("At most %(n)s characters.") % {"n": 60}]
    if wrong:
        raise errors.Invalid(fields=wrong)


def _give(
    actor: User,
    customer: Customer,
    order: Order | None,
    recipient: str,
    name: str,
    language: str,
    days: int,
    shows_prices: bool,
    at: datetime,
) -> PageAccess:
    made = PageAccess.objects.create(
        customer=customer,
        order=order,
        name=name.strip(),
        recipient=recipient.strip(),
        language=language or answers.language_of(customer),
        shows_prices=shows_prices,
        valid_until=at + timedelta(days=days),
        issued_by=actor,
        issued_at=at,
    )
    links.issue(
        actor=actor,
        purpose=queries.KIND.purpose,
        subject_type=queries.KIND.subject,
        subject_id=made.pk,
        recipient=made.recipient,
        valid_until=made.valid_until,
        single_use=False,
        at=at,
    )
    return made
