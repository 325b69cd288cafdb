"""The shape of what people and systems enter: an inquiry, a quotation and its lines, before anything is filled in."""

from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal

from orders.entry.drafts import LINE_ENTERED, LineDraft

# columns of the document, and of the version that is edited
HEADER = ("title", "customer_reference", "contact_name", "contact_phone", "internal_notes")
OFFER = (
    *("label", "valid_until", "currency_id", "tax_mode", "payment_term_id", "delivery_terms", "notes"),
    *("freight", "reduction"),
)
# what a line of it has of what is entered in lines; where goods come from is settled with the order
LINE_OFFERED = tuple(name for name in LINE_ENTERED if name != "supply_mode")
INQUIRY = (
    *("customer_id", "company", "contact_name", "contact_phone", "channel", "received_at", "asked", "requested_date"),
)


@dataclass
class OfferLineDraft(LineDraft):
    """A line of a quotation as entered. An optional one is offered beside the others and stands outside the sums."""

    is_optional: bool = False


@dataclass
class QuotationDraft:
    """A quotation as entered, with its first version. The customer by id or code, or that of the inquiry it answers;
    None in any other field: filled from master data."""

    customer_id: int | None = None
    customer_code: str = ""
    inquiry_id: int | None = None
    title: str | None = None
    customer_reference: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    internal_notes: str | None = None
    label: str | None = None
    valid_until: date | None = None
    currency_id: str | None = None
    tax_mode: str | None = None
    payment_term_id: int | None = None
    delivery_terms: str | None = None
    notes: str | None = None
    freight: Decimal | None = None
    reduction: Decimal | None = None
    lines: list[OfferLineDraft] = field(default_factory=list)

    def given(self, names: tuple[str, ...]) -> dict[str, object]:
        """Those of the columns that were entered."""
        own = {one.name for one in fields(self)} & set(names)
        return {name: value for name in names if name in own and (value := getattr(self, name)) is not None}
