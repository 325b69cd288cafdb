"""Goods whose pieces are told apart leave with all of their numbers: what the audit asks (``departure``)."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from common import errors
from orders.fulfilment.models import OutboundLine
from orders.fulfilment.numbers import rules
from orders.fulfilment.numbers.models import GoodsNumber
from orders.fulfilment.rules import plain
from orders.order.models import OrderLine
from products.catalogue import queries as products
from products.catalogue.choices import Numbering


def require(pairs: Iterable[tuple[OutboundLine, OrderLine]]) -> None:
    """Raise Conflict where numbers are missing, or are more than the pieces that go. What leaves from the supplier's
    door is not in our hands. One statement where nothing is told apart, two else."""
    own = [(mine, line) for mine, line in pairs if line.needs_stock]
    kinds = products.numbering_of({line.product_id for _mine, line in own})
    asked = {mine.pk: (kinds[line.product_id], mine.quantity) for mine, line in own if line.product_id in kinds}
    if not asked:
        return
    rows = GoodsNumber.objects.filter(line__in=asked).values_list("line").annotate(Sum("quantity")).order_by()
    gaps = rules.missing(dict(rows), asked)
    if not gaps:
        return
    lines = {mine.pk: line for mine, line in own}
    texts = [_words(lines[key], kind, gap) for key, (kind, gap) in gaps.items()]
    raise errors.Conflict(" ".join(texts), code="numbers_missing")


def _words(line: OrderLine, kind: str, gap: Decimal) -> str:
    words = {"order": str(line.order), "line": line.line_no, "count": plain(abs(gap))}
    if gap < 0:
        return _("Order %(order)s, line %(line)s: %(count)s numbers more than pieces go.") % words
    if kind == Numbering.SERIAL:
        return _("Order %(order)s, line %(line)s: %(count)s serial numbers are missing.") % words
    return _("Order %(order)s, line %(line)s: the batches of %(count)s pieces are missing.") % words
