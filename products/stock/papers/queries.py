"""Every read of papers of the warehouse that a door makes."""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Count, OuterRef, QuerySet, Subquery

from accounts.people.models import User
from common import errors, keyset
from products import policies
from products.stock.models import StockMovement, StockRow
from products.stock.papers.models import StockPaper, StockPaperLine

SORTS: dict[str, keyset.Sort] = {"recent": keyset.Sort("pk")}
LINE_SORTS: dict[str, keyset.Sort] = {"recent": keyset.Sort("paper__number")}


def papers(actor: User) -> QuerySet[StockPaper]:
    """Papers with warehouses, supplier and who made them, ``line_count`` and the code of their first product; none for
    who may not see stock."""
    rows = policies.visible(StockPaper.objects.all(), actor, "stock.view")
    rows = rows.select_related("warehouse", "to_warehouse", "supplier", "created_by")
    first = StockPaperLine.objects.filter(paper=OuterRef("pk")).order_by("line_no")
    return rows.annotate(
        line_count=Count("lines"),
        first_code=Subquery(first.values("product__code")[:1]),
        first_name=Subquery(first.values("product__name")[:1]),
    ).defer("created_by__search_text", "created_by__search_grams")


def get_paper(*, actor: User, number: str) -> StockPaper:
    """A paper by its number. Raises NotFound, also for who may not see stock."""
    return _one(papers(actor).filter(number=number))


def get_paper_by_id(actor: User, paper_id: int) -> StockPaper:
    """The same by its key."""
    return _one(papers(actor).filter(pk=paper_id))


def find_paper(paper_id: int) -> StockPaper:
    """A paper for who was let in already. Raises NotFound."""
    return _one(StockPaper.objects.filter(pk=paper_id))


def _one(rows: QuerySet[StockPaper]) -> StockPaper:
    found = rows.select_related("undone_by").first()
    if found is None:
        raise errors.NotFound()
    return found


def lines_in(found: QuerySet[StockPaper]) -> QuerySet[StockPaperLine]:
    """The lines of the papers found. Page them with ``LINE_SORTS``."""
    return StockPaperLine.objects.filter(paper__in=found.order_by().values("pk"))


def lines_of(paper: StockPaper) -> list[StockPaperLine]:
    """Its lines with their products; of a sheet that is being counted each with ``moved``: what stock did since it was
    begun."""
    rows = paper.lines.select_related("product", "planned").defer("product__search_text", "product__search_grams")
    lines = list(rows.order_by("line_no"))
    if paper.state == StockPaper.State.SHEET:
        _tell_moved(paper, lines)
    return lines


def _tell_moved(paper: StockPaper, lines: Sequence[StockPaperLine]) -> None:
    held = StockRow.objects.filter(warehouse_id=paper.warehouse_id, product_id__in=[one.product_id for one in lines])
    now = dict(held.values_list("product_id", "on_hand"))
    for line in lines:
        line.moved = now.get(line.product_id, Decimal(0)) - (line.book or Decimal(0))  # type: ignore[attr-defined]


def numbers_of(movements: Sequence[StockMovement]) -> dict[int, str]:
    """{key of a movement: number of the paper that made it}, for those that a paper made."""
    kind = StockPaper._meta.label_lower
    ids = {one.pk: one.document_id for one in movements if one.document_type == kind}
    numbers = dict(StockPaper.objects.filter(pk__in=set(ids.values())).values_list("pk", "number"))
    return {pk: numbers[paper_id] for pk, paper_id in ids.items() if paper_id in numbers}
