"""Into the archive and out of it (SEMANTICS 2, 3)."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.people import queries as people
from accounts.people.models import User
from common import errors, events, settings
from common.operation import operation
from orders.lifecycle import guards
from orders.order import derive, policies, queries, writing
from orders.order.models import Order
from orders.order.states import Fulfilment, Move, Origin, Settlement, Status
from orders.returns import queries as returns

AFTER_DAYS = "orders.archive_after_days"
NEEDS_INVOICES = "orders.archive_needs_invoices"


@operation
def archive_order(*, actor: User, order_id: int, at: datetime, version: int | None = None) -> Order:
    """Put a closed order away: read-only, searchable, in every report. Whatever went out must be signed for and, unless
    a setting lets it be, invoiced; nobody may owe the other anything (of a historical order neither is ours to know).
    No exception or return of it is open, and no refund due.

    Raises NotFound, NotAllowed, WrongState (not closed, ``not_signed``, ``not_settled``, ``not_invoiced``,
    ``not_solved``), Stale.
    """
    order = queries.lock_order(actor=actor, order_id=order_id, version=version)
    policies.require(actor, "order.archive", order)
    writing.require_status(order, Move.ARCHIVE)
    if refused := not_archivable(order):
        raise refused
    writing.move(order, Move.ARCHIVE, actor=actor, at=at)
    order.archived_at = at
    writing.save(order, ["status", "archived_at", *derive.derive(order, queries.lines_of(order))], at)
    events.record("order.archived", order, at=at)
    return order


def not_archivable(order: Order) -> errors.WrongState | None:
    """Why a closed order cannot be put away yet; None when it can."""
    if order.open_exceptions:
        text = _("Exceptions of the order are not closed: %(count)s.") % {"count": order.open_exceptions}
        return errors.WrongState(text, code="not_solved", status=order.status)
    if order.origin == Origin.HISTORY:
        return _not_taken_back(order)
    if order.fulfilment != Fulfilment.NONE and order.signing != Fulfilment.FULL:
        text = _("Goods of the order are on their way; record their signing first.")
        return errors.WrongState(text, code="not_signed", status=order.status)
    if order.settlement == Settlement.OVERPAID:
        text = _("More was received than is owed for the order; take the rest of the allocation back first.")
        return errors.WrongState(text, code="not_settled", status=order.status)
    if order.settlement != Settlement.PAID:
        return errors.WrongState(_("The order is not paid in full yet."), code="not_settled", status=order.status)
    if not _is_invoiced(order) and settings.get(NEEDS_INVOICES):
        return errors.WrongState(_("The order is not invoiced in full yet."), code="not_invoiced", status=order.status)
    return _not_taken_back(order)


def _is_invoiced(order: Order) -> bool:
    """Whether every invoice of the order was written, or it needs none."""
    return order.invoicing == Fulfilment.FULL or not order.due_amount or not order.order_type.invoices


def _not_taken_back(order: Order) -> errors.WrongState | None:
    if returns.count_open(order.pk):
        text = _("Goods of the order are coming back; settle or void the return first.")
        return errors.WrongState(text, code="not_solved", status=order.status)
    if returns.refunds_due(order_ids=[order.pk]):
        text = _("Money is to be refunded for goods that came back.")
        return errors.WrongState(text, code="not_settled", status=order.status)
    return None


@operation
def restore_order(*, actor: User, order_id: int, reason: str, at: datetime, version: int | None = None) -> Order:
    """Take an order out of the archive, with a reason: it is closed again.

    Raises NotFound, NotAllowed, WrongState, Stale, Invalid (no reason).
    """
    order = queries.lock_order(actor=actor, order_id=order_id, version=version)
    policies.require(actor, "order.restore", order)
    writing.require_status(order, Move.RESTORE)
    text = guards.require_reason(reason)
    writing.move(order, Move.RESTORE, actor=actor, at=at, reason=text)
    order.archived_at = None
    writing.save(order, ["status", "archived_at", *derive.derive(order, queries.lines_of(order))], at)
    events.record("order.restored", order, at=at, reason=text)
    return order


def archive_due_orders(*, actor: User | None = None, at: datetime, limit: int = 1000) -> int:
    """Archive what was closed long enough ago (setting; 0 = never), signed and settled; returns how many. Each in a
    transaction of its own; what is refused or busy is found again by the next run."""
    days = int(settings.get(AFTER_DAYS))
    if days <= 0:
        return 0
    system = actor or people.system_user()
    invoiced = Q(invoicing=Fulfilment.FULL) | Q(due_amount=0) | Q(order_type__invoices=False)
    delivered = Q(fulfilment=Fulfilment.NONE) | Q(signing=Fulfilment.FULL)
    settled = Q(settlement=Settlement.PAID) & (invoiced if settings.get(NEEDS_INVOICES) else Q())
    due = Order.objects.filter(
        Q(origin=Origin.HISTORY) | settled & delivered,
        status=Status.CLOSED,
        open_exceptions=0,
        closed_at__lt=at - timedelta(days=days),
    )
    done = 0
    for order_id in list(due.order_by("closed_at").values_list("pk", flat=True)[:limit]):
        try:
            archive_order(actor=system, order_id=order_id, at=at)
            done += 1
        except (errors.Conflict, errors.NotFound, errors.Unavailable):
            continue
    return done
