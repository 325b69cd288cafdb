"""The papers that a customer gets from his page: the confirmation of an order, delivery notes, statements of account
that were sent to him. What tells amounts is offered only where the access shows them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.people import queries as people
from common import errors
from orders.collecting.confirming.models import StatementConfirmation
from orders.collecting.models import Statement
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.order.models import Order
from orders.printing import making, operations
from orders.printing.papers import CHINESE, ENGLISH
from orders.service.portal import queries
from orders.service.portal.models import PageAccess
from orders.settlement.allotting import BINDING

CONFIRMATION, NOTE, STATEMENT = "order-confirmation", "delivery-note", "statement"
_LEFT = (OutboundDocument.Status.AUDITED, OutboundDocument.Status.SIGNED)


@dataclass(frozen=True)
class Offer:
    """A paper that the page offers: its kind and number, as its address names them."""

    kind: str
    number: str
    label: str | Promise


def of_order(access: PageAccess, order: Order) -> list[Offer]:
    """The papers of one order, beside its delivery notes."""
    if not access.shows_prices or order.status not in BINDING:
        return []
    return [Offer(CONFIRMATION, order.number or "", _("Order confirmation"))]


def statements_of(access: PageAccess) -> list[Statement]:
    """The statements of account that were sent to the customer, the latest first; none on a page of one order, or
    without prices."""
    if not access.shows_prices or access.order_id is not None:
        return []
    sent = StatementConfirmation.objects.exclude(state=StatementConfirmation.State.REVOKED)
    rows = Statement.objects.filter(customer_id=access.customer_id, pk__in=sent.values("statement_id"))
    return list(rows.order_by("-last", "-pk")[:24])


def make(access: PageAccess, kind: str, number: str, language: str, at: datetime) -> operations.Printed:
    """A paper in the language of the page, recorded as any print. Raises NotFound for one that the page does not
    offer: another's, one with amounts where none are shown, a kind that is ours alone."""
    if "\0" in number or len(number) > 40:
        raise errors.NotFound()
    find = {CONFIRMATION: _confirmation, NOTE: _note, STATEMENT: _statement}.get(kind)
    if find is None:
        raise errors.NotFound()
    subject_id = find(access, number)
    actor, spoken = people.system_user(), ENGLISH if language == "en" else CHINESE
    made = making.make_paper(actor=actor, kind=kind, subject_id=subject_id, language=spoken, at=at)
    return operations.record_paper(actor=actor, made=made, at=at)


def _confirmation(access: PageAccess, number: str) -> int:
    order = queries.get_order(access, number)
    if not of_order(access, order):
        raise errors.NotFound()
    return order.pk


def _note(access: PageAccess, number: str) -> int:
    """A delivery note of which every line is of an order that the access reaches."""
    found = OutboundDocument.objects.filter(number=number, customer_id=access.customer_id, status__in=_LEFT).first()
    if found is None:
        raise errors.NotFound()
    lines, reached = OutboundLine.objects.filter(document=found), queries.orders_of(access)
    if not lines.exists() or lines.exclude(order__in=reached).exists():
        raise errors.NotFound()
    return found.pk


def _statement(access: PageAccess, number: str) -> int:
    for one in statements_of(access):
        if one.number == number:
            return one.pk
    raise errors.NotFound()
