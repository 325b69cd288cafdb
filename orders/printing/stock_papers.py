"""The papers of the warehouse in print: goods arrival, transfer, count and adjustment slips."""

from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import errors
from orders.printing.papers import Column, Content, Form, Paper, Party, Words, papers
from products.stock.papers import queries
from products.stock.papers.models import StockPaper

SUBJECT = StockPaper._meta.label_lower
Kind = StockPaper.Kind
# kind of print -> kind of paper
KINDS = {
    "goods-arrival": Kind.ARRIVAL,
    "stock-transfer": Kind.TRANSFER,
    "stock-count": Kind.COUNT,
    "stock-adjustment": Kind.ADJUSTMENT,
}
COLUMNS = {
    "line_no": Column(_("#"), "number", "number"),
    "code": Column(_("Product code"), "text", "code"),
    "name": Column(_("Product"), "text", "name"),
    "specification": Column(_("Specification"), "text", "text"),
    "book": Column(_("Book"), "quantity", "short"),
    "counted": Column(_("Counted"), "quantity", "short"),
    "quantity": Column(_("Quantity"), "quantity", "short"),
    "unit": Column(_("Unit"), "text", "short"),
    "note": Column(_("Notes"), "text", "text"),
}
_PLAIN = ("line_no", "code", "name", "specification", "quantity", "unit", "note")
_FORMS = {
    Kind.ARRIVAL: (_("Goods arrival"), Form(Words("入库单", "GOODS ARRIVAL"), _PLAIN, shows_signatures=True)),
    Kind.TRANSFER: (_("Transfer"), Form(Words("调拨单", "STOCK TRANSFER"), _PLAIN, shows_signatures=True)),
    Kind.COUNT: (
        _("Stock count"),
        Form(Words("盘点单", "STOCK COUNT"), (*_PLAIN[:4], "book", "counted", *_PLAIN[4:]), shows_signatures=True),
    ),
    Kind.ADJUSTMENT: (_("Adjustment"), Form(Words("库存调整单", "STOCK ADJUSTMENT"), _PLAIN, shows_signatures=True)),
}


def register() -> None:
    """Called once from this room's wiring."""
    for name, kind in KINDS.items():
        label, form = _FORMS[kind]
        papers.register(name, Paper(label, SUBJECT, gather, form, COLUMNS))


def kind_of(actor: User, number: str) -> tuple[str, int]:
    """How a paper is printed, and its key. Raises NotFound."""
    paper = queries.get_paper(actor=actor, number=number)
    return next(name for name, kind in KINDS.items() if kind == paper.kind), paper.pk


def gather(actor: User, paper_id: int) -> Content:
    """A paper's content for its reader. Raises NotFound."""
    paper = queries.get_paper_by_id(actor, paper_id)
    if paper.kind not in KINDS.values():
        raise errors.NotFound()
    supplier = paper.supplier
    places = [(_("Warehouse"), str(paper.warehouse)), (_("To"), str(paper.to_warehouse or ""))]
    return Content(
        number=paper.number,
        revision=paper.version,
        currency="",
        parties=[
            Party(_("Warehouse"), places),
            *([Party(_("Supplier"), [(_("Name"), supplier.name)])] if supplier else []),
        ],
        facts=[
            (_("Number"), paper.number),
            (_("Day"), paper.day),
            (_("Delivery note or purchase order"), paper.reference),
            (_("Made by"), paper.created_by.name),
            (_("Reason"), paper.reason),
        ],
        rows=[
            {
                "line_no": line.line_no,
                "code": line.product.code,
                "name": Words(line.product.name, line.product.english_name),
                "specification": line.product.specification,
                "book": line.book,
                "counted": line.counted,
                "quantity": line.quantity,
                "unit": line.product.unit,
                "note": line.note,
            }
            for line in queries.lines_of(paper)
        ],
        watermark={StockPaper.State.UNDONE: _("Undone"), StockPaper.State.DROPPED: _("Dropped")}.get(
            StockPaper.State(paper.state), ""
        ),
        fields={"number": paper.number, "date": paper.day.isoformat()},
    )
