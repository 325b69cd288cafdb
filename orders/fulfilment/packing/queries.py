"""Every read of packages, and what is proposed where nothing is packed yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.fulfilment.packing.models import Package
from orders.fulfilment.packing.rules import Packed

ZERO = Decimal(0)
MOST_PROPOSED = 40  # packages; more are packed by hand or over the API


@dataclass(frozen=True)
class Contents:
    """The packages of a document, with sums; None where a package says nothing of it. ``unpacked``: pieces that are
    in no package."""

    packages: Sequence[Package]
    weight: Decimal | None
    volume: Decimal | None
    unpacked: Decimal


def of(document: OutboundDocument, lines: Sequence[OutboundLine]) -> Contents:
    """The packages of a document that its reader may see, with those of its ``lines`` that are his; two statements."""
    found = list(document.packages.order_by("number").prefetch_related("items"))
    mine = {one.pk: one for one in lines}
    packed = ZERO
    for package in found:
        package.contents = [  # type: ignore[attr-defined]
            (mine[item.line_id], item.quantity) for item in package.items.all() if item.line_id in mine
        ]
        packed += sum((quantity for _line, quantity in package.contents), ZERO)  # type: ignore[attr-defined]
    total = sum((one.quantity for one in lines), ZERO)
    return Contents(found, _sum([one.weight for one in found]), _sum([one.volume for one in found]), total - packed)


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [one for one in values if one is not None]
    return sum(known, ZERO) if known and len(known) == len(values) else None


def proposal(lines: Sequence[OutboundLine]) -> list[Packed]:
    """Packages for lines of which nothing is packed: whole packs of a product in cartons of their own, all the rest in
    one; everything in one where that would be many."""
    packs: list[Packed] = []
    rest: dict[int, Decimal] = {}
    for line in lines:
        size = line.order_line.product.pack_multiple if line.order_line else Decimal(1)
        whole = int(line.quantity / size) if size > 1 else 0
        packs += [Packed(items={line.pk: size}) for _number in range(min(whole, MOST_PROPOSED + 1))]
        left = line.quantity - whole * size
        if left:
            rest[line.pk] = left
    if len(packs) > MOST_PROPOSED:
        return [Packed(items={line.pk: line.quantity for line in lines})]
    return [*packs, Packed(items=rest)] if rest else packs
