"""What becomes of papers: a posted one is undone; a count is begun as a sheet, filled in, posted or dropped."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.people.models import User
from common import editing, errors, events
from common.operation import operation
from products.catalogue import queries as catalogue
from products.catalogue import units
from products.stock import ledger, shortfall
from products.stock.models import StockMovement, StockRow
from products.stock.papers import posting
from products.stock.papers.models import StockPaper, StockPaperLine
from products.stock.papers.posting import Entry, post_paper
from products.stock.supply import operations as supply

__all__ = [
    "Entry",
    "add_to_sheet",
    "count_products",
    "drop_sheet",
    "enter_counts",
    "post_paper",
    "post_sheet",
    "start_sheet",
    "undo_paper",
]
ZERO = Decimal(0)
Kind, State = StockPaper.Kind, StockPaper.State
MOST_ON_SHEET = 2_000


@operation
def undo_paper(*, actor: User, paper_id: int, reason: str, at: datetime, version: int | None = None) -> StockPaper:
    """Undo a posted paper by movements the other way, with a reason. Where less is left than was reserved, the
    reservations of lowest priority go as after a count; a transfer comes back only as far as it is free; what came of a
    planned receipt is to come again.

    Raises NotAllowed, NotFound, Stale, WrongState, Invalid without a reason, OutOfStock with the figures.
    """
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    paper = _lock(paper_id, actor, version)
    if paper.state != State.POSTED:
        raise errors.WrongState(_("Only a posted paper is undone."), possible=[])
    supply.take_back_received(_came_of_planned(paper), actor=actor, at=at)
    changes = {row: -moved for row, moved in _moved(paper).items() if moved}
    _lock_for_undoing(paper, changes, actor, at)
    words = str(_("Undone: %(reason)s") % {"reason": reason.strip()})[:200]
    moves = {row: ledger.Change(on_hand=change) for row, change in changes.items()}
    posting.move(paper, moves, actor=actor, at=at, reason=words)
    paper.state, paper.undone_by, paper.undone_at, paper.undo_reason = State.UNDONE, actor, at, reason.strip()
    _save(paper)
    events.record("stock_paper.undone", paper, at=at, reason=reason)
    for line in paper.lines.select_related("product"):
        quantity = -(line.quantity or ZERO)
        events.record("stock.undone", line.product, at=at, number=line.product.code, quantity=str(quantity))
    return paper


@operation
def start_sheet(
    *,
    actor: User,
    at: datetime,
    warehouse_id: int | None = None,
    category_ids: Collection[int] | None = None,
    reason: str = "",
) -> StockPaper:
    """Begin a count: a numbered sheet of everything that the warehouse holds (of some categories), with the book as it
    stands now. Stock goes on moving while it is counted: what is posted is the difference to this book.

    Raises NotAllowed, Invalid (a warehouse out of use, nothing there, more than fits a sheet).
    """
    rights.require(actor, "stock.count")
    home = posting.warehouse_in_use(warehouse_id)
    rows = StockRow.objects.filter(warehouse_id=home, on_hand__gt=0, product__merged_into=None)
    if category_ids is not None:
        rows = rows.filter(product__category_id__in=category_ids)
    found = list(rows.order_by("product__code")[: MOST_ON_SHEET + 1])
    if not found:
        raise errors.Invalid(fields={"warehouse": [_("There is nothing to be counted.")]})
    if len(found) > MOST_ON_SHEET:
        text = _("More than %(most)s products: count them category by category.")
        raise errors.Invalid(fields={"category": [text % {"most": MOST_ON_SHEET}]})
    paper = StockPaper(kind=Kind.COUNT, state=State.SHEET, warehouse_id=home, reason=reason.strip())
    lines = [StockPaperLine(product_id=row.product_id, book=row.on_hand) for row in found]
    posting.keep(paper, lines, actor=actor, at=at)
    events.record("stock_paper.sheet_begun", paper, at=at, rows=len(lines))
    return paper


@operation
def add_to_sheet(
    *, actor: User, paper_id: int, product_id: int, at: datetime, version: int | None = None
) -> StockPaper:
    """Something lies there that the book does not know: put it on the sheet. Raises NotAllowed, NotFound, Stale,
    WrongState, Invalid (a service, on the sheet already)."""
    product = catalogue.hold_standing(product_id)
    paper = _lock_sheet(paper_id, actor, version)
    if product.is_service:
        raise errors.Invalid(fields={"product": [_("A service has no stock.")]})
    if paper.lines.filter(product_id=product_id).exists():
        raise errors.Invalid(fields={"product": [_("This product is on the sheet already.")]})
    held = StockRow.objects.filter(product_id=product_id, warehouse_id=paper.warehouse_id).first()
    number = (paper.lines.order_by("-line_no").values_list("line_no", flat=True).first() or 0) + 1
    book = held.on_hand if held else ZERO
    StockPaperLine.objects.create(paper=paper, line_no=number, product=product, book=book)
    _save(paper)
    return paper


@operation
def enter_counts(
    *, actor: User, paper_id: int, counted: Mapping[int, Decimal | None], at: datetime, version: int | None = None
) -> StockPaper:
    """Write down what was counted: line id → quantity, None where it is not counted yet. Nothing moves.

    Raises NotAllowed, NotFound, Stale, WrongState, Invalid with paths like ``lines.<id>``.
    """
    paper = _lock_sheet(paper_id, actor, version)
    lines = {line.pk: line for line in paper.lines.select_related("product").filter(pk__in=counted.keys())}
    wrong: dict[str, list[errors.Text]] = {}
    for pk, line in lines.items():
        value = counted[pk]
        line.counted = value
        line.quantity = None if value is None else value - (line.book or ZERO)
        if value is not None and value < 0:
            wrong[f"lines.{pk}"] = [_("Enter zero or more.")]
        elif value is not None and (fault := units.fault(line.product.unit, value)):
            wrong[f"lines.{pk}"] = [fault]
    if wrong:
        raise errors.Invalid(fields=wrong)
    StockPaperLine.objects.bulk_update(lines.values(), ["counted", "quantity"])
    _save(paper)
    return paper


@operation
def count_products(
    *,
    actor: User,
    paper_id: int,
    counted: Mapping[int, Decimal | None],
    at: datetime,
    version: int | None = None,
) -> StockPaper:
    """The same by product id; one that is not on the sheet is put there. Raises as ``add_to_sheet`` and
    ``enter_counts``."""
    paper = _lock_sheet(paper_id, actor, version)
    known = dict(paper.lines.values_list("product_id", "pk"))
    for product_id in sorted(counted.keys() - known.keys()):
        add_to_sheet(actor=actor, paper_id=paper_id, product_id=product_id, at=at)
    known = dict(paper.lines.values_list("product_id", "pk"))
    by_line = {known[product_id]: quantity for product_id, quantity in counted.items()}
    return enter_counts(actor=actor, paper_id=paper_id, counted=by_line, at=at)


@operation
def post_sheet(*, actor: User, paper_id: int, at: datetime, version: int | None = None) -> StockPaper:
    """Post the differences of a counted sheet in one go; what is not counted is left alone, what moved since the sheet
    was begun stays moved. Less than is reserved lets the reservations of lowest priority go (SEMANTICS 10).

    Raises NotAllowed, NotFound, Stale, WrongState, Invalid (nothing counted), OutOfStock where more left meanwhile
    than was counted.
    """
    paper = _lock_sheet(paper_id, actor, version, hold_products=True)
    lines = list(paper.lines.select_related("product").exclude(counted=None))
    if not lines:
        raise errors.Invalid(fields={"": [_("Enter what was counted first.")]})
    rows = ledger.ensure_rows((line.product_id, paper.warehouse_id) for line in lines)
    by_row = {rows[line.product_id, paper.warehouse_id]: line.quantity or ZERO for line in lines}
    changes = {row: change for row, change in by_row.items() if change}
    keeps = {row: shortfall.by(change) for row, change in changes.items()}
    posting.lower(keeps, actor, at)
    posting.move(paper, {row: ledger.Change(on_hand=by) for row, by in changes.items()}, actor=actor, at=at)
    paper.state = State.POSTED
    _save(paper)
    for line in lines:
        posting.tell(paper, line.product, line.counted or ZERO, at, difference=str(line.quantity))
    return paper


@operation
def drop_sheet(*, actor: User, paper_id: int, at: datetime, version: int | None = None) -> StockPaper:
    """Give up a sheet that was not posted; its number stays. Raises NotAllowed, NotFound, Stale, WrongState."""
    paper = _lock_sheet(paper_id, actor, version)
    paper.state = State.DROPPED
    _save(paper)
    events.record("stock_paper.dropped", paper, at=at)
    return paper


def _lock(paper_id: int, actor: User, version: int | None, *, hold_products: bool = False) -> StockPaper:
    seen = StockPaper.objects.filter(pk=paper_id).first()
    if seen is None or not rights.can(actor, "stock.view"):
        raise errors.NotFound()
    rights.require(actor, posting.VERBS[seen.kind])
    if hold_products:
        for product_id in seen.lines.exclude(counted=None).order_by("product_id").values_list("product_id", flat=True):
            catalogue.hold_standing(product_id)
    paper = StockPaper.objects.select_for_update(no_key=True).get(pk=paper_id)
    editing.require_seen(paper, version)
    return paper


def _lock_sheet(paper_id: int, actor: User, version: int | None, *, hold_products: bool = False) -> StockPaper:
    paper = _lock(paper_id, actor, version, hold_products=hold_products)
    if paper.state != State.SHEET:
        raise errors.WrongState(_("This is no sheet that is being counted."), possible=[])
    return paper


def _save(paper: StockPaper) -> None:
    paper.version += 1
    paper.save()


def _came_of_planned(paper: StockPaper) -> dict[int, Decimal]:
    came: dict[int, Decimal] = defaultdict(Decimal)
    for planned_id, quantity in paper.lines.exclude(planned=None).values_list("planned_id", "quantity"):
        came[planned_id] += quantity or ZERO
    return came


def _moved(paper: StockPaper) -> dict[int, Decimal]:
    """What the paper changed each stock row by."""
    rows = StockMovement.objects.filter(document_type=paper._meta.label_lower, document_id=paper.pk)
    sums = rows.values("stock_row_id").annotate(moved=Sum("quantity")).order_by("stock_row_id")
    return {row["stock_row_id"]: row["moved"] for row in sums}


def _lock_for_undoing(paper: StockPaper, changes: Mapping[int, Decimal], actor: User, at: datetime) -> None:
    """Lock the rows, after what is held of those that lose fits what they keep."""
    if paper.kind == Kind.TRANSFER:
        locked = ledger.lock_rows(changes.keys())
        for row, change in changes.items():
            if change < 0:
                posting.require_free(locked[row], locked[row].product, -change)
        return
    keeps = {row: shortfall.by(change) for row, change in changes.items()}
    posting.lower(keeps, actor, at)
