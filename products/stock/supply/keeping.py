"""What a keeper of planned receipts does with them (``keepers``): its operation asked who may, and holds its document
locked already."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from accounts.people.models import User
from common import errors, events
from products.catalogue import queries as catalogue
from products.catalogue.models import Product
from products.stock.supply import news, planning, writing
from products.stock.supply.models import PlannedReceipt
from products.stock.supply.news import Change
from products.stock.supply.planning import Planned

ZERO = Decimal(0)
State = PlannedReceipt.State


def plan(entries: Sequence[Planned], *, actor: User, at: datetime) -> list[PlannedReceipt]:
    """Plan receipts of a keeper, in the order of the entries. Raises NotFound, Invalid with paths like
    ``rows.3.quantity``."""
    products = _hold({one.product_id for one in entries})
    rows = [
        planning.add(entry, products[entry.product_id], f"rows.{place}.", actor=actor, at=at)
        for place, entry in enumerate(entries, start=1)
    ]
    changes = [Change(one.pk, one.product_id, None, one.expected_date, ZERO, one.quantity) for one in rows]
    news.tell(actor=actor, changes=changes, at=at)
    return rows


def change(
    columns: Mapping[int, Mapping[str, Any]], *, reason: str, actor: User, at: datetime
) -> dict[int, PlannedReceipt]:
    """Set columns (day, quantity, supplier, reference) of open kept receipts, by key, and tell once. Raises NotFound,
    WrongState, Invalid."""
    receipts = _lock(columns.keys())
    changes = []
    for pk, receipt in receipts.items():
        writing.require_open(receipt)
        said = dict(columns[pk])
        if change := writing.change(receipt, said, receipt.product, "", reason=reason, actor=actor, at=at):
            changes.append(change)
    news.tell(actor=actor, changes=changes, at=at)
    return receipts


def end(receipt_ids: Collection[int], *, reason: str, actor: User, at: datetime) -> None:
    """Give up what is still to come of kept receipts; what came stays, and those done with stay as they are."""
    changes = []
    for receipt in _lock(receipt_ids).values():
        if receipt.state != State.OPEN:
            continue
        changes.append(Change(receipt.pk, receipt.product_id, receipt.expected_date, None, receipt.open, ZERO))
        receipt.end_reason = reason.strip()[:200]
        writing.save(receipt, at, state=State.RECEIVED if receipt.received else State.CANCELLED)
        events.record("supply.cancelled", receipt, at=at, reason=reason, product=receipt.product.code)
    news.tell(actor=actor, changes=changes, at=at)


def _hold(product_ids: Collection[int]) -> dict[int, Product]:
    return {pk: catalogue.hold_standing(pk) for pk in sorted(product_ids)}


def _lock(receipt_ids: Collection[int]) -> dict[int, PlannedReceipt]:
    known = PlannedReceipt.objects.filter(pk__in=receipt_ids).values_list("product_id", flat=True)
    products = _hold(set(known))
    rows = PlannedReceipt.objects.select_for_update(no_key=True).filter(pk__in=receipt_ids).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) != len(set(receipt_ids)):
        raise errors.NotFound()
    for row in found.values():
        if row.product_id not in products:  # merged between the look and the lock
            raise errors.Stale(fields={})
        row.product = products[row.product_id]
    return found
