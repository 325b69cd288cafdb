"""The packing list on paper: numbered packages with weight, measures, volume and contents."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from orders.fulfilment import paper as notes
from orders.fulfilment import queries as documents
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.fulfilment.packing import queries
from orders.fulfilment.packing.models import Package
from orders.fulfilment.rules import plain
from orders.printing.papers import Column, Content, Form, Paper, Words, papers

KIND = "packing-list"
_COLUMNS = {
    "position": Column(_("No."), "number", "number"),
    "package": Column(_("Package"), "text", "code"),
    "mark": Column(_("Shipping mark"), "text", "text"),
    "contents": Column(_("Contents"), "text", "name"),
    "pieces": Column(_("Quantity"), "quantity", "short"),
    "weight": Column(_("Gross weight, kg"), "quantity", "short"),
    "measures": Column(_("L × W × H, cm"), "text", "code"),
    "volume": Column(_("Volume, m³"), "quantity", "short"),
}
_FORM = Form(title=Words("装箱单", "PACKING LIST"), columns=tuple(_COLUMNS), is_landscape=True)


def register() -> None:
    """Called once from this folder's wiring."""
    papers.register(KIND, Paper(_("Packing list"), OutboundDocument._meta.label_lower, gather, _FORM, _COLUMNS))


def gather(actor: User, document_id: int) -> Content:
    """The packages of a document for its reader, under the head of its delivery note. Raises NotFound."""
    content = notes.gather(actor, document_id)
    document = documents.get_document_by_id(actor, document_id)
    lines = documents.lines_of(actor, document)
    found = queries.of(document, lines)
    facts = [
        *content.facts,
        (_("Packages"), len(found.packages)),
        (_("Gross weight, kg"), found.weight),
        (_("Volume, m³"), found.volume),
        (_("Not packed"), found.unpacked or ""),
    ]
    return replace(content, facts=facts, rows=[_row(one) for one in found.packages])


def _row(package: Any) -> dict[str, Any]:
    measures = (package.length, package.width, package.height)
    return {
        "position": package.number,
        "package": Package.Kind(package.kind).label,
        "mark": package.mark,
        "contents": "\n".join(_content(line, plain(quantity)) for line, quantity in package.contents),
        "pieces": sum(quantity for _line, quantity in package.contents),
        "weight": package.weight,
        "measures": " × ".join(plain(one) for one in measures) if all(measures) else "",
        "volume": package.volume,
    }


def _content(line: OutboundLine, quantity: str) -> str:
    of = line.of
    words = " ".join(filter(None, [of.product_code, of.product_name, of.specification, of.auxiliary_attribute]))
    return f"{words} × {quantity} {of.unit}"
