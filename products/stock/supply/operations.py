"""Planned receipts: move, receive in parts, give up (R122, R155, R156); ``planning`` enters them.

Locks: what keeps them (``keepers``), the product, then planned receipts by pk, then what ``news.replanned``
locks (orders), then stock rows.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.people.models import User
from common import editing, errors, events
from common.operation import operation
from products.catalogue import queries as catalogue
from products.catalogue.models import Product
from products.stock.papers import posting
from products.stock.papers.models import StockPaper
from products.stock.papers.posting import Entry
from products.stock.supply import keepers, news, writing
from products.stock.supply.models import PlannedReceipt
from products.stock.supply.news import Change
from products.stock.supply.planning import Answer, Planned, plan_receipts

ZERO = Decimal(0)
State, Kind = PlannedReceipt.State, PlannedReceipt.Kind
__all__ = [
    "Answer",
    "Planned",
    "cancel_receipt",
    "change_receipt",
    "plan_receipts",
    "receive_planned",
    "take_back_received",
]
CHANGEABLE = ("warehouse", "from_warehouse", "quantity", "expected_date", "supplier", "reference", "notes")


@operation
def change_receipt(
    *, actor: User, receipt_id: int, at: datetime, version: int | None = None, reason: str = "", **changes: Any
) -> PlannedReceipt:
    """Change what is still to come (read at ``version``): its day, with a reason, its quantity, where to, from whom.

    Raises NotAllowed, NotFound, Stale, WrongState, Conflict (a document keeps it), Invalid (a day moved without a
    reason, less than came already).
    """
    rights.require(actor, "supply.plan")
    receipt, product = _lock(receipt_id)
    keepers.require_free(receipt)
    columns = editing.as_columns(PlannedReceipt, changes, CHANGEABLE)
    if version is not None:
        editing.require_version(receipt, version, columns)
    writing.require_open(receipt)
    moved = columns.get("expected_date", receipt.expected_date) != receipt.expected_date
    if moved and not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why the day moves.")]})
    if change := writing.change(receipt, columns, product, "", reason=reason, actor=actor, at=at):
        news.tell(actor=actor, changes=[change], at=at)
    return receipt


@operation
def receive_planned(
    *,
    actor: User,
    receipt_id: int,
    quantity: Decimal,
    at: datetime,
    is_rest_dropped: bool = False,
    document_number: str = "",
    reason: str = "",
    version: int | None = None,
) -> PlannedReceipt:
    """Goods of a planned receipt came, all or a part: raises what is on hand, as a goods arrival or, from a warehouse
    of ours, a transfer. It is done with when all came, or when the rest is dropped; more than planned may come.

    Raises NotAllowed, NotFound, Stale, WrongState, Invalid, OutOfStock (a transfer of what is not there).
    """
    rights.require(actor, "stock.transfer" if _kind_of(receipt_id) == Kind.TRANSFER else "stock.receive")
    receipt, product = _lock(receipt_id)
    editing.require_seen(receipt, version)
    writing.require_open(receipt)
    if quantity <= 0:
        raise errors.Invalid(fields={"quantity": [_("Enter more than zero.")]})
    before, day = receipt.open, receipt.expected_date
    receipt.received += quantity
    is_done = is_rest_dropped or receipt.received >= receipt.quantity
    writing.save(receipt, at, state=State.RECEIVED if is_done else State.OPEN)
    events.record("supply.received", receipt, at=at, reason=reason, quantity=str(quantity), product=product.code)
    if is_done and before > quantity:  # the rest will not come
        change = Change(receipt.pk, product.pk, day, None, before - quantity, ZERO)
        news.tell(actor=actor, changes=[change], at=at)
    keepers.tell_came([receipt], actor=actor, at=at)
    document = document_number or receipt.reference
    _bring(receipt, quantity, actor=actor, at=at, document_number=document, reason=reason)
    return receipt


@operation
def cancel_receipt(
    *, actor: User, receipt_id: int, reason: str, at: datetime, version: int | None = None
) -> PlannedReceipt:
    """Give up what is still to come, with a reason; what came stays. Raises NotAllowed, NotFound, Stale, WrongState,
    Conflict (a document keeps it), Invalid without a reason."""
    rights.require(actor, "supply.plan")
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    receipt, product = _lock(receipt_id)
    keepers.require_free(receipt)
    editing.require_seen(receipt, version)
    writing.require_open(receipt)
    change = Change(receipt.pk, product.pk, receipt.expected_date, None, receipt.open, ZERO)
    receipt.end_reason = reason.strip()
    writing.save(receipt, at, state=State.RECEIVED if receipt.received else State.CANCELLED)
    events.record("supply.cancelled", receipt, at=at, reason=reason, product=product.code)
    news.tell(actor=actor, changes=[change], at=at)
    return receipt


def _lock(receipt_id: int) -> tuple[PlannedReceipt, Product]:
    keepers.lock([receipt_id])
    product_id = PlannedReceipt.objects.filter(pk=receipt_id).values_list("product_id", flat=True).first()
    if product_id is None:
        raise errors.NotFound()
    product = catalogue.hold_standing(product_id)
    receipt = PlannedReceipt.objects.select_for_update(no_key=True).get(pk=receipt_id)
    if receipt.product_id != product_id:  # merged between the look and the lock
        raise errors.Stale(fields={})
    receipt.product = product
    return receipt, product


def _kind_of(receipt_id: int) -> str | None:
    return PlannedReceipt.objects.filter(pk=receipt_id).values_list("kind", flat=True).first()


def _bring(
    receipt: PlannedReceipt, quantity: Decimal, *, actor: User, at: datetime, document_number: str, reason: str
) -> None:
    """The paper of what came."""
    is_transfer = receipt.kind == Kind.TRANSFER
    posting.post_paper(
        actor=actor,
        kind=StockPaper.Kind.TRANSFER if is_transfer else StockPaper.Kind.ARRIVAL,
        entries=[Entry(receipt.product_id, quantity, planned_id=receipt.pk)],
        at=at,
        warehouse_id=receipt.from_warehouse_id if is_transfer else receipt.warehouse_id,
        to_warehouse_id=receipt.warehouse_id if is_transfer else None,
        supplier_id=None if is_transfer else receipt.supplier_id,
        reference=document_number,
        reason=reason,
    )


def take_back_received(came: Mapping[int, Decimal], *, actor: User, at: datetime) -> None:
    """What papers said had come of planned receipts (id → quantity) did not: it is still to come. Part of undoing a
    paper, before stock rows are locked."""
    keepers.lock(came.keys())
    rows = list(PlannedReceipt.objects.select_for_update(no_key=True).filter(pk__in=came.keys()).order_by("pk"))
    changes = []
    for receipt in rows:
        before = receipt.open
        was_open = receipt.state == State.OPEN
        receipt.received -= came[receipt.pk]
        writing.save(receipt, at)
        day = receipt.expected_date
        changes.append(Change(receipt.pk, receipt.product_id, day if was_open else None, day, before, receipt.open))
        events.record("supply.received_undone", receipt, at=at, quantity=str(came[receipt.pk]))
    keepers.tell_came(rows, actor=actor, at=at)
    news.tell(actor=actor, changes=changes, at=at)
