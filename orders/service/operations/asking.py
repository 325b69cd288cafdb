"""Asking customers to confirm their orders (R102, R103).

Everything happens under the order's lock, so a customer who confirms and a person who withdraws the order meet there:
whoever comes second finds what the other did.
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people import queries as people
from accounts.people.models import User
from common import errors, events
from common.operation import operation
from orders.answers import asking as answers
from orders.order import policies, watchers
from orders.order import queries as orders
from orders.order.models import Order
from orders.order.states import not_in_state
from orders.service import locking, queries, sheet
from orders.service.choices import State
from orders.service.models import Confirmation
from orders.service.rights import CONFIRM

ORDER = Order._meta.label_lower


@operation
def ask_customer(
    *,
    actor: User,
    order_id: int,
    recipient: str,
    at: datetime,
    language: str = "",
    note: str = "",
    days: int = answers.DAYS,
    version: int | None = None,
) -> Confirmation:
    """Send the customer what the order says, by mail with a signed link under which he confirms, asks or declines. A
    question that still waits is replaced. ``language``: zh-hans or en, "" as his papers are.

    Raises NotFound, NotAllowed, WrongState (neither submitted nor effective), Stale, Invalid.
    """
    order = orders.lock_order(actor=actor, order_id=order_id, version=version)
    policies.require(actor, CONFIRM, order)
    if "total_amount" in policies.hidden_columns(actor):  # else he could have them sent to an address of his own
        raise errors.NotAllowed(_("You do not see amounts, so you cannot send them."))
    if order.status not in queries.LIVE:
        raise not_in_state(order.status, queries.LIVE)
    answers.require_letter(recipient, language, days)
    until = at + timedelta(days=days)
    return _ask(order, actor, recipient, language or language_of(order), until, note, at)


def ask_for_step(*, subject_type: str, subject_id: int, step_id: int, due_at: datetime, at: datetime) -> None:
    """An approval waits for the customer (``approval.customer_asked``): ask the contact of the order, or tell the
    salesperson that nobody has a mail address. Inside the transaction that holds the order."""
    if subject_type != ORDER:
        return
    order = Order.objects.select_related("customer", "payment_term").get(pk=subject_id)
    contacts = queries.contacts_of(order)
    if contacts:
        until = max(due_at, at + timedelta(days=answers.DAYS))
        machine = people.system_user()
        _ask(order, machine, contacts[0].email, language_of(order), until, "", at, step_id=step_id)
        return
    message = gettext_noop("%(order)s waits for its customer's confirmation, but no contact has a mail address.")
    tell(order, "order.customer_unreachable", message, at)


def _ask(
    order: Order,
    actor: User,
    recipient: str,
    language: str,
    until: datetime,
    note: str,
    at: datetime,
    step_id: int | None = None,
) -> Confirmation:
    for old in Confirmation.objects.filter(order=order, state=State.ASKED):
        answers.take_back(queries.KIND, old, answers.REPLACED, actor=actor, at=at)
    lines = orders.lines_of(order)
    found = Confirmation.objects.create(
        order=order,
        **locking.binding_of(order, lines),
        shown=sheet.of(order, lines),
        language=language,
        recipient=recipient,
        note=note.strip()[: answers.LONGEST],
        asked_by=actor,
        asked_at=at,
        valid_until=until,
        step_id=step_id,
    )
    answers.ask(queries.KIND, found, actor=actor, at=at)
    events.record("order.customer_asked", order, at=at, confirmation=found.pk)
    return found


def language_of(order: Order) -> str:
    """The language in which the order's customer is written to."""
    return answers.language_of(order.customer)


@operation
def resend(*, actor: User, confirmation_id: int, at: datetime, version: int | None = None) -> Confirmation:
    """Send the mail with the same link once more. Raises NotFound, NotAllowed, WrongState (answered, taken back, over,
    or the order changed: ask anew), Stale."""
    found = locking.lock(actor, confirmation_id, version)
    locking.require_waiting(found, at)
    answers.send(queries.KIND, found, at=at)
    events.record("order.customer_reminded", found.order, at=at, confirmation=found.pk)
    return found


@operation
def revoke(*, actor: User, confirmation_id: int, reason: str, at: datetime, version: int | None = None) -> Confirmation:
    """Take a question back: its link opens nothing any more. Raises NotFound, NotAllowed, WrongState, Stale,
    Invalid."""
    found = locking.lock(actor, confirmation_id, version)
    if found.state != State.ASKED:
        raise answers.settled(found)
    answers.require_reason(reason)
    answers.take_back(queries.KIND, found, reason, actor=actor, at=at)
    events.record("order.confirmation_revoked", found.order, at=at, reason=found.reason)
    return found


def tell(order: Order, kind: str, message: str, at: datetime, actor: User | None = None, reason: str = "") -> None:
    """News for the people of an order, by mail too where they want it."""
    inbox.notify(
        watchers.watchers(order, but=actor or people.system_user()),
        kind=kind,
        message=message,
        parameters={"order": str(order), "reason": reason},
        subject=order,
        mail=True,
        at=at,
    )
