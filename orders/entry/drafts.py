"""The shape of what people and systems enter: an order and its lines before anything is filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any

from orders.order.scheduling import Part


@dataclass
class LineDraft:
    """A line as entered. The product by id or code; ``price`` None lets the price order decide, anything else
    is a typed price; ``line_no`` None appends. Quantities in the product's unit, ``discount`` a fraction. ``custom``:
    custom fields as typed, None leaves those of a line as they are; ``carried``: what a copied line had of them.
    ``quotation_line_id``: the line of a quotation that it orders, whose price and ``price_rule`` are given;
    ``agreement_line_id``: the line of a frame agreement that it calls off; ``without_gift``: no promotion gives
    anything for it. ``supply_mode``: where the goods come from, "" as the product says. ``schedule``: dated parts that
    make up the quantity, () for none, None leaves those of a line."""

    product_id: int | None = None
    product_code: str = ""
    quantity: Decimal = Decimal(1)
    price: Decimal | None = None
    discount: Decimal = Decimal(0)
    tax_rate: Decimal | None = None
    requested_date: date | None = None
    schedule: tuple[Part, ...] | None = None
    specification: str | None = None
    auxiliary_attribute: str | None = None
    logo: str = ""
    colour: str = ""
    packaging: str = ""
    customisation: str = ""
    special_requirements: str = ""
    notes: str = ""
    is_gift: bool = False
    without_gift: bool = False
    supply_mode: str = ""
    line_no: int | None = None
    custom: Mapping[str, Any] | None = None
    carried: Mapping[str, Any] = field(default_factory=dict)
    quotation_line_id: int | None = None
    agreement_line_id: int | None = None
    price_rule: str = ""


@dataclass
class UnfinishedRow:
    """A row that is no line yet: its cells as typed, ``at`` the one that stands in the way. It keeps its place
    among the lines by ``line_no`` and blocks submission (SEMANTICS 6)."""

    line_no: int
    at: str
    cells: dict[str, str]


@dataclass
class OrderDraft:
    """An order as entered. The customer by id or code; None in any other field: filled from master data, unless
    ``emptied`` names the column: somebody saw what master data says and took it away. ``custom`` and ``carried`` as
    of a line."""

    customer_id: int | None = None
    customer_code: str = ""
    order_type_code: str | None = None
    order_type_id: int | None = None
    contact_id: int | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    bill_to_id: int | None = None
    ship_to_id: int | None = None
    agent_id: int | None = None
    ship_address: str | None = None
    ship_recipient: str | None = None
    ship_phone: str | None = None
    delivery_method: str | None = None
    transport_mode: str | None = None
    payment_term_id: int | None = None
    payment_method: str | None = None
    invoice_kind: str | None = None
    invoice_title: str | None = None
    invoice_tax_number: str | None = None
    customer_po_number: str | None = None
    customer_po_date: date | None = None
    channel: str | None = None
    form: str | None = None
    source_document: str | None = None
    contract_terms: str | None = None
    contract_state: str | None = None
    contract_signed_date: date | None = None
    special_requirements: str | None = None
    notes: str | None = None
    salesperson_id: int | None = None
    executing_owner_id: int | None = None
    currency_id: str | None = None
    tax_mode: str | None = None
    freight: Decimal | None = None
    reduction: Decimal | None = None
    requested_date: date | None = None
    is_urgent: bool | None = None
    order_date: date | None = None
    source_number: str | None = None
    custom: Mapping[str, Any] | None = None
    carried: Mapping[str, Any] = field(default_factory=dict)
    emptied: tuple[str, ...] = ()
    lines: list[LineDraft] = field(default_factory=list)
    unfinished: list[UnfinishedRow] = field(default_factory=list)

    def given(self) -> dict[str, object]:
        """The header fields that were entered or emptied, by column; customer, type and lines apart."""
        apart = {"customer_id", "customer_code", "order_type_code", "order_type_id", "emptied", "lines", "unfinished"}
        apart |= {"custom", "carried"}
        values = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in apart}
        return dict.fromkeys(self.emptied) | {name: value for name, value in values.items() if value is not None}


# what a line says of its goods, and all of what was entered in it that another line takes over from it
LINE_WORDS = (
    *("specification", "auxiliary_attribute", "logo", "colour", "packaging", "customisation"),
    *("special_requirements", "notes"),
)
LINE_ENTERED = ("product_id", "discount", "tax_rate", *LINE_WORDS, "is_gift", "without_gift", "supply_mode")

LONGEST_LINE_NO = 9999
# letters that a text may have, whatever door it comes through
LONGEST = {"notes": 10_000, "special_requirements": 10_000, "contract_terms": 100_000}

# header columns that change only while the order is a draft (SEMANTICS 2)
COMMERCIAL = (
    *("customer_id", "order_type_id", "bill_to_id", "ship_to_id", "agent_id", "ship_address", "ship_recipient"),
    *("ship_phone", "delivery_method", "transport_mode", "payment_term_id", "payment_method", "invoice_kind"),
    *("invoice_title", "invoice_tax_number", "customer_po_number", "customer_po_date", "channel", "form"),
    *("source_document", "contract_terms", "special_requirements"),
    *("currency_id", "tax_mode", "freight", "reduction", "requested_date"),
)
# header columns that change any time before ARCHIVED; a contract is mostly signed after the order took effect, what
# it says was approved with the order
ALWAYS = (
    *("notes", "contact_id", "contact_name", "contact_phone", "is_urgent", "contract_state", "contract_signed_date"),
    *("salesperson_id", "executing_owner_id"),
)
PEOPLE = ("salesperson_id", "executing_owner_id")
