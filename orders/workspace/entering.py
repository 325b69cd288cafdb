"""The entry page: what it opens with, what a posted form means, and saving it. One call each for the doors."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts import policies as rights
from common import dates, errors, settings
from common.templatetags import fmt
from customers import queries as customers
from orders.completeness import rules as completeness
from orders.entry import drafting, forms, grid, rows
from orders.entry import queries as entry
from orders.lifecycle import operations as lifecycle
from orders.order import policies, queries
from orders.order.states import Status
from orders.templatetags import entry_grid
from orders.workspace import notes, rail, tabs

SAVE, SUBMIT = "save", "submit"


@dataclass
class Entry:
    """An order being entered: ``order`` None for a new one. ``problems`` are (anchor, words) for the summary."""

    form: forms.HeaderForm
    lines: list[rows.Row] = field(default_factory=list)
    order: Any = None
    problems: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not self.problems and not self.form.errors and not any(row.faults for row in self.lines)

    @property
    def next_key(self) -> int:
        """The number of the next new row, beyond all that are on the page."""
        return max((int(row.key) + 1 for row in self.lines), default=0) + entry_grid.BLANK_ROWS

    @property
    def quantity(self) -> Decimal:
        """Pieces over all lines, as far as they can be read."""
        return sum((fmt.as_decimal(row.text("quantity")) or Decimal(0) for row in self.lines), Decimal(0))

    @property
    def faults(self) -> list[tuple[str, str, str]]:
        """(anchor, label, words) of what is wrong in the lines or as a whole, for the summary."""
        found = [(anchor, "", words) for anchor, words in self.problems]
        for place, row in enumerate(self.lines, start=1):
            for words in row.faults.values():
                found.append((f"id_lines-{row.key}-product", _("Line %(line)s") % {"line": place}, words))
        return found


def start(user: Any, params: Mapping[str, str], at: datetime) -> Entry:
    """A new order, for a customer if one is named. Raises NotAllowed, NotFound."""
    require_entry(user)
    day = dates.business_day(at)
    initial: dict[str, Any] = {"executing_owner": user.pk, "salesperson": user.pk, "delivery_method": "DELIVER"}
    if params.get("customer", "").isdecimal():
        found = entry.defaults_for(user, int(params["customer"]), day)
        initial |= filled(user, found) | {"customer": found["customer_id"]}
        initial["customer_name"] = customers.label(actor=user, customer_id=found["customer_id"])
    return Entry(_form(user, initial))


def require_entry(user: Any) -> None:
    """Raise NotAllowed for who may not enter orders, or not see the prices that the page is full of."""
    rights.require(user, "order.create")
    tabs.require_money(user)


def filled(user: Any, defaults: Mapping[str, Any]) -> dict[str, str]:
    """What choosing a customer writes into the form, as far as ``user`` sees it: field → text."""
    return forms.filled(defaults, policies.unseen_columns(user))


def _form(user: Any, initial: dict[str, Any], data: Any = None) -> forms.HeaderForm:
    form = forms.HeaderForm(data, initial=initial)
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
    lines = [rows.of_line(line, key) for key, line in enumerate(queries.lines_of(order, with_products=True))]
    return Entry(_form(user, _initial(user, order)), lines, order)


def read(user: Any, data: Any, order: Any = None) -> Entry:
    """What a posted form says."""
    initial = _initial(user, order) if order else {}
    return Entry(_form(user, initial, data), rows.read(data), order)


def save(user: Any, entered: Entry, version: int | None, at: datetime) -> Any:
    """Save the draft, incomplete if need be, and give it; None when a cell or field stands in the way (the entry
    says which). Raises what the operations raise, but for Invalid."""
    drafts = rows.to_drafts(entered.lines)
    if not entered.form.is_valid() or not entered.is_sound:
        return None
    try:
        if entered.order is None:
            draft = entered.form.to_draft()
            draft.lines = drafts
            return drafting.create_order(actor=user, draft=draft, at=at)
        return drafting.change_order(
            actor=user,
            order_id=entered.order.pk,
            version=version or entered.order.version,
            changes=entered.form.changes(entered.order),
            lines=drafts,
            at=at,
        )
    except errors.Invalid as error:
        _explain(entered, error)
        return None


def _explain(entered: Entry, error: errors.Invalid) -> None:
    others = rows.spread_faults(entered.lines, error.fields)
    if not error.fields:
        entered.problems.append(("", str(error.message)))
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
    except (errors.Invalid, errors.Conflict, errors.NotAllowed) as error:
        return None, str(error.message)


def gaps(order: Any, shown: Sequence[rows.Row]) -> list[dict[str, Any]]:
    """What the draft lacks, by the step it blocks, for the ``gates`` tag; each item leads to its cell or field."""
    lines = queries.lines_of(order, with_products=True)
    keys = {row.line_no: row.key for row in shown}
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for gap in completeness.missing(order, lines):
        groups.setdefault(gap.step, []).append((notes.gap_words(gap), "", f"#{_anchor(gap.field, keys)}"))
    return [
        {"title": _("before %(step)s") % {"step": completeness.Step(step).label}, "icon": _ICONS[step], "items": items}
        for step, items in groups.items()
    ]


def _anchor(path: str, keys: Mapping[int | None, str]) -> str:
    parts = path.split(".")
    if parts[0] == "lines" and len(parts) == 3 and int(parts[1]) in keys:
        return f"id_lines-{keys[int(parts[1])]}-{parts[2]}"
    return notes.anchor(path)


_ICONS = {"submit": "send", "approve": "check2", "produce": "tools", "ship": "truck", "invoice": "receipt"}


def most_lines() -> int:
    """How many lines an order may have."""
    return int(settings.get(grid.MAX_LINES))


def credit(user: Any, customer_id: Any, at: datetime) -> Any:
    """How the chosen customer's credit stands, as far as the person sees it; None before one is chosen."""
    if not str(customer_id or "").isdecimal():
        return None
    customer = customers.get_customer(actor=user, customer_id=int(customer_id))
    return rail.credit_of(user, customer, None, at)
