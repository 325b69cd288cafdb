"""The order as it would be: what is agreed now, with the items of a change put into it (SEMANTICS 8).

Diff, impact sheet, letter and taking effect all look at the same projection. Nothing is saved. What no item names stays
as it was frozen: prices, costs, the exchange rate and amounts of other lines are never computed anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import errors
from common.errors import Text
from common.money import ZERO, line_amounts, spread, tax_within
from orders.changes import fields, following, guarding
from orders.changes.choices import Action
from orders.changes.effect import leaving
from orders.changes.fields import CUSTOM, Changeable, Kind
from orders.entry import grid, header
from orders.entry.drafts import LINE_ENTERED, LineDraft, UnfinishedRow
from orders.order import arranging, derive
from orders.order.models import Order, OrderLine
from segments.custom_fields import values

Faults = dict[str, list[Text]]


class Item(Protocol):
    """What a projection needs of an item: ``models.ChangeItem``, or one that is only thought of."""

    action: str
    line_no: int | None
    field: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Projection:
    """The order before and after. ``lines`` and ``before`` are copies by number, gifts under their lines; ``gone`` are
    those of ``before`` that are no more; ``touched`` the numbers of lines, old and new, that differ."""

    order: Order
    lines: list[OrderLine]
    was: Order
    before: list[OrderLine]
    gone: list[OrderLine] = field(default_factory=list)
    touched: frozenset[int] = frozenset()
    head: frozenset[str] = frozenset()  # columns of the head that differ

    @property
    def added(self) -> list[OrderLine]:
        """The lines that are new."""
        return [line for line in self.lines if line.pk is None]

    def line(self, line_no: int) -> OrderLine | None:
        """The line as it would be."""
        return next((one for one in self.lines if one.line_no == line_no), None)

    def former(self, line_no: int) -> OrderLine | None:
        """The line as it is."""
        return next((one for one in self.before if one.line_no == line_no), None)


def project(
    order: Order, lines: Sequence[OrderLine], items: Iterable[Item], *, actor: User, at: datetime
) -> Projection:
    """Put ``items`` into an order and its lines (all of them, as they are now). ``actor`` is whose request it is: what
    he may choose for parties and terms is checked as at entry.

    Raises Invalid with the paths of items for values that do not fit, and for what a line that is closed, frozen or
    partly carried out no longer bears (``guarding``).
    """
    items = list(items)
    was, after = copy(order), copy(order)
    head = _change_head(after, [one for one in items if one.line_no is None], actor, at)
    existing = {line.line_no: line for line in lines}
    guarding.require_known(existing, items)
    cancelled = {one.line_no for one in items if one.action == Action.CANCEL}
    drafts = _drafts(existing, [one for one in items if one.line_no is not None and one.action != Action.CANCEL])
    made = _build(after, actor, drafts, existing)
    named = {line.line_no for line in made} | cancelled
    with_gifts = {line.line_no for line in lines if line.gift_of_id and _source(line, existing) in named}
    kept = [copy(line) for line in lines if line.line_no not in named | with_gifts]
    result = arranging.arranged([*kept, *made])
    for line in result:
        line.order = after
    there = {line.line_no for line in result}
    gone = [line for line in lines if line.line_no not in there]
    result, gone = following.keep_what_went_out(result, gone, existing)
    guarding.require_possible(existing, result, gone, items)
    leaving.require_off_invoices(gone)
    if not result:
        raise errors.Invalid(fields={"lines": [_("A line must stay: void or close the order instead.")]})
    grid.check_amounts(after, result)
    _amounts(after, result, existing)
    changed_lines = {line.line_no for line in result if _differs(line, existing.get(line.line_no))}
    derive.derive(after, result)
    touched = frozenset(changed_lines | {line.line_no for line in gone})
    return Projection(after, result, was, list(lines), gone, touched, frozenset(head))


def _source(gift: OrderLine, existing: Mapping[int, OrderLine]) -> int | None:
    return next((number for number, line in existing.items() if line.pk == gift.gift_of_id), None)


# --- the head ------------------------------------------------------------------------------------


def _change_head(order: Order, items: Sequence[Item], actor: User, at: datetime) -> list[str]:
    columns: dict[str, Any] = {}
    custom: dict[str, Any] = {}
    faults: Faults = {}
    for item in items:
        known = fields.find(item.field, of_line=False)
        if known is None:
            faults[item.path if hasattr(item, "path") else item.field] = [_("This does not change by a request.")]
        elif known.kind is Kind.CUSTOM:
            custom[item.field.removeprefix(CUSTOM)] = item.new
        else:
            columns[known.column] = known.read(item.new)
    if faults:
        raise errors.Invalid(fields=faults)
    changed = header.assign(order, columns)
    header.check(order, actor, changed, at)
    if custom:
        order.custom = values.merged(actor, values.ORDER, dict(order.custom), custom)
        changed.append("custom")
    for name in changed:  # a row at hand is that of the former key
        order._state.fields_cache = {key: row for key, row in order._state.fields_cache.items() if f"{key}_id" != name}
    return changed


# --- the lines -----------------------------------------------------------------------------------


def _drafts(existing: Mapping[int, OrderLine], items: Sequence[Item]) -> list[LineDraft]:
    by_line: dict[int, list[Item]] = {}
    for item in items:
        by_line.setdefault(item.line_no or 0, []).append(item)
    faults: Faults = {}
    drafts = []
    for line_no, own in sorted(by_line.items()):
        line = existing.get(line_no)
        draft = LineDraft(line_no=line_no, quantity=ZERO) if line is None else as_it_stands(line)
        sent = {}
        for item in own:
            known = fields.find(item.field, of_line=True)
            if known is None:
                faults[f"lines.{line_no}.{item.field}"] = [_("This does not change by a request.")]
            else:
                sent[item.field] = (known, item.new)
        drafts.append(_with(draft, line, sent))
        if line is None and not drafts[-1].product_id:
            faults[f"lines.{line_no}.product"] = [_("Choose a product.")]
    if faults:
        raise errors.Invalid(fields=faults)
    return drafts


def as_it_stands(line: OrderLine) -> LineDraft:
    """A stored line as it would be entered to stay what it is: its price too, wherever it came from."""
    return LineDraft(
        quantity=line.ordered,
        price=line.price,
        price_rule=line.price_rule,
        requested_date=line.requested_date,
        line_no=line.line_no,
        quotation_line_id=line.quotation_line_id,
        agreement_line_id=line.agreement_line_id,
        **{name: getattr(line, name) for name in LINE_ENTERED},
    )


# what was said of the old goods is not said of the new ones
_OF_PRODUCT: dict[str, Any] = {
    "specification": None,
    "auxiliary_attribute": None,
    "tax_rate": None,
    "supply_mode": "",
    "price": None,
    "price_rule": "",
    "quotation_line_id": None,
    "agreement_line_id": None,
}


def _with(draft: LineDraft, line: OrderLine | None, sent: Mapping[str, tuple[Changeable, Any]]) -> LineDraft:
    """The draft with the items put in; another product brings its own words and price, unless items say those too."""
    if "product" in sent and (line is None or sent["product"][1] != line.product_id):
        for name, value in _OF_PRODUCT.items():
            setattr(draft, name, value)
    if "price" in sent:  # typed over that of a quotation or an agreement
        draft.price_rule, draft.agreement_line_id = "", None
    custom: dict[str, Any] = {}
    for name, (known, kept) in sent.items():
        if known.kind is Kind.CUSTOM:
            custom[name.removeprefix(CUSTOM)] = kept
        elif known.kind is Kind.PARTS:
            draft.schedule = fields.parts(kept)
        else:
            setattr(draft, "product_id" if name == "product" else name, known.read(kept))
    if custom:
        draft.custom = custom
    if line is not None and line.schedule and draft.schedule is None and draft.quantity != line.ordered:
        draft.schedule = ()  # dates of another quantity; the requested date holds
    return draft


def _build(
    order: Order, actor: User, drafts: Sequence[LineDraft], existing: Mapping[int, OrderLine]
) -> list[OrderLine]:
    """The changed and new lines with their gifts; numbers of other lines stay taken."""
    if not drafts:
        return []
    named = {draft.line_no for draft in drafts}
    own = {number: line for number, line in existing.items() if number in named or _source(line, existing) in named}
    taken = [UnfinishedRow(line_no=number, at="", cells={}) for number in existing if number not in own]
    made = following.with_agreed_gifts(grid.build(order, actor, drafts, own, taken), own)
    for line in made:
        before = existing.get(line.line_no)
        if before is None:
            line.original = line.ordered
        elif before.product_id == line.product_id:
            line.unit_cost = before.unit_cost  # frozen at submission
    return made


# --- amounts -------------------------------------------------------------------------------------

_COMPARED = frozenset(grid.WRITTEN) - {"text", "gift_of", "price_source", "price_rule"}
_DERIVED = {"amount", "reduction", "tax", "net"}
_OWN = tuple(
    one.attname for one in OrderLine._meta.concrete_fields if one.name in _COMPARED and one.name not in _DERIVED
)


def _differs(line: OrderLine, before: OrderLine | None) -> bool:
    return before is None or any(getattr(line, name) != getattr(before, name) for name in _OWN)


def _amounts(order: Order, lines: Sequence[OrderLine], existing: Mapping[int, OrderLine]) -> None:
    """Amounts of what changed, and every line's share of the reduction; what did not change keeps its own to the digit,
    also where a file once said it. Raises Invalid for a reduction above what the lines are worth."""
    anew = [line for line in lines if _differs(line, existing.get(line.line_no))]
    for line in anew:
        found = line_amounts(line.ordered, line.price, line.discount, line.tax_rate, order.tax_mode)
        line.amount, line.reduction, line.tax, line.net = found.amount, ZERO, found.tax, found.net
    weights = [line.amount for line in lines]
    if order.reduction > sum(weights, ZERO):
        raise errors.Invalid(fields={"reduction": [_("The reduction is more than the lines are worth.")]})
    if not order.reduction and not any(line.reduction for line in lines):
        return
    changed = {id(line) for line in anew}
    for line, share in zip(lines, spread(order.reduction, weights), strict=True):
        if id(line) in changed or line.reduction != share:
            _reduce(line, order, share)


def _reduce(line: OrderLine, order: Order, share: Decimal) -> None:
    found = line_amounts(line.ordered, line.price, line.discount, line.tax_rate, order.tax_mode, share)
    is_other = found.amount != line.amount  # as a file said it
    tax = tax_within(line.amount - share, line.tax_rate) if is_other else found.tax
    line.reduction, line.tax, line.net = share, tax, line.amount - share - tax
