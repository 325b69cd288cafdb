"""Every read of serial and batch numbers: of a document, of an order line, and where a number went."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, QuerySet

from accounts.people.models import User
from common.keyset import Sort
from orders.fulfilment import policies
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.fulfilment.numbers.models import GoodsNumber
from orders.order import policies as order_policies
from products.catalogue.choices import Numbering

SORTS = {"entered_at": Sort("pk")}
DEFAULT_SORT = "entered_at"
GONE = (OutboundDocument.Status.AUDITED, OutboundDocument.Status.SIGNED)


@dataclass(frozen=True)
class Numbered:
    """A line of a document whose pieces are told apart, with the numbers that are known."""

    line: OutboundLine
    numbering: str
    numbers: Sequence[GoodsNumber]

    @property
    def given(self) -> Decimal:
        """How many pieces have their number."""
        return sum((one.quantity for one in self.numbers), Decimal(0))


def of_lines(lines: Iterable[OutboundLine]) -> list[Numbered]:
    """Those of the lines (with their products) whose pieces are told apart, with their numbers; one statement, none
    where there is no such line."""
    kinds = {one.pk: one.order_line.product.numbering for one in lines if one.order_line is not None}
    asked = [one for one in lines if kinds.get(one.pk, Numbering.NONE) != Numbering.NONE]
    if not asked:
        return []
    found: dict[int, list[GoodsNumber]] = {one.pk: [] for one in asked}
    for row in GoodsNumber.objects.filter(line__in=asked).order_by("pk"):
        found[row.line_id].append(row)
    return [Numbered(one, kinds[one.pk], found[one.pk]) for one in asked]


def gone_of(order_line_ids: Iterable[int]) -> list[GoodsNumber]:
    """Numbers that left for these order lines and are not back: what a return asks for (``line.order_line_id``)."""
    rows = GoodsNumber.objects.filter(line__order_line__in=list(order_line_ids), line__document__status__in=GONE)
    return list(rows.filter(back_quantity__lt=F("quantity")).select_related("line").order_by("pk"))


def list_numbers(actor: User) -> QuerySet[GoodsNumber]:
    """The numbers of orders whose deliveries ``actor`` may see, with what a list shows of where they went."""
    orders = order_policies.visible_to(actor, policies.VIEW)
    rows = GoodsNumber.objects.filter(line__document__in=policies.visible_to(actor).values("pk"))
    if orders.query.where:
        rows = rows.filter(line__order__in=orders.values("pk"))
    return rows.select_related("product", "line__document__customer", "line__order", "line__order_line", "entered_by")
