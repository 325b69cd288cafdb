"""What changes a planned receipt, whichever operation asks: the checks, the move of its day, the row itself."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import editing, errors, events
from products.catalogue import units
from products.catalogue.models import Product
from products.stock import ledger
from products.stock.supply.models import PlannedMove, PlannedReceipt
from products.stock.supply.news import Change

State, Kind = PlannedReceipt.State, PlannedReceipt.Kind


def change(
    receipt: PlannedReceipt,
    columns: dict[str, Any],
    product: Product,
    path: str,
    *,
    reason: str,
    actor: User,
    at: datetime,
) -> Change | None:
    """Set the columns of a locked open receipt and keep the move of its day; None where nothing changed."""
    day, open_before = receipt.expected_date, receipt.open
    changed = editing.assign(receipt, columns)
    if not changed:
        return None
    check(receipt, product, path)
    if receipt.quantity <= receipt.received:
        text = _("%(received)s came already: enter more, or drop the rest.")
        raise errors.Invalid(fields={f"{path}quantity": [text % {"received": ledger.plain(receipt.received)}]})
    save(receipt, at)
    if receipt.expected_date != day:
        PlannedMove.objects.create(
            receipt=receipt, before=day, after=receipt.expected_date, reason=reason[:200], actor=actor, at=at
        )
    events.record("supply.changed", receipt, at=at, reason=reason, product=product.code, fields=changed, day=str(day))
    return Change(receipt.pk, product.pk, day, receipt.expected_date, open_before, receipt.open)


def check(receipt: PlannedReceipt, product: Product, path: str) -> None:
    """Raise Invalid, field by field, for what cannot be planned."""
    wrong: dict[str, list[errors.Text]] = {}
    if product.is_service:
        wrong["product"] = [_("A service has no stock.")]
    if receipt.quantity <= 0:
        wrong["quantity"] = [_("Enter more than zero.")]
    elif fault := units.fault(product.unit, receipt.quantity):
        wrong["quantity"] = [fault]
    if receipt.kind == Kind.TRANSFER:
        if receipt.from_warehouse_id is None:
            wrong["from_warehouse"] = [_("Say where the goods are now.")]
        elif receipt.from_warehouse_id == receipt.warehouse_id:
            wrong["from_warehouse"] = [_("Choose another warehouse than the one the goods go to.")]
    elif receipt.from_warehouse_id is not None:
        wrong["from_warehouse"] = [_("Only a transfer comes from a warehouse of ours.")]
    if not wrong:
        try:
            editing.check(receipt)
        except errors.Invalid as error:
            wrong = error.fields
    if wrong:
        raise errors.Invalid(fields={f"{path}{name}": texts for name, texts in wrong.items()})


def require_open(receipt: PlannedReceipt) -> None:
    """Raise WrongState for one that is done with."""
    if receipt.state != State.OPEN:
        text = _("This planned receipt is done with: %(state)s.")
        raise errors.WrongState(text % {"state": receipt.get_state_display()}, possible=[])


def save(receipt: PlannedReceipt, at: datetime, state: str = State.OPEN) -> None:
    """Write the row and count its version up."""
    receipt.state = state
    receipt.updated_at = at
    receipt.version += 1
    receipt.save()
