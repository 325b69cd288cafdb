"""What a quotation allows the orders made of it: no more pieces than were quoted, its reduction once (R083, R089)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from common import operation
from common.money import ZERO, spread
from orders.order import totals
from orders.order.models import Order, OrderLine
from orders.order.risks import Kind, Risk
from orders.order.states import Status
from orders.quotation.models import Quotation, QuotationLine

Pieces = Mapping[int, Decimal]  # line of a quotation → pieces of it
Quoted = Mapping[int, list[QuotationLine]]  # version → its lines


def share(lines: Iterable[QuotationLine], pieces: Pieces) -> Decimal:
    """What of a version's reduction goes with these pieces of its lines: with all of them exactly its reduction, to
    the cent. Pieces beyond those quoted take nothing more."""
    return sum((_upto(line, pieces.get(line.pk, ZERO)) for line in lines), ZERO)


def _upto(line: QuotationLine, pieces: Decimal) -> Decimal:
    return totals.value_of(line, pieces) - totals.value_of(line, pieces, charged=True)


@dataclass(frozen=True)
class Taken:
    """What orders have of versions: ``drafted`` and ``submitted`` pieces by line, and by version what they grant of
    its reduction, typed over or not. Void orders have nothing."""

    drafted: dict[int, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    submitted: dict[int, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    granted: dict[int, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    @property
    def pieces(self) -> dict[int, Decimal]:
        """Drafted and submitted together."""
        whole = defaultdict(Decimal, self.submitted)
        for line_id, pieces in self.drafted.items():
            whole[line_id] += pieces
        return whole


def taken(quoted: Quoted, *, apart_from: int = 0) -> Taken:
    """What orders have of these versions, whoever's they are: for rules; ``apart_from`` is not counted. An order's
    reduction counts in whole, wherever its lines stand now. One statement."""
    lines = {line.pk: line for found in quoted.values() for line in found}
    rows = OrderLine.objects.filter(quotation_line_id__in=lines).exclude(order__status=Status.VOID)
    rows = rows.exclude(order_id=apart_from).order_by("order_id", "line_no")
    found, reductions = Taken(), {}
    own: dict[int, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for order_id, status, reduction, line_id, pieces in rows.values_list(
        "order_id", "order__status", "order__reduction", "quotation_line_id", "ordered"
    ):
        (found.drafted if status == Status.DRAFT else found.submitted)[line_id] += pieces
        own[order_id][line_id] += pieces
        reductions[order_id] = reduction
    for order_id, pieces_of in own.items():
        due = {version: share(rows_of, pieces_of) for version, rows_of in quoted.items()}
        if any(due.values()):
            for version, part in zip(due, spread(reductions[order_id], [*due.values()]), strict=True):
                found.granted[version] += part
    return found


def exceeded(order: Order, lines: Sequence[OrderLine], _on: date) -> Iterator[Risk]:
    """Where an order takes more pieces than were quoted, with all that was submitted and is not void (drafts of others
    take nothing); and a reduction beyond what its quotations have left for these pieces. Within an operation the
    quotations are locked until commit, so that two orders cannot both take the last pieces. No statement for an order
    of no quotation."""
    own: dict[int, list[OrderLine]] = defaultdict(list)
    for line in lines:
        if line.quotation_line_id:
            own[line.quotation_line_id].append(line)
    if not own:
        return
    if operation.is_running():
        _lock(own)
    quoted = _versions_of(own)
    others = taken(quoted, apart_from=order.pk or 0)
    for offered in (one for found in quoted.values() for one in found if one.pk in own):
        pieces = sum((one.ordered for one in own[offered.pk]), ZERO)
        over = others.submitted[offered.pk] + pieces - offered.ordered
        if over > 0:
            last = own[offered.pk][-1]
            yield Risk(last.line_no, Kind.OVER_QUOTED.value, f"{min(over, pieces).normalize():f}", last.unit)
    yield from _of_reduction(order, own, quoted, others)


def _of_reduction(order: Order, own: Mapping[int, list[OrderLine]], quoted: Quoted, others: Taken) -> Iterator[Risk]:
    currencies = {line.offer.currency_id for found in quoted.values() for line in found}
    if not order.reduction or currencies != {order.currency_id}:
        return
    pieces = others.pieces
    for line_id, rows in own.items():
        pieces[line_id] += sum((one.ordered for one in rows), ZERO)
    left = sum((max(ZERO, share(found, pieces) - others.granted[version]) for version, found in quoted.items()), ZERO)
    if order.reduction > left:
        yield Risk(0, Kind.OVER_REDUCED.value, f"{left:.2f}")


def _lock(line_ids: Collection[int]) -> None:
    """In the order of their keys, after the order: nobody else counts them meanwhile."""
    rows = Quotation.objects.filter(versions__lines__in=[*line_ids]).values("pk")
    locked = Quotation.objects.filter(pk__in=rows).order_by("pk").select_for_update(no_key=True)
    list(locked.values_list("pk"))


def _versions_of(line_ids: Collection[int]) -> dict[int, list[QuotationLine]]:
    versions = QuotationLine.objects.filter(pk__in=[*line_ids]).values("offer_id")
    found: dict[int, list[QuotationLine]] = defaultdict(list)
    for line in QuotationLine.objects.filter(offer_id__in=versions).select_related("offer").order_by("pk"):
        found[line.offer_id].append(line)
    return found
