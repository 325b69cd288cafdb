"""Receipts and their allocations, as far as the actor may see them."""

from datetime import date
from decimal import Decimal

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from accounts.people.models import User
from accounts.roles.verbs import verbs
from common import errors
from common.keyset import Sort
from orders.order import policies as order_policies
from orders.order.models import Order
from orders.settlement import policies
from orders.settlement.differences import recording
from orders.settlement.drafts import holding
from orders.settlement.models import Allocation, Receipt
from orders.settlement.queries import plans

SORTS = {"received_date": Sort("received_date")}
DEFAULT_SORT = "received_date"
ZERO = Decimal(0)
_VERBS = ("receipt.allocate", "receipt.pay_back", "receipt.void", "receipt.restore")


def list_receipts(actor: User) -> QuerySet[Receipt]:
    """The receipts that ``actor`` may see, with what a list shows of them."""
    return policies.visible_to(actor).select_related("customer", "currency", "created_by", "refund_of")


def get_receipt(actor: User, number: str) -> Receipt:
    """The receipt with this number. Raises NotFound, also when it is not the actor's."""
    return _one(list_receipts(actor).filter(number=number.upper()))


def get_receipt_by_id(actor: User, receipt_id: int) -> Receipt:
    """Like ``get_receipt``, by key."""
    return _one(list_receipts(actor).filter(pk=receipt_id))


def get_receipt_for(actor: User, number: str, verb: str) -> Receipt:
    """The receipt, for somebody who may do ``verb`` to it: before a form of it is drawn. Raises NotFound,
    NotAllowed."""
    receipt = get_receipt(actor, number)
    policies.require(actor, verb, receipt.customer)
    return receipt


def lock_receipt(*, actor: User, receipt_id: int, version: int | None = None) -> Receipt:
    """The receipt, locked after holder and orders (DESIGN 3), with its customer. Raises NotFound, and Stale when
    it is no longer at ``version``. None: the door showed none."""
    rows = policies.visible_to(actor).select_for_update(no_key=True, of=("self",)).select_related("customer")
    receipt = _one(rows.filter(pk=receipt_id))
    if version is not None and receipt.version != version:
        raise errors.Stale(fields={}, version=receipt.version)
    return receipt


def _one(rows: QuerySet[Receipt]) -> Receipt:
    receipt = rows.first()
    if receipt is None:
        raise errors.NotFound()
    return receipt


def count_unallocated(first: date, last: date) -> int:
    """How many receipts of these days are not allocated in full: a rule, for the period close."""
    rows = Receipt.objects.filter(received_date__range=(first, last), is_void=False, allocated__lt=F("amount"))
    return rows.count()


def allocations_of(actor: User, receipt: Receipt) -> list[Allocation]:
    """What a receipt pays or paid, taken back ones included, oldest first; orders that the actor may not see
    are left out; each with its exchange ``difference``, in the company's currency. One statement."""
    rows = receipt.allocations.select_related("plan_row__order", "actor", "revoked_by")
    visible = order_policies.visible_to(actor)
    found = list(rows.filter(plan_row__order__in=visible.values("pk")).order_by("pk"))
    for one in found:
        is_money = one.revoked_at is None and receipt.exchange_rate != one.plan_row.order.exchange_rate
        one.difference = recording.gain(one.amount, receipt, one.plan_row.order) if is_money else ZERO  # type: ignore[attr-defined]
    return found


def allocation_of(actor: User, receipt: Receipt, allocation_id: int) -> Allocation:
    """One allocation of the receipt. Raises NotFound, also for one that pays an order the actor may not see."""
    found = next((one for one in allocations_of(actor, receipt) if one.pk == allocation_id), None)
    if found is None:
        raise errors.NotFound()
    return found


def receipts_of_order(actor: User, order: Order) -> list[Allocation]:
    """The money that pays an order the caller may see, oldest first, with receipt and plan row; nothing for
    who may not see the receipts. One statement."""
    rows = Allocation.objects.filter(plan_row__order=order, receipt__in=policies.visible_to(actor).values("pk"))
    return list(rows.select_related("receipt", "plan_row", "actor").order_by("pk"))


def refunds_of(receipt: Receipt) -> list[Receipt]:
    """What was paid back of a receipt the caller may see, what was taken back included, oldest first."""
    return list(receipt.refunds.order_by("pk"))


def possible_verbs(actor: User, receipt: Receipt) -> list[order_policies.Action]:
    """Every verb on this receipt, with the reason where it is not allowed now. For showing: the operation
    behind the button checks again, under lock."""
    return [_action(actor, verb, receipt) for verb in _VERBS]


def _action(actor: User, verb: str, receipt: Receipt) -> order_policies.Action:
    label = verbs[verb].label
    if receipt.is_void != (verb == "receipt.restore"):
        why = _("The receipt is void.") if receipt.is_void else _("The receipt is not void.")
        return order_policies.Action(verb, label, False, False, why)
    is_refund = receipt.kind == Receipt.Kind.REFUND
    if (is_refund and verb != "receipt.void") or (verb == "receipt.pay_back" and receipt.kind != Receipt.Kind.MONEY):
        return order_policies.Action(verb, label, False, False, _("Only money that came in is paid back."))
    if is_refund and receipt.refund_for:
        why = _("Return %(number)s was paid back with it; take the record of the refund back on the return.")
        return order_policies.Action(verb, label, True, False, why % {"number": receipt.refund_for})
    if not policies.can(actor, verb, receipt.customer):
        why = _("Your role does not include “%(verb)s”.") % {"verb": label}
        return order_policies.Action(verb, label, True, False, why)
    if verb in ("receipt.allocate", "receipt.pay_back") and receipt.allocated >= receipt.amount:
        return order_policies.Action(verb, label, True, False, _("Nothing of it is left."))
    if verb == "receipt.allocate" and (draft := holding.of(receipt)) and not holding.pays(draft):
        return order_policies.Action(verb, label, True, False, _("The draft pays an order once it is cashed."))
    if verb == "receipt.allocate" and not plans.is_owed(actor, receipt):
        return order_policies.Action(verb, label, True, False, _("Nothing is owed that it could pay."))
    return order_policies.Action(verb, label, True, True)
