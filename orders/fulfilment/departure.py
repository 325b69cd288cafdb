"""What is asked before goods leave: every gate once, asked by the audit and told on the document before it (R105)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts.people import queries as people
from accounts.people.models import User
from common import citations, errors
from common.errors import Text
from orders.closure import aftermath
from orders.closure.aftermath import Affected
from orders.fulfilment import gates, gifts, lacking
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.fulfilment.numbers import gate as numbers
from orders.order.models import Order, OrderLine

NAMED = 3  # people who may lift a gate, by name


@dataclass(frozen=True)
class Leaving:
    """A document whose goods are to leave, with the orders it touches as they stand and what goes of each line."""

    actor: User
    document: OutboundDocument
    affected: Sequence[Affected]
    pairs: Sequence[tuple[OutboundLine, OrderLine]]
    at: datetime

    @property
    def going(self) -> list[tuple[OrderLine, Decimal]]:
        """Order line → quantity."""
        return [(line, mine.quantity) for mine, line in self.pairs]


@dataclass(frozen=True)
class Gate:
    """``require`` raises a refusal of the domain; who holds ``lifted_by`` can put right what it says."""

    label: Text
    lifted_by: str
    require: Callable[[Leaving], None]


# in the order in which the audit asks
GATES: dict[str, Gate] = {
    "checked": Gate(
        _("Goods held against the order"), "outbound.audit", lambda one: gates.require_checked(one.document)
    ),
    "state": Gate(
        _("Orders effective, not frozen, not being changed"),
        "order.unfreeze",
        lambda one: gates.require_shippable(one.affected, [line for line, _quantity in one.going]),
    ),
    "complete": Gate(
        _("Orders complete"), "order.edit", lambda one: gates.require_complete(one.affected, one.document)
    ),
    "quantity": Gate(_("No more than may go"), "outbound.draft", lambda one: gates.check_issue(one.going)),
    "numbers": Gate(_("Serial and batch numbers"), "outbound.audit", lambda one: numbers.require(one.pairs)),
    "gifts": Gate(
        _("Gifts with or after what they belong to"),
        "outbound.draft",
        lambda one: gifts.check_issue(one.affected, one.going),
    ),
    "payment": Gate(
        _("Paid as agreed before shipment"),
        "receipt.allocate",
        lambda one: gates.require_paid_up(one.actor, one.affected),
    ),
    "credit": Gate(_("Credit"), "customer.credit", lambda one: gates.require_credit(one.actor, one.affected, one.at)),
}
# told beforehand only: the audit takes the goods under lock, and refuses in the same words
STOCK = Gate(_("Goods in the warehouse"), "outbound.draft", lambda one: lacking.require(one.document, one.going))


def require(leaving: Leaving) -> None:
    """Raise what the first closed gate says."""
    for gate in GATES.values():
        gate.require(leaving)


@dataclass(frozen=True)
class Standing:
    """A gate as it stands now: ``words`` are those that the audit would refuse with; ``people`` can put it right."""

    code: str
    label: Text
    is_open: bool
    words: Sequence[str] = ()
    people: Sequence[str] = ()


def standing(actor: User, document: OutboundDocument, at: datetime) -> list[Standing]:
    """Every gate before a delivery notice, in the words of the audit; nothing is locked, nothing changes, so the
    audit asks again. None for a document that is no delivery notice."""
    if document.status != OutboundDocument.Status.DRAFT:
        return []
    leaving = _read(actor, document, at)
    return [_stand(code, gate, leaving) for code, gate in (*GATES.items(), ("stock", STOCK))]


def _read(actor: User, document: OutboundDocument, at: datetime) -> Leaving:
    lines = list(document.lines.order_by("pk"))
    rows = Order.objects.select_related("customer", "order_type")
    affected = aftermath.read({order.pk: order for order in rows.filter(pk__in={line.order_id for line in lines})})
    by_pk = {line.pk: line for one in affected.values() for line in one.lines}
    pairs = [(line, by_pk[line.order_line_id]) for line in lines if line.order_line_id in by_pk]
    return Leaving(actor, document, list(affected.values()), pairs, at)


def _stand(code: str, gate: Gate, leaving: Leaving) -> Standing:
    try:
        gate.require(leaving)
    except errors.DomainError as refused:
        return Standing(code, gate.label, False, _words(refused), _who(gate.lifted_by))
    return Standing(code, gate.label, True)


def _words(refused: errors.DomainError) -> list[str]:
    fields = getattr(refused, "fields", None) or {}
    told = [str(text) for texts in fields.values() for text in texts] or [str(refused.message)]
    return [*told[:-1], citations.told(refused, told[-1])]


def _who(verb: str) -> list[str]:
    return list(people.holders(verb).order_by("name").values_list("name", flat=True)[:NAMED])
