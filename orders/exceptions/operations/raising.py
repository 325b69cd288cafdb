"""An exception is reported: from an order, a shipment, a signing, a return, the customer's page, by another system."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.people.models import User
from common import errors
from common.dates import business_day
from common.errors import Text
from common.numbering import Series, draw
from common.operation import operation
from customers import queries as customers
from customers.models import Customer
from orders.exceptions import locking, notices, policies, rules
from orders.exceptions.choices import Kind, Severity
from orders.exceptions.models import ExceptionCase
from orders.exceptions.states import Move
from orders.fulfilment import queries as outbound
from orders.fulfilment.models import OutboundDocument
from orders.order import policies as order_policies
from orders.order import queries as orders
from orders.order import said
from orders.order.models import Order, OrderLine
from orders.returns import queries as returns
from orders.returns.models import ReturnDocument

LONGEST = 4000
NOBODY = gettext_noop("Choose somebody who works here.")


@dataclass
class Place:
    """What an exception is about."""

    customer: Customer
    order: Order | None
    document: OutboundDocument | None
    returned: ReturnDocument | None


@operation
def raise_case(
    *,
    actor: User,
    kind: str,
    severity: str,
    description: str,
    at: datetime,
    order_id: int | None = None,
    customer_id: int | None = None,
    line_no: int | None = None,
    document: str = "",
    returned: str = "",
    owner_id: int | None = None,
    disputed_amount: Decimal = Decimal(0),
    disputed_document: str = "",
) -> ExceptionCase:
    """Report that something went wrong: with an order (one of its lines, shipments or returns), or, where it is about
    none, with a customer. ``owner_id`` owes the answer; where nobody is named, who carries the order out, else its
    salesperson, else who looks after the customer, else the actor. ``disputed_amount`` is in the order's currency.

    Salesperson, executing owner and owner are told. Raises NotFound, NotAllowed, Invalid.
    """
    place = _place(actor, order_id, customer_id, document, returned)
    _require_right(actor, place)
    order = place.order
    _check(kind, severity, description, order, line_no, disputed_amount, disputed_document)
    case = ExceptionCase(
        kind=kind,
        severity=severity,
        customer=place.customer,
        order=order,
        line_no=line_no,
        document=place.document,
        returned=place.returned,
        description=description.strip(),
        disputed_amount=disputed_amount,
        disputed_document=disputed_document.strip(),
        owner=owner_of(actor, place.customer, order, owner_id),
        executing_owner=order.executing_owner if order else None,
        raised_by=actor,
        raised_at=at,
        answer_due_at=rules.answer_due(severity, at),
    )
    case.next_escalation_at = case.answer_due_at
    case.number = draw(Series.EXCEPTION, business_day(at))
    case.save(force_insert=True)
    locking.count(order)
    said.tell(customer_id=case.customer_id, order_id=case.order_id, at=at)
    notices.step(case, Move.RAISE, "", actor, at, case.description)
    message = gettext_noop("%(about)s: %(case)s was reported, an answer is asked of %(owner)s: %(text)s")
    words = {"text": " ".join(case.description.split())[:80], "owner": case.owner.name}
    notices.tell("raised", case, notices.concerned(case, actor), message=message, at=at, **words)
    return case


def _place(actor: User, order_id: int | None, customer_id: int | None, document: str, returned: str) -> Place:
    """What it is about, as far as ``actor`` sees it; the order locked. Raises NotFound, Invalid."""
    sent = outbound.get_document(actor, document.strip().upper()) if document.strip() else None
    back = returns.get_return(actor, returned.strip()) if returned.strip() else None
    if order_id is None and back is not None:
        order_id = back.order_id
    if order_id is None and sent is not None:
        on_it = {one.order_id for one in outbound.orders_of(actor, [sent])[sent.pk]}
        order_id = next(iter(on_it)) if len(on_it) == 1 else None
        customer_id = sent.customer_id
    if order_id is None:
        if customer_id is None:
            raise errors.Invalid(fields={"order": [_("Name an order or a customer.")]})
        return Place(customers.get_customer(actor=actor, customer_id=customer_id), None, sent, back)
    orders.get_order_by_id(actor=actor, order_id=order_id)  # seen at all?
    order = locking.lock_order(order_id)
    wrong: dict[str, list[Text]] = {}
    if sent is not None and not sent.lines.filter(order=order).exists():
        wrong["document"] = [_("This shipment carries nothing of the order.")]
    if back is not None and back.order_id != order.pk:
        wrong["returned"] = [_("This return is of another order.")]
    if wrong:
        raise errors.Invalid(fields=wrong)
    return Place(order.customer, order, sent, back)


def _require_right(actor: User, place: Place) -> None:
    if place.order is not None:
        order_policies.require(actor, policies.RAISE, place.order)
    elif not policies.can_of_customer(actor, policies.RAISE, place.customer):
        raise errors.NotAllowed()


def _check(
    kind: str, severity: str, text: str, order: Order | None, line_no: int | None, disputed: Decimal, document: str
) -> None:
    """Raise Invalid, field by field."""
    wrong: dict[str, list[Text]] = {}
    if kind not in Kind.values:
        wrong["kind"] = [_("Choose a kind.")]
    if severity not in Severity.values:
        wrong["severity"] = [_("Choose how bad it is.")]
    if not text.strip():
        wrong["description"] = [_("Write what happened.")]
    elif len(text.strip()) > LONGEST:
        wrong["description"] = [_("At most %(count)s characters.") % {"count": LONGEST}]
    if line_no is not None and not (order and OrderLine.objects.filter(order=order, line_no=line_no).exists()):
        wrong["line_no"] = [_("The order has no line with this number.")]
    if fault := disputed_error(order, disputed):
        wrong["disputed_amount"] = [fault]
    if len(document.strip()) > 60:
        wrong["disputed_document"] = [_("At most %(count)s characters.") % {"count": 60}]
    if wrong:
        raise errors.Invalid(fields=wrong)


def disputed_error(order: Order | None, amount: Decimal) -> Text:
    """What is wrong with a disputed amount; "" when nothing is."""
    if not amount:
        return ""
    if order is None:
        return _("An amount is disputed of an order; name it.")
    if amount > order.total_amount:
        return _("The whole order is %(total)s.") % {"total": order.total_amount}
    return rules.amount_error(amount)


def owner_of(actor: User, customer: Customer, order: Order | None, owner_id: int | None) -> User:
    """Who owes the answer. Raises Invalid for somebody who does not work here."""
    if owner_id is not None:
        person = User.objects.filter(pk=owner_id, is_active=True).first()
        if person is None or person.is_system:
            raise errors.Invalid(fields={"owner": [_(NOBODY)]})
        return person
    named = [order.executing_owner, order.salesperson] if order else []
    for one in (*named, customer.owner):
        if one is not None and one.is_active:
            return one
    return actor
