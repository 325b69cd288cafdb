"""The entry page: what it opens with, what a posted form means, and saving it. One call each for the doors."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts import policies as rights
from common import citations, clock, dates, errors, settings, typed
from common.templatetags import fmt
from customers import queries as customers
from orders.completeness import rules as completeness
from orders.entry import drafting, forms, grid, relating, repeating, rows, stock_cells, unseen
from orders.entry import queries as entry
from orders.entry.drafts import LineDraft
from orders.lifecycle import operations as lifecycle
from orders.order import arranging, policies, queries
from orders.order.states import Status
from orders.templatetags import entry_grid
from orders.workspace import gates, notes, rail, tabs
from segments.custom_fields import values

SAVE, SUBMIT, AUTO = "save", "submit", "auto"
ZERO = Decimal(0)


@dataclass
class Entry:
    """An order being entered: ``order`` None for a new one. ``problems`` are (anchor, words) of what kept it from
    being saved, beside the fields of the form; rows that are no lines yet are saved with the draft. ``last``: the
    highest line number that the form held, deleted rows' too."""

    form: forms.HeaderForm
    lines: list[rows.Row] = field(default_factory=list)
    order: Any = None
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

    @property
    def quantity(self) -> Decimal:
        """Pieces over all lines, as far as they can be read."""
        found = (row.number("quantity") for row in self.lines)
        return sum((number for number in found if number is not None), Decimal(0))


def start(user: Any, params: Mapping[str, str], at: datetime) -> Entry:
    """A new order, for a customer if one is named. Raises NotAllowed, NotFound."""
    require_entry(user)
    day = dates.business_day(at)
    initial: dict[str, Any] = {"executing_owner": user.pk, "salesperson": user.pk, "delivery_method": "DELIVER"}
    if customer_id := typed.read_key(params.get("customer")):
        found = entry.defaults_for(user, customer_id, day)
        initial |= filled(user, found) | {"customer": found["customer_id"]}
        initial["customer_name"] = customers.label(actor=user, customer_id=found["customer_id"])
    return Entry(_form(user, initial, may_give=rights.can(user, "order.reassign")))


def require_entry(user: Any) -> None:
    """Raise NotAllowed for who may not enter orders, or not see the prices that the page is full of."""
    rights.require(user, "order.create")
    tabs.require_money(user)


def filled(user: Any, defaults: Mapping[str, Any]) -> dict[str, str]:
    """What choosing a customer writes into the form, as far as ``user`` sees it: field → text."""
    return forms.filled(defaults, policies.unseen_columns(user))


def _form(
    user: Any, initial: dict[str, Any], data: Any = None, *, may_give: bool, order: Any = None
) -> forms.HeaderForm:
    custom = None if order is None else order.custom
    form = forms.HeaderForm(data, initial=initial, may_give=may_give, user=user, custom=custom)
    form.unseen = policies.unseen_columns(user)
    return form


def _initial(user: Any, order: Any) -> dict[str, Any]:
    """The values that the form starts with: of a redacted copy, the order itself is still to be compared with."""
    return forms.initial_of(policies.redact(user, [copy(order)])[0])


def open_draft(user: Any, reference: str) -> Entry:
    """A stored draft. Raises NotFound, NotAllowed, WrongState for an order that is no draft any more."""
    order = queries.get_order(actor=user, reference=reference)
    policies.require(user, "order.edit", order)
    tabs.require_money(user)
    if order.status != Status.DRAFT:
        raise errors.WrongState(
            _("Only a draft is edited; this order is %(status)s.") % {"status": Status(order.status).label},
            status=str(order.status),
        )
    may_give = policies.can(user, "order.reassign", order)
    return Entry(_form(user, _initial(user, order), may_give=may_give, order=order), _stored_rows(user, order), order)


def _stored_rows(user: Any, order: Any) -> list[rows.Row]:
    """The lines of a draft and its rows that are none yet, marked, in the order of their numbers. Gifts of promotions
    are not typed: the grid shows them beside its rows."""
    lines = [line for line in queries.lines_of(order, with_products=True) if not line.gift_of_id]
    typed = [{**kept, "cells": unseen.shown(user, kept["cells"])} for kept in order.unfinished]
    unfinished = [rows.of_unfinished(kept, len(lines) + place) for place, kept in enumerate(typed)]
    rows.to_drafts(unfinished)
    rows.mark_unknown(unfinished, entry.known_codes(row.text("product") for row in unfinished))
    for row, kept in zip(unfinished, order.unfinished, strict=True):
        if not row.faults:
            row.fault(kept["at"], _("With this the row cannot be a line."))
    whole = [rows.of_line(line, key, values.shown(user, values.LINE, line.custom)) for key, line in enumerate(lines)]
    found = sorted([*whole, *unfinished], key=lambda row: row.line_no or 0)
    for key, row in enumerate(found):
        row.key = str(key)
    stock_cells.fill(found, lines, order, dates.business_day(clock.now()))
    return found


def read(user: Any, data: Any, order: Any = None) -> Entry:
    """What a posted form says."""
    initial = _initial(user, order) if order else {}
    may_give = policies.can(user, "order.reassign", order) if order else rights.can(user, "order.reassign")
    form = _form(user, initial, data, may_give=may_give, order=order)
    found = rows.read(data)
    return Entry(form, found + relating.asked_for(data, found), order, last=rows.highest(data))


def save(user: Any, entered: Entry, version: int | None, at: datetime, *, by_itself: bool = False) -> Any:
    """Save the draft, incomplete if need be, and give it: rows that are no lines yet are kept as they were typed,
    and marked. ``by_itself``: the page saves, no person. None when the head stands in the way (the entry says where).
    Raises what the operations raise, but for Invalid."""
    drafts = rows.to_drafts(entered.lines, max(entered.last, entry.last_number(entered.order)))
    if not entered.form.is_valid():
        return None
    while True:
        whole = [draft for row, draft in zip(entered.lines, drafts, strict=True) if not row.faults]
        try:
            return _store(user, entered, whole, version, at, by_itself)
        except errors.Invalid as error:
            _explain(entered, error)
            if entered.is_refused or len(whole) == sum(1 for row in entered.lines if not row.faults):
                return None


def _store(
    user: Any, entered: Entry, lines: list[LineDraft], version: int | None, at: datetime, by_itself: bool
) -> Any:
    unfinished = rows.unfinished(entered.lines)
    if entered.order is None:
        draft = entered.form.to_draft()
        draft.lines, draft.unfinished = lines, unfinished
        return drafting.create_order(actor=user, draft=draft, at=at)
    return drafting.change_order(
        actor=user,
        order_id=entered.order.pk,
        version=version or entered.order.version,
        changes=entered.form.changes(entered.order),
        lines=lines,
        unfinished=unfinished,
        by_itself=by_itself,
        at=at,
    )


def _explain(entered: Entry, error: errors.Invalid) -> None:
    others = rows.spread_faults(entered.lines, error.fields)
    if not error.fields:
        entered.problems.append(("", citations.told(error)))
    for name, texts in others.items():
        for text in texts:
            name = f"{name}_name" if name in forms.PARTIES else name
            if name in entered.form.fields:
                entered.form.add_error(name, text)
            else:
                entered.problems.append(("lines", text))


def submit(user: Any, order: Any, at: datetime) -> tuple[Any, str]:
    """Submit a saved draft: (order, "") or (None, why not in words)."""
    try:
        return lifecycle.submit_order(actor=user, order_id=order.pk, at=at), ""
    except errors.Invalid as error:
        return None, citations.told(error, error.brief())
    except (errors.Conflict, errors.NotAllowed) as error:
        return None, citations.told(error)


def gaps(user: Any, order: Any, shown: Sequence[rows.Row]) -> list[dict[str, Any]]:
    """What the draft lacks, by the step it blocks, for the ``gates`` tag; each item leads to its cell or field."""
    lines = queries.lines_of(order, with_products=True)
    keys = {row.line_no: row.key for row in shown}
    keys |= {gift: keys[source] for gift, source in arranging.source_numbers(lines).items() if source in keys}
    return gates.groups(completeness.missing(order, lines, user), lambda gap: f"#{_anchor(gap.field, keys)}")


_WITH_ID = ("product", "quantity", "price", "requested_date")  # the cells that links lead to


def _anchor(path: str, keys: Mapping[int | None, str]) -> str:
    parts = path.split(".")
    if parts[0] == "lines" and len(parts) == 3 and int(parts[1]) in keys:
        return f"id_lines-{keys[int(parts[1])]}-{parts[2] if parts[2] in _WITH_ID else 'product'}"
    return notes.anchor(path)


def repeated(user: Any, order: Any) -> Any:
    """The note about what became different since the order that this draft was copied from; None for nothing."""
    return notes.of_copy(repeating.told(user, order))


def most_lines() -> int:
    """How many lines an order may have."""
    return int(settings.get(grid.MAX_LINES))


def credit(user: Any, customer_id: Any, at: datetime, *, planned: Decimal = ZERO) -> Any:
    """How the chosen customer's credit would stand with ``planned`` (the draft's total in the company's currency),
    as far as the person sees it; None before one is chosen."""
    key = typed.read_key(customer_id)
    if key is None:
        return None
    customer = customers.get_customer(actor=user, customer_id=key)
    return rail.credit_of(user, customer, None, at, planned=planned)


def worth_of(order: Any) -> Decimal:
    """The total of a stored draft in the company's currency; nothing for a new one."""
    return order.total_amount * order.exchange_rate if order is not None else ZERO


def name_fields(error: errors.Stale) -> None:
    """Say in words which fields of head and grid a stale form would have overwritten."""
    labels = {}
    for path in error.details.get("fields", {}):
        parts = path.split(".")
        if parts[0] == "lines" and len(parts) > 1:
            cell = f": {rows.label(parts[2])}" if len(parts) > 2 else ""
            labels[path] = _("Line %(line)s") % {"line": parts[1]} + cell
        elif path in forms.HeaderForm.base_fields:
            labels[path] = str(forms.HeaderForm.base_fields[path].label or path)
    error.details["labels"] = labels


def explain_stale(entered: Entry, error: errors.Stale) -> None:
    """Put what others stored meanwhile above the form, which keeps what was typed."""
    name_fields(error)
    entered.problems.append(("", citations.told(error)))
    for path, (stored, _sent) in error.details.get("fields", {}).items():
        words = _("%(field)s is stored as %(value)s now.")
        label = error.details["labels"].get(path, path)
        entered.problems.append(("", words % {"field": label, "value": stored or fmt.DASH}))
    words = _("Your entries are still here. Open the page again to go on from the present state.")
    entered.problems.append(("", words))
