"""A repeat order: what became different since the order it was copied from, told on the new draft (R045, R066). The
copy takes address, terms and parties of the order; the customer's record may say something else by now, and prices from
master data are those of today."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import reference
from common.models import Event
from common.money import plain
from customers.models import Customer, PaymentTerm
from orders.entry import defaults
from orders.order import policies
from orders.order.models import Order, OrderLine
from orders.order.states import AGREED, Status

COPIED = "order.copied"
_TOLD = (
    *("ship_address", "ship_recipient", "ship_phone", "contact_name", "contact_phone", "payment_term_id"),
    *("invoice_title", "invoice_tax_number", "bill_to_id", "ship_to_id", "agent_id"),
)
_NAMED = {"payment_term_id": PaymentTerm, **dict.fromkeys(("bill_to_id", "ship_to_id", "agent_id"), Customer)}
_CONTACT = policies.FIELDS["customer.contact"]


def changes(source: Order, lines: Iterable[OrderLine], made: Order, actor: User, day: date) -> list[dict[str, str]]:
    """What a copy, just made, keeps of its source though the customer's record says another thing, and the prices that
    differ: field, what it ``was`` and is ``now``, as texts. People of the customer are named by their field alone."""
    customer = defaults.find_customer(actor, customer_id=made.customer_id, code="")
    theirs = defaults.from_customer(customer, actor, day)
    differing = [name for name in _TOLD if theirs[name] and getattr(made, name) not in (theirs[name], None, "")]
    words = _words(differing, made, theirs)
    pairs = zip(differing, words, strict=True)
    found = [{"field": name.removesuffix("_id"), "was": was, "now": now} for name, (was, now) in pairs]
    return [*found, *_of_prices(source, lines, made)]


def _words(names: Sequence[str], made: Order, theirs: Mapping[str, Any]) -> list[tuple[str, str]]:
    spoken = []
    for name in names:
        pair = (getattr(made, name), theirs[name])
        if name in _CONTACT:
            spoken.append(("", ""))
        elif model := _NAMED.get(name):
            named = model._default_manager.in_bulk(pair)
            spoken.append((str(named.get(pair[0], "")), str(named.get(pair[1], ""))))
        else:
            spoken.append(pair)
    return spoken


def _of_prices(source: Order, lines: Iterable[OrderLine], made: Order) -> list[dict[str, str]]:
    if (source.currency_id, source.tax_mode) != (made.currency_id, made.tax_mode):
        return []
    before = {line.line_no: line for line in lines if line.price_source not in AGREED and not line.is_gift}
    pairs = [(before.get(line.line_no), line) for line in made.loaded_lines]
    return [
        {"field": f"lines.{line.line_no}.price", "was": plain(was.price, 2), "now": plain(line.price, 2)}
        for was, line in pairs
        if was is not None and was.product_id == line.product_id and was.price != line.price
    ]


@dataclass(frozen=True)
class Told:
    """One of them for its reader: the field as a path, what it was and is, and both in words."""

    field: str
    was: str
    now: str
    text: str


def told(actor: User, order: Order, events: Iterable[Any] | None = None) -> list[Told]:
    """What is told of a draft that was copied, without what its reader may not see; nothing once it was submitted.
    ``events``: its history where that is at hand, else one statement."""
    if order.status != Status.DRAFT:
        return []
    if events is None:
        events = Event.objects.filter(kind=COPIED, subject_type=Order._meta.label_lower, subject_id=order.pk)
    hidden = policies.hidden_columns(actor)
    kept = [one for event in events if event.kind == COPIED for one in event.data.get("changes", ())]
    return [Told(text=_text(one), **one) for one in kept if one["field"].rpartition(".")[2] not in hidden]


def _text(one: Mapping[str, str]) -> str:
    parts = one["field"].split(".")
    if parts[0] == "lines":
        words = _("line %(line)s: price %(was)s then, %(now)s now")
        return words % {"line": parts[1], "was": one["was"], "now": one["now"]}
    label = str(Order._meta.get_field(parts[0]).verbose_name)  # type: ignore[union-attr]
    if not one["was"]:
        return _("%(field)s: the customer's record says something else now") % {"field": label}
    shown = {name: reference.shown(one[name]) for name in ("was", "now")}
    return _("%(field)s: %(was)s here, %(now)s in the customer's record") % {"field": label, **shown}
