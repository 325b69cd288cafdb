"""What a warehouse lacks of the goods of a document, in words: how much is there, and where else goods lie."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from common import errors
from orders.fulfilment import places
from orders.fulfilment.models import OutboundDocument
from orders.order.models import OrderLine
from products.stock import ledger
from products.stock.models import Warehouse

ZERO = Decimal(0)


def require(document: OutboundDocument, going: Sequence[tuple[OrderLine, Decimal]]) -> None:
    """Raise OutOfStock where the document's warehouse holds less than goes of a product, as the issue under lock
    would. Read only: the figures of this moment."""
    warehouse_id = document.warehouse_id
    if not document.moves_stock or warehouse_id is None:
        return
    going = [one for one in going if one[0].needs_stock]
    stock = places.of(line for line, _quantity in going)
    free = {product: quantity for (product, place), quantity in stock.free.items() if place == warehouse_id}
    for line, quantity in going:
        held = stock.held.get((line.pk, warehouse_id), ZERO)
        there = held + free.get(line.product_id, ZERO)
        if quantity > there:
            figures = {"asked": ledger.plain(quantity), "available": ledger.plain(there)}
            refused = errors.OutOfStock(product=line.product_code, **figures)
            raise too_little(refused, document, [one for one, _quantity in going])
        free[line.product_id] = min(free.get(line.product_id, ZERO), there - quantity)


def too_little(refused: errors.OutOfStock, document: OutboundDocument, lines: Sequence[OrderLine]) -> errors.OutOfStock:
    """The refusal with the warehouse, where else goods for these lines lie, and what may be done."""
    theirs = [line for line in lines if line.product_code == refused.details["product"]]
    warehouse = document.warehouse
    assert warehouse is not None  # set before goods are taken
    found: dict[Warehouse, Decimal] = {}
    stock_places = places.of(theirs)
    for line in theirs:
        for place, _quantity in stock_places.elsewhere(line, warehouse.pk):
            mine = stock_places.held.get((line.pk, place.pk), ZERO)
            found[place] = found.get(place, stock_places.free.get((line.product_id, place.pk), ZERO)) + mine
    text = _("%(warehouse)s has %(available)s of %(product)s for this delivery, %(asked)s were asked.")
    advice = _("Lower the quantity on the notice, or wait for goods.")
    if found:
        listed = ", ".join(f"{place}: {ledger.plain(quantity)}" for place, quantity in found.items())
        advice = _("Elsewhere: %(places)s. Lower the quantity here and write another notice for there.")
        advice = advice % {"places": listed}
    return errors.OutOfStock(
        f"{text % {**refused.details, 'warehouse': warehouse}} {advice}",
        **refused.details,
        warehouse=warehouse.code,
        elsewhere={place.code: ledger.plain(quantity) for place, quantity in found.items()},
    )
