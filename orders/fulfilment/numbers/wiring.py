"""What numbers of goods declare: their place in the shell, merging of products, what must hold, words of events."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.people.models import User
from accounts.trail.labels import event_labels
from common import errors
from common.errors import Text
from common.invariants import Invariant, invariants
from common.navigation import NavEntry, navigation
from orders.fulfilment.numbers import examples
from orders.fulfilment.numbers.models import GoodsNumber
from products.catalogue.models import Product
from products.cleaning.registry import Merger, mergers

# 8: no more numbers than pieces, and of the line's product
NUMBERED = """
    SELECT v.id, v.document_id, v.quantity, sum(n.quantity) AS numbered
    FROM orders_goodsnumber n JOIN orders_outboundline v ON v.id = n.line_id
    LEFT JOIN orders_orderline l ON l.id = v.order_line_id
    JOIN orders_outbounddocument d ON d.id = v.document_id
    GROUP BY v.id, d.status HAVING bool_or(n.product_id <> l.product_id) OR d.status = 'VOID'
        OR (d.status IN ('AUDITED', 'SIGNED') AND sum(n.quantity) <> v.quantity)
"""


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register()
    event_labels.register("outbound.numbered", gettext_lazy("Numbers of goods entered"))
    mergers.register("orders.goods_numbers", Merger(lambda product_id: None, _move, _count))
    invariants.register(
        "numbers.whole", Invariant(8, gettext_lazy("What left has a number for each piece, or none"), NUMBERED)
    )
    navigation.register(
        "goods-numbers",
        NavEntry(
            group="shipping",
            label=gettext_lazy("Serial numbers"),
            icon="upc-scan",
            url_name="orders:goods-number-list",
            verb="outbound.view",
            order=56,
        ),
    )


def _count(product_id: int) -> Sequence[tuple[Text, int]]:
    return [(_("Numbers of goods"), GoodsNumber.objects.filter(product=product_id).count())]


def _move(*, actor: User, source: Product, target: Product, rows: Mapping[int, int], locked: Any, at: datetime) -> None:
    """Raises Conflict where a serial number of both is out: two pieces would become one."""
    out = GoodsNumber.objects.filter(is_serial=True, back_quantity=0)
    theirs = out.filter(product=target).values("number")
    both = list(out.filter(product=source, number__in=theirs).order_by("number").values_list("number", flat=True)[:5])
    if both:
        text = _("Pieces of both products are out under the same number: %(numbers)s.")
        raise errors.Conflict(text % {"numbers": ", ".join(both)}, code="numbers_collide")
    GoodsNumber.objects.filter(product=source).update(product=target)
