"""The page on which a quotation is entered: the grid of orders with one more field of a line. One call each for the
doors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from common import citations, dates, errors, settings, typed
from customers import queries as customers
from orders.entry import drafts, grid, preview, relating, rows, stock_cells
from orders.entry import queries as entry
from orders.order.states import PriceSource
from orders.quotation import forms, offering, operations, policies, queries
from orders.quotation.drafts import OfferLineDraft
from orders.quotation.operations.writing import VALID_DAYS
from orders.templatetags import entry_grid
from segments.custom_fields import definitions
from segments.custom_fields.definitions import Definition, Kind

_KEY = "optional"
# drawn among a line's further fields, as a custom field is
OPTIONAL = Definition(
    pk=0,
    subject=str(definitions.Subject.LINE),
    key=_KEY,
    label=_("Optional"),
    help=_("Offered beside the others; it stands outside the sums."),
    kind=Kind.FLAG,
    longest=0,
    decimals=0,
    minimum=None,
    maximum=None,
    options=(),
    is_required=False,
    is_commercial=True,
    default=None,
    is_active=True,
)


@dataclass
class Entry:
    """A version being entered: ``quotation`` and ``offer`` None for a new one. ``problems`` are (anchor, words) of
    what kept it from being saved, beside the fields of the form."""

    form: forms.HeadForm
    lines: list[rows.Row] = field(default_factory=list)
    quotation: Any = None
    offer: Any = None
    inquiry: Any = None
    problems: list[tuple[str, str]] = field(default_factory=list)
    last: int = 0

    @property
    def is_refused(self) -> bool:
        """Whether something kept it from being saved."""
        return bool(self.problems or (self.form.is_bound and self.form.errors))

    @property
    def next_key(self) -> int:
        """The number of the next new row, beyond all that are on the page."""
        return max((int(row.key) + 1 for row in self.lines), default=0) + entry_grid.BLANK_ROWS


def require_entry(user: Any) -> None:
    """Raise NotAllowed for who makes no quotations, or does not see the prices that the page is full of."""
    rights.require(user, "quotation.create")
    if rights.effect(user, policies.AMOUNT):
        raise errors.NotAllowed()


def start(user: Any, params: Mapping[str, str], at: datetime) -> Entry:
    """A new quotation, for a customer or on an inquiry if one is named. Raises NotAllowed, NotFound."""
    require_entry(user)
    day = dates.business_day(at)
    initial: dict[str, Any] = {"valid_until": day + timedelta(days=int(settings.get(VALID_DAYS)))}
    inquiry = queries.get_inquiry(actor=user, number=params["inquiry"]) if params.get("inquiry") else None
    customer_id = inquiry.customer_id if inquiry else typed.read_key(params.get("customer"))
    if inquiry is not None:
        initial |= {name: policies.shown(user, inquiry, name) for name in ("contact_name", "contact_phone")}
    if customer_id:
        found = entry.defaults_for(user, customer_id, day)
        initial["customer"], initial["currency"] = customer_id, found["currency_id"]
        initial["payment_term"] = found["payment_term_id"] or ""
        initial["customer_name"] = customers.label(actor=user, customer_id=customer_id)
        for name in ("contact_name", "contact_phone"):
            initial[name] = initial.get(name) or ("" if name in policies.unseen_columns(user) else found[name])
    return Entry(_form(user, initial), inquiry=inquiry)


def open_version(user: Any, number: str, code: str) -> Entry:
    """A stored version that was not sent. Raises NotFound, NotAllowed, WrongState."""
    quotation = queries.get_quotation(actor=user, number=number)
    policies.require(user, "quotation.edit", quotation)
    offer = queries.version_named(quotation, code)
    if offer.is_frozen:
        words = _("%(version)s was sent and is never changed; make a new version.")
        raise errors.WrongState(words % {"version": offer.code}, possible=["revise"])
    # what promotions give is shown under its rows by the preview
    stored = [line for line in queries.lines_of(offer) if line.price_source != PriceSource.GIFT]
    lines = [offering.as_order_line(line) for line in stored]
    optional = [{_KEY: True if line.is_optional else None} for line in stored]
    shown = [rows.of_line(line, key, optional[key]) for key, line in enumerate(lines)]
    stock_cells.fill(shown, lines)
    return Entry(_form(user, _initial(user, quotation, offer)), shown, quotation, offer)


def _form(user: Any, initial: dict[str, Any], data: Any = None) -> forms.HeadForm:
    form = forms.HeadForm(data, initial=initial)
    form.unseen = policies.unseen_columns(user)
    return form


def _initial(user: Any, quotation: Any, offer: Any) -> dict[str, Any]:
    return forms.initial_of(quotation, offer, lambda row, name: policies.shown(user, row, name))


def read(user: Any, data: Any, stored: Entry | None = None) -> Entry:
    """What a posted form says."""
    if stored is None:
        inquiry = queries.get_inquiry(actor=user, number=data["inquiry"]) if data.get("inquiry") else None
        return Entry(_form(user, {}, data), _rows(data), inquiry=inquiry, last=rows.highest(data))
    form = _form(user, _initial(user, stored.quotation, stored.offer), data)
    last = max([rows.highest(data), *(line.line_no for line in queries.lines_of(stored.offer))])  # gifts are not sent
    return Entry(form, _rows(data), stored.quotation, stored.offer, last=last)


def _rows(data: Any) -> list[rows.Row]:
    found = rows.read(data)
    return found + relating.asked_for(data, found)


def save(user: Any, entered: Entry, version: int | None, at: datetime) -> Any:
    """Save what was entered and give the quotation; None where something stands in the way (the entry says where).
    Raises what the operations raise, but for Invalid."""
    typed_in = _drafts(entered.lines, entered.last)
    is_valid = entered.form.is_valid()
    if any(row.faults for row in entered.lines) or not is_valid:
        _name_rows(entered)
        return None
    try:
        if entered.quotation is None:
            draft = entered.form.to_draft()
            draft.lines, draft.inquiry_id = typed_in, entered.inquiry.pk if entered.inquiry else None
            return operations.create_quotation(actor=user, draft=draft, at=at)
        return operations.change_quotation(
            actor=user,
            quotation_id=entered.quotation.pk,
            code=entered.offer.code,
            version=version,
            changes=entered.form.changes(),
            lines=typed_in,
            at=at,
        )
    except errors.Invalid as error:
        _explain(entered, error)
        return None


def _drafts(shown: Sequence[rows.Row], last: int = 0) -> list[OfferLineDraft]:
    """The rows as the operations take them; the flag is no custom field of a line."""
    names = [one.name for one in fields(drafts.LineDraft)]
    found = []
    for row, draft in zip(shown, rows.to_drafts(shown, last), strict=True):
        values = {name: getattr(draft, name) for name in names}
        found.append(OfferLineDraft(**{**values, "custom": None}, is_optional=_is_optional(row)))
    return found


def _is_optional(row: rows.Row) -> bool:
    return row.text(OPTIONAL.name) == "true"


def _explain(entered: Entry, error: errors.Invalid) -> None:
    others = rows.spread_faults(entered.lines, error.fields)
    if not error.fields:
        entered.problems.append(("", citations.told(error)))
    for name, texts in others.items():
        for text in texts:
            if name in entered.form.fields:
                entered.form.add_error(name, text)
            else:
                entered.problems.append(("lines", text))
    _name_rows(entered)


def _name_rows(entered: Entry) -> None:
    """Rows with a fault above the form: a quotation keeps whole lines only."""
    for place, row in enumerate(entered.lines, start=1):
        for name, words in row.faults.items():
            anchor = f"id_lines-{row.key}-{name if name in ('product', 'quantity', 'price') else 'product'}"
            text = _("Line %(line)s: %(words)s") % {"line": place, "words": words}
            entered.problems.append((anchor, str(text)))


def figures(user: Any, asked: Mapping[str, Any], at: datetime) -> preview.Preview:
    """Names, prices and stock of the rows as typed, and the sums of those that are not optional. Raises Invalid."""
    try:
        shown, data = rows.read_json(asked["rows"]), asked["head"]
        changed = set(asked.get("changed") or asked["rows"])
        head = preview.head_of(user, data, at)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise errors.Invalid(_("The browser sent something this page does not understand.")) from None
    found = preview.preview(user, head, shown, changed)
    firm = [row for row in shown if not _is_optional(row)]
    if len(firm) < len(shown):
        found = replace(found, totals=preview.preview(user, head, firm, ()).totals)
    return found


def most_lines() -> int:
    """How many lines a quotation may have: as many as an order."""
    return int(settings.get(grid.MAX_LINES))


def quantity_of(entered: Entry) -> Decimal:
    """Pieces over all lines, as far as they can be read."""
    found = (row.number("quantity") for row in entered.lines)
    return sum((number for number in found if number is not None), Decimal(0))
