"""Post a paper of the warehouse: move the stock of all its lines at once and keep the paper (R118, R125).

Locks: products, then (of what lets reservations go) orders, then stock rows by pk, then the counter of the day.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.people.models import User
from common import dates, errors, events, numbering
from common.operation import operation
from products.catalogue import queries as catalogue
from products.catalogue import units
from products.catalogue.models import Product
from products.stock import arrivals, ledger, shortfall
from products.stock.models import StockMovement, StockRow, Warehouse
from products.stock.papers import outside
from products.stock.papers.models import SERIES, StockPaper, StockPaperLine

ZERO = Decimal(0)
Kind = StockPaper.Kind
MOST_LINES = 500
VERBS: dict[str, str] = {
    Kind.ARRIVAL: "stock.receive",
    Kind.TRANSFER: "stock.transfer",
    Kind.COUNT: "stock.count",
    Kind.ADJUSTMENT: "stock.adjust",
}
EVENTS: dict[str, str] = {
    Kind.ARRIVAL: "stock.received",
    Kind.TRANSFER: "stock.transferred",
    Kind.COUNT: "stock.counted",
    Kind.ADJUSTMENT: "stock.adjusted",
}


@dataclass(frozen=True)
class Entry:
    """A product on a paper: what came, what goes over, what was counted, or by how much stock differs."""

    product_id: int
    quantity: Decimal
    note: str = ""
    planned_id: int | None = None


@operation
def post_paper(
    *,
    actor: User,
    kind: str,
    entries: Sequence[Entry],
    at: datetime,
    warehouse_id: int | None = None,
    to_warehouse_id: int | None = None,
    supplier_id: int | None = None,
    reference: str = "",
    reason: str = "",
    provider: str = "",
    external_id: str = "",
) -> StockPaper:
    """Post a goods arrival, transfer, count or adjustment, all lines or none (the default warehouse when none is
    named). A count or an adjustment below the reserved sum lets the reservations of lowest priority go in the same
    operation (SEMANTICS 10); of a transfer only free pieces move. With an ``external_id`` (unique per ``provider``) the
    same content comes back as the same paper, once posted.

    Raises NotAllowed, NotFound, Invalid with paths like ``lines.3.quantity``, OutOfStock and Conflict with figures
    (``external_id_used``: other content).
    """
    rights.require(actor, VERBS[kind])
    _require_sound(kind, entries, warehouse_id, to_warehouse_id, reason)
    home = warehouse_id or ledger.default_warehouse_id()
    away = to_warehouse_id if kind == Kind.TRANSFER else None
    said = outside.Said(provider.strip(), external_id.strip())
    content = (kind, home, away, supplier_id, reference.strip(), reason.strip())
    if (known := outside.find(said, content, entries)) is not None:
        return known  # before anything is asked of goods and warehouses, which may have been closed since
    products = {pk: _goods(pk, entries) for pk in sorted({entry.product_id for entry in entries})}
    for place, entry in enumerate(entries, start=1):
        _require_quantity(kind, products[entry.product_id], entry, f"lines.{place}.quantity")
    _require_in_use(home, "warehouse")
    if away:
        _require_in_use(away, "to_warehouse")
    sums = _by_product(entries)
    rows = ledger.ensure_rows((pk, place) for pk in sums for place in ((home, away) if away else (home,)))
    sources = {pk: rows[pk, home] for pk in sums}
    targets = {pk: rows[pk, away] for pk in sums} if away else {}
    changes, locked = _changes(kind, entries, sources, targets, products, actor=actor, at=at)
    paper = StockPaper(
        kind=kind,
        warehouse_id=home,
        to_warehouse_id=away,
        supplier_id=supplier_id,
        reference=reference.strip(),
        reason=reason.strip(),
        provider=said.provider,
        external_id=said.external_id,
    )
    keep(paper, _lines(kind, entries, {pk: locked[row] for pk, row in sources.items()}), actor=actor, at=at)
    move(paper, {row: ledger.Change(on_hand=change) for row, change in changes.items()}, actor=actor, at=at)
    for product_id, quantity in sums.items():
        difference = {"difference": str(changes[sources[product_id]])} if kind == Kind.COUNT else {}
        tell(paper, products[product_id], quantity, at, **difference)
    if kind == Kind.ARRIVAL:
        offer(list(products.values()), actor=actor, at=at)
    return paper


def keep(paper: StockPaper, lines: Sequence[StockPaperLine], *, actor: User, at: datetime) -> None:
    """Number a new paper and write it with its lines; after everything that can fail or wait."""
    paper.day = dates.business_day(at)
    paper.created_by, paper.created_at = actor, at
    paper.number = numbering.draw(SERIES[StockPaper.Kind(paper.kind)], paper.day)
    paper.save()
    for number, line in enumerate(lines, start=1):
        line.paper, line.line_no = paper, number
    StockPaperLine.objects.bulk_create(lines)


def move(paper: StockPaper, changes: dict[int, ledger.Change], *, actor: User, at: datetime, reason: str = "") -> None:
    """Change the locked rows by a paper, with a movement each that names it."""
    cause = ledger.Cause(
        StockMovement.Kind(paper.kind),
        actor,
        at,
        reason=reason or paper.reason,
        document=paper,
        document_number=paper.reference or paper.number,
    )
    ledger.move(changes, cause)


def tell(paper: StockPaper, product: Product, quantity: Decimal, at: datetime, **data: str) -> None:
    """What a product's own history says of a paper."""
    events.record(
        EVENTS[paper.kind],
        product,
        at=at,
        reason=paper.reason,
        number=product.code,
        quantity=str(quantity),
        document=paper.reference or paper.number,
        **data,
    )


def offer(products: Sequence[Product], *, actor: User, at: datetime) -> None:
    """Tell those who wait for goods that some came in."""
    for product in products:
        for told in arrivals.arrivals.values():
            told(actor=actor, product=product, at=at)


def warehouse_in_use(warehouse_id: int | None) -> int:
    """The warehouse, or the default one. Raises Invalid for one out of use."""
    chosen = warehouse_id or ledger.default_warehouse_id()
    _require_in_use(chosen, "warehouse")
    return chosen


def _require_sound(
    kind: str, entries: Sequence[Entry], warehouse_id: int | None, to_warehouse_id: int | None, reason: str
) -> None:
    wrong: dict[str, list[errors.Text]] = {}
    if not entries:
        wrong["lines"] = [_("Enter at least one product.")]
    elif len(entries) > MOST_LINES:
        wrong["lines"] = [_("A paper has %(most)s lines at most.") % {"most": MOST_LINES}]
    if kind == Kind.ADJUSTMENT and not reason.strip():
        wrong["reason"] = [_("Say why.")]
    if kind == Kind.TRANSFER:
        if to_warehouse_id is None:
            wrong["to_warehouse"] = [_("Say where the goods go.")]
        elif to_warehouse_id == (warehouse_id or ledger.default_warehouse_id()):
            wrong["to_warehouse"] = [_("Choose another warehouse than the one the goods are in.")]
    if kind == Kind.COUNT:
        seen: set[int] = set()
        for place, entry in enumerate(entries, start=1):
            if entry.product_id in seen:
                wrong[f"lines.{place}.product"] = [_("A product is counted once on a paper.")]
            seen.add(entry.product_id)
    if wrong:
        raise errors.Invalid(fields=wrong)


def _first_row(product_id: int, entries: Sequence[Entry]) -> int:
    return next(place for place, entry in enumerate(entries, start=1) if entry.product_id == product_id)


def _goods(product_id: int, entries: Sequence[Entry]) -> Product:
    place = _first_row(product_id, entries)
    try:
        product = catalogue.hold_standing(product_id)
    except errors.Invalid as error:
        raise errors.Invalid(fields={f"lines.{place}.{name}": texts for name, texts in error.fields.items()}) from error
    if product.is_service:
        raise errors.Invalid(fields={f"lines.{place}.product": [_("A service has no stock.")]})
    return product


def _require_quantity(kind: str, product: Product, entry: Entry, path: str) -> None:
    quantity = entry.quantity
    fault: errors.Text | None = None
    if kind in (Kind.ARRIVAL, Kind.TRANSFER) and quantity <= 0:
        fault = _("Enter more than zero.")
    elif kind == Kind.COUNT and quantity < 0:
        fault = _("Enter zero or more.")
    elif kind == Kind.ADJUSTMENT and not quantity:
        fault = _("Enter a difference other than zero.")
    elif kind in (Kind.ARRIVAL, Kind.COUNT):
        fault = units.fault(product.unit, quantity)
    if fault:
        raise errors.Invalid(fields={path: [fault]})


def _require_in_use(warehouse_id: int, field: str) -> None:
    if not Warehouse.objects.filter(pk=warehouse_id, is_active=True).exists():
        raise errors.Invalid(fields={field: [_("Choose a warehouse that is in use.")]})


def _by_product(entries: Sequence[Entry]) -> dict[int, Decimal]:
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for entry in entries:
        sums[entry.product_id] += entry.quantity
    return sums


def _changes(
    kind: str,
    entries: Sequence[Entry],
    sources: dict[int, int],
    targets: dict[int, int],
    products: dict[int, Product],
    *,
    actor: User,
    at: datetime,
) -> tuple[dict[int, Decimal], dict[int, StockRow]]:
    """What each stock row changes by, and the rows, locked."""
    sums = _by_product(entries)
    by_row = {sources[pk]: quantity for pk, quantity in sums.items()}
    if kind == Kind.ARRIVAL:
        return by_row, ledger.lock_rows(by_row.keys())
    if kind == Kind.TRANSFER:
        locked = ledger.lock_rows({*sources.values(), *targets.values()})
        for pk, quantity in sums.items():
            require_free(locked[sources[pk]], products[pk], quantity)
        gone = {sources[pk]: -quantity for pk, quantity in sums.items()}
        return gone | {targets[pk]: quantity for pk, quantity in sums.items()}, locked
    if kind == Kind.COUNT:
        locked = lower({row: shortfall.to(counted) for row, counted in by_row.items()}, actor, at)
        return {row: counted - locked[row].on_hand for row, counted in by_row.items()}, locked
    locked = lower({row: shortfall.by(change) for row, change in by_row.items()}, actor, at)
    for pk, quantity in sums.items():
        left = locked[sources[pk]].on_hand + quantity
        if left >= 0 and (fault := units.fault(products[pk].unit, left)):
            raise errors.Invalid(fields={f"lines.{_first_row(pk, entries)}.quantity": [fault]})
    return by_row, locked


def lower(keeps: dict[int, shortfall.Keep], actor: User, at: datetime) -> dict[int, StockRow]:
    """Lock the rows once what is held of them fits what will be left. Raises Conflict, OutOfStock below nothing."""
    locked = shortfall.lock_down_to(keeps, actor=actor, at=at)
    for pk, row in locked.items():
        if (left := keeps[pk](row)) < 0:
            asked, there = ledger.plain(row.on_hand - left), ledger.plain(row.on_hand)
            raise errors.OutOfStock(product=row.product.code, asked=asked, available=there)
    return locked


def require_free(row: StockRow, product: Product, quantity: Decimal) -> None:
    """Raise OutOfStock where less than ``quantity`` of a row is free, Invalid for a part of what is counted."""
    if quantity != row.on_hand and (fault := units.fault(product.unit, quantity)):
        raise errors.Invalid(fields={"quantity": [fault]})  # all that is there goes, also a part that was there before
    if quantity > row.available:
        raise errors.OutOfStock(
            _("Only %(available)s of %(product)s are free there.")
            % {"available": ledger.plain(row.available), "product": product.code},
            product=product.code,
            asked=ledger.plain(quantity),
            available=ledger.plain(row.available),
        )


def _lines(kind: str, entries: Sequence[Entry], rows: dict[int, StockRow]) -> list[StockPaperLine]:
    found = []
    for entry in entries:
        line = StockPaperLine(product_id=entry.product_id, note=entry.note, planned_id=entry.planned_id)
        line.quantity, line.book = entry.quantity, rows[entry.product_id].on_hand
        if kind == Kind.COUNT:
            line.counted, line.quantity = entry.quantity, entry.quantity - line.book
        found.append(line)
    return found
