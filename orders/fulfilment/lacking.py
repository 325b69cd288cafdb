"""What a warehouse lacks of the goods of a document, in words: how much is there, and where else goods lie."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from common import errors
from orders.fulfilment import places
from orders.fulfilment.models import OutboundDocument
from orders.order.models import OrderLine
from orders.promise import kits
from products.catalogue import queries as catalogue
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
    free = stock.free_in(warehouse_id)
    for line, quantity in going:
        for product_id, pieces in kits.needs(line, quantity):
            there = stock.held.get((line.pk, product_id, warehouse_id), ZERO) + free.get(product_id, ZERO)
            if pieces > there:
                figures = {"asked": ledger.plain(pieces), "available": ledger.plain(there)}
                code = line.product_code if product_id == line.product_id else catalogue.code_of(product_id)
                refused = errors.OutOfStock(product=code, **figures)
                raise too_little(refused, document, [one for one, _quantity in going])
        stock.take(line, quantity, warehouse_id, free)


def too_little(refused: errors.OutOfStock, document: OutboundDocument, lines: Sequence[OrderLine]) -> errors.OutOfStock:
    """The refusal with the warehouse, where else goods for these lines lie, and what may be done."""
    warehouse, code = document.warehouse, refused.details["product"]
    assert warehouse is not None  # set before goods are taken
    product_id = catalogue.ids_by_code([code]).get(code, 0)
    theirs = [line for line in lines if kits.pieces_of(line, product_id)]
    stock = places.of(theirs)
    found: dict[Warehouse, Decimal] = {}
    for pk, place in stock.warehouses.items():
        held = sum((stock.held.get((line.pk, product_id, pk), ZERO) for line in theirs), ZERO)
        if pk != warehouse.pk and (there := held + stock.free.get((product_id, pk), ZERO)):
            found[place] = there
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
