"""Where goods lie in their warehouse: the shelf or bin that a picking list names."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.people.models import User
from common import errors, events
from common.operation import operation
from products.stock import ledger
from products.stock.models import StockRow

PLACE = "stock.transfer"


@operation
def place_goods(*, actor: User, product_id: int, warehouse_id: int, place: str, at: datetime) -> StockRow:
    """Say where a product lies in a warehouse ("": nowhere in particular); quantities stay.

    Raises NotAllowed, NotFound (product and warehouse never met), Invalid.
    """
    policies.require(actor, PLACE)
    row_id = StockRow.objects.filter(product=product_id, warehouse=warehouse_id).values_list("pk", flat=True).first()
    if row_id is None:
        raise errors.NotFound()
    row = ledger.lock_rows([row_id])[row_id]
    place = " ".join(place.split())
    longest = StockRow._meta.get_field("place").max_length or 0
    if len(place) > longest:
        raise errors.Invalid(fields={"place": [_("At most %(count)s characters.") % {"count": longest}]})
    if place != row.place:
        row.place = place
        row.save(update_fields=["place"])
        events.record("stock.placed", row.product, at=at, place=place)
    return row
