"""The delivery note: what goes along with the goods, without amounts, in the customer's language."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import User
from common import clock
from customers.models import Customer
from orders.fulfilment import queries
from orders.fulfilment.handover.code import code_of
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.fulfilment.numbers import queries as numbers
from orders.fulfilment.numbers.queries import Numbered
from orders.fulfilment.rules import plain
from orders.printing import profile
from orders.printing.papers import Column, Content, Finder, Form, Paper, Party, Words, finders, papers
from products.catalogue.choices import Numbering

KIND = "delivery-note"
_WATERMARKS = {
    OutboundDocument.Status.DRAFT: pgettext_lazy("watermark", "Not shipped yet"),
    OutboundDocument.Status.VOID: _("Void"),
}
_COLUMNS = {
    "position": Column(_("#"), "number", "number"),
    "order": Column(_("Order"), "text", "code"),
    "customer_order": Column(_("Customer's order number"), "text", "text"),
    "code": Column(_("Product code"), "text", "code"),
    "name": Column(_("Product"), "text", "name"),
    "specification": Column(_("Specification"), "text", "text"),
    "quantity": Column(_("Quantity"), "quantity", "short"),
    "unit": Column(_("Unit"), "text", "short"),
    "numbers": Column(_("Serial or batch numbers"), "text", "text"),
}
_FORM = Form(
    title=Words("送货单", "DELIVERY NOTE"),
    columns=("position", "order", "code", "name", "specification", "quantity", "unit"),
    intro=Words("请核对品名、规格和数量，无误后签收。", "Please check goods and quantities, and sign for them."),
    shows_signatures=True,
)


def register() -> None:
    """Called once from this room's wiring."""
    subject = OutboundDocument._meta.label_lower
    finders.register(subject, Finder(find, _("Number of the outbound document")))
    papers.register(KIND, Paper(_("Delivery note"), subject, gather, _FORM, _COLUMNS))


def find(actor: User, number: str) -> int:
    """The document with this number. Raises NotFound."""
    return queries.get_document(actor, number.upper()).pk


def gather(actor: User, document_id: int) -> Content:
    """A document's content for its reader. Raises NotFound, also for "not yours"."""
    document = queries.shown(actor, queries.get_document_by_id(actor, document_id))
    lines = queries.lines_of(actor, document)
    known = {one.line.pk: _numbers(one) for one in numbers.of_lines(lines)}
    customer = Customer.objects.only("name", "english_name", "paper_language").get(pk=document.customer_id)
    name = Words(customer.name, customer.english_name)
    modes = dict(OutboundDocument._meta.get_field("transport_mode").flatchoices)  # type: ignore[union-attr]
    person = " ".join(filter(None, [document.ship_recipient, document.ship_phone]))
    return Content(
        number=document.number,
        revision=1,
        currency="",
        parties=[
            Party(_("Recipient"), [(_("Name"), name), (_("Address"), document.ship_address), (_("Contact"), person)]),
            Party(_("Sender"), profile.current().facts),
        ],
        facts=[
            (_("Outbound number"), document.number),
            (_("Shipped on"), document.ship_date or document.planned_ship_date),
            (_("Transport mode"), modes.get(document.transport_mode, "")),
            (_("Carrier"), document.carrier.name if document.carrier else ""),
            (_("Waybill number"), document.waybill),
            (_("Notes"), document.notes),
        ],
        rows=[_row(number, one, known.get(one.pk, "")) for number, one in enumerate(lines, start=1)],
        watermark=_WATERMARKS.get(OutboundDocument.Status(document.status), ""),
        is_binding=document.status in (OutboundDocument.Status.AUDITED, OutboundDocument.Status.SIGNED),
        language=customer.paper_language,
        fields={"number": document.number, "customer": name},
        code=code_of(actor, document, clock.now()),
    )


def _numbers(one: Numbered) -> str:
    is_serial = one.numbering == Numbering.SERIAL
    return ", ".join(row.number if is_serial else f"{row.number} × {plain(row.quantity)}" for row in one.numbers)


def _row(number: int, line: OutboundLine, known: str) -> dict[str, Any]:
    of, present = line.of, line.order_line
    return {
        "position": number,
        "order": f"{line.order.display_number}/{of.line_no}",
        "customer_order": line.order.customer_po_number,
        "code": of.product_code,
        "name": Words(of.product_name, present.product.english_name if present else ""),
        "specification": " ".join(filter(None, [of.specification, of.auxiliary_attribute])),
        "quantity": line.quantity,
        "unit": of.unit,
        "numbers": known,
        "gift": bool(present and present.is_gift),
    }
