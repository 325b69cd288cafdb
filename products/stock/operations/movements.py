"""What people do with stock: goods arrival, transfer, count, adjustment, opening stock (R118, R125)."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.people.models import User
from common import errors, events
from common.operation import operation
from products.catalogue import queries as catalogue
from products.catalogue import units
from products.catalogue.models import Product
from products.stock import arrivals, ledger, shortfall
from products.stock.models import StockMovement, StockRow, Warehouse

ZERO = Decimal(0)
Kind = StockMovement.Kind


@operation
def receive_goods(
    *,
    actor: User,
    product_id: int,
    quantity: Decimal,
    at: datetime,
    warehouse_id: int | None = None,
    reason: str = "",
    document_number: str = "",
) -> StockRow:
    """Goods arrived: raises what is on hand in the product's unit (the default warehouse when none is named).

    Raises NotAllowed, NotFound, Invalid (quantity not above zero or not whole where the unit is counted, a service,
    a warehouse out of use).
    """
    policies.require(actor, "stock.receive")
    _require_positive(quantity)
    product = _get_goods(product_id)
    _require_fitting(product, quantity, "quantity")
    row_id = _row_id(product, warehouse_id)
    ledger.lock_rows([row_id])
    cause = ledger.Cause(Kind.ARRIVAL, actor, at, reason=reason, document_number=document_number)
    ledger.move({row_id: ledger.Change(on_hand=quantity)}, cause)
    _record("stock.received", product, at, quantity, reason, document_number)
    for offer in arrivals.arrivals.values():
        offer(actor=actor, product=product, at=at)
    return StockRow.objects.get(pk=row_id)


@operation
def transfer_stock(
    *,
    actor: User,
    product_id: int,
    from_warehouse_id: int,
    to_warehouse_id: int,
    quantity: Decimal,
    at: datetime,
    reason: str = "",
) -> None:
    """Move free pieces from one warehouse to another; reserved ones stay where they are.

    Raises NotAllowed, NotFound, Invalid, OutOfStock with the figures.
    """
    policies.require(actor, "stock.transfer")
    _require_positive(quantity)
    if from_warehouse_id == to_warehouse_id:
        raise errors.Invalid(fields={"to_warehouse": [_("Choose another warehouse than the one the goods are in.")]})
    product = _get_goods(product_id)
    source, target = _row_id(product, from_warehouse_id), _row_id(product, to_warehouse_id)
    row = ledger.lock_rows([source, target])[source]
    if quantity != row.on_hand:  # all that is there goes, also a part of a piece that was there before
        _require_fitting(product, quantity, "quantity")
    if quantity > row.available:
        raise errors.OutOfStock(
            _("Only %(available)s of %(product)s are free there.")
            % {"available": ledger.plain(row.available), "product": product.code},
            product=product.code,
            asked=ledger.plain(quantity),
            available=ledger.plain(row.available),
        )
    changes = {source: ledger.Change(on_hand=-quantity), target: ledger.Change(on_hand=quantity)}
    ledger.move(changes, ledger.Cause(Kind.TRANSFER, actor, at, reason=reason))
    _record("stock.transferred", product, at, quantity, reason)


@operation
def count_stock(
    *,
    actor: User,
    product_id: int,
    counted: Decimal,
    at: datetime,
    warehouse_id: int | None = None,
    reason: str = "",
) -> StockRow:
    """Say what really is there. A count below the reserved sum lets the reservations of lowest priority
    go in the same operation (SEMANTICS 10); it is refused only where nobody can let them go.

    Raises NotAllowed, NotFound, Invalid, Conflict with the figures.
    """
    policies.require(actor, "stock.count")
    if counted < 0:
        raise errors.Invalid(fields={"counted": [_("Enter zero or more.")]})
    product = _get_goods(product_id)
    _require_fitting(product, counted, "counted")
    row = shortfall.lock_down_to(_row_id(product, warehouse_id), actor=actor, at=at, keep=lambda _row: counted)
    difference = counted - row.on_hand
    if difference:
        cause = ledger.Cause(Kind.COUNT, actor, at, reason=reason)
        ledger.move({row.pk: ledger.Change(on_hand=difference)}, cause)
    _record("stock.counted", product, at, counted, reason, difference=str(difference))
    return StockRow.objects.get(pk=row.pk)


@operation
def adjust_stock(
    *,
    actor: User,
    product_id: int,
    difference: Decimal,
    reason: str,
    at: datetime,
    warehouse_id: int | None = None,
) -> StockRow:
    """Correct what is on hand by ``difference`` (breakage, samples), with a reason; else like a count.

    Raises NotAllowed, NotFound, Invalid, Conflict with the figures.
    """
    policies.require(actor, "stock.adjust")
    wrong: dict[str, list[errors.Text]] = {}
    if not difference:
        wrong["difference"] = [_("Enter a difference other than zero.")]
    if not reason.strip():
        wrong["reason"] = [_("Say why.")]
    if wrong:
        raise errors.Invalid(fields=wrong)
    product = _get_goods(product_id)
    row_id = _row_id(product, warehouse_id)
    row = shortfall.lock_down_to(row_id, actor=actor, at=at, keep=lambda row: row.on_hand + difference)
    if row.on_hand + difference < 0:
        figures = {"asked": ledger.plain(-difference), "available": ledger.plain(row.on_hand)}
        raise errors.OutOfStock(product=product.code, **figures)
    _require_fitting(product, row.on_hand + difference, "difference")
    cause = ledger.Cause(Kind.ADJUSTMENT, actor, at, reason=reason)
    ledger.move({row.pk: ledger.Change(on_hand=difference)}, cause)
    _record("stock.adjusted", product, at, difference, reason)
    return StockRow.objects.get(pk=row.pk)


@operation
def load_opening_stock(
    *, actor: User, rows: Iterable[tuple[int, int | None, Decimal]], at: datetime, reason: str = ""
) -> int:
    """Put (product id, warehouse id or None, quantity) on hand at take-over, all at once; returns how many rows.

    Raises NotAllowed, Invalid for a quantity not above zero.
    """
    policies.require(actor, "stock.adjust")
    wanted = list(rows)
    default = ledger.default_warehouse_id()
    if any(quantity <= 0 for _p, _w, quantity in wanted):
        raise errors.Invalid(fields={"quantity": [_("Enter more than zero.")]})
    ids = ledger.ensure_rows((product_id, warehouse or default) for product_id, warehouse, _q in wanted)
    changes: dict[int, ledger.Change] = {}
    for product_id, warehouse, quantity in wanted:
        row_id = ids[product_id, warehouse or default]
        before = changes.get(row_id, ledger.Change()).on_hand
        changes[row_id] = ledger.Change(on_hand=before + quantity)
    ledger.lock_rows(changes.keys())
    ledger.move(changes, ledger.Cause(Kind.OPENING, actor, at, reason=reason))
    events.record("stock.opened", at=at, reason=reason, rows=len(changes))
    return len(changes)


def _require_positive(quantity: Decimal) -> None:
    if quantity <= 0:
        raise errors.Invalid(fields={"quantity": [_("Enter more than zero.")]})


def _require_fitting(product: Product, quantity: Decimal, field: str) -> None:
    """Raise Invalid for a part of what is counted in whole."""
    if wrong := units.fault(product.unit, quantity):
        raise errors.Invalid(fields={field: [wrong]})


def _get_goods(product_id: int) -> Product:
    product = catalogue.hold_standing(product_id)
    if product.is_service:
        raise errors.Invalid(fields={"product": [_("A service has no stock.")]})
    return product


def _row_id(product: Product, warehouse_id: int | None) -> int:
    chosen = warehouse_id or ledger.default_warehouse_id()
    if not Warehouse.objects.filter(pk=chosen, is_active=True).exists():
        raise errors.Invalid(fields={"warehouse": [_("Choose a warehouse that is in use.")]})
    return ledger.ensure_rows([(product.pk, chosen)])[product.pk, chosen]


def _record(
    kind: str, product: Product, at: datetime, quantity: Decimal, reason: str, document: str = "", **data: str
) -> None:
    events.record(
        kind, product, at=at, reason=reason, number=product.code, quantity=str(quantity), document=document, **data
    )
