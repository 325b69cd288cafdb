"""Everything the order's page shows around its tabs, put together once per request."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import policies as rights
from common.templatetags import fmt, ui
from customers import policies as customer_policies
from orders.changes import possible
from orders.completeness.rules import Step
from orders.entry import repeating
from orders.fulfilment import policies as outbound_policies
from orders.order import arranging, policies, queries
from orders.order.policies import Action
from orders.order.states import Closure, Fulfilment, Status
from orders.settlement import policies as receipt_policies
from orders.settlement import queries as settlement
from orders.templatetags import order_parts
from orders.workspace import actions, doubts, gates, next, notes, rail, standing, tabs, timeline
from segments.custom_fields import definitions

ZERO = Decimal(0)
RECENT = 5
UNFINISHED = (Status.DRAFT, Status.SUBMITTED, Status.EFFECTIVE)
AFTER_ENTRY = (Status.SUBMITTED, Status.EFFECTIVE, Status.CLOSED)  # no draft any more, and not put away yet


@dataclass(frozen=True)
class LineRow:
    """A line with what the table adds to its columns; ``short`` is what is neither reserved nor shipped."""

    line: Any
    due: Any
    short: Decimal
    details: str
    is_closed: bool
    follows: int | None = None  # of a gift: the number of the line that it is given for


@dataclass(frozen=True)
class Sheet:
    """The page of one order for one person."""

    order: Any
    hidden: frozenset[str]
    margin: Any
    rows: list[LineRow]
    with_money: bool
    flags: list[SafeString]
    facts: list[tuple[Any, ...]]
    ladder: list[dict[str, Any]]
    notes: list[notes.Note]
    gates: list[dict[str, Any]]
    actions: actions.ActionBar
    recent: list[dict[str, Any]]
    history: list[dict[str, Any]]
    sums: dict[str, Decimal]
    customer_url: str
    edit_url: str
    lines_url: str
    next: list[dict[str, Any]]
    route: list[dict[str, Any]]
    rail: rail.Rail
    priority: standing.Shown
    doubts: doubts.Panel


def open_sheet(user: Any, reference: str, at: datetime) -> Sheet:
    """The order as ``user`` may see it. Raises NotFound."""
    order = queries.get_order(actor=user, reference=reference)
    with_money = "total_amount" not in policies.hidden_columns(user)
    facts = _facts(order, with_money)  # before hidden columns are emptied: shares of them are no secret
    more = _other_verbs(user, order, with_money)
    found = queries.order_sheet(user, order)
    history = timeline.items(found.timeline, definitions.visible(user, definitions.Subject.ORDER))
    lacking = gates.said(found.advice["gaps"])
    may_note = _may_note(user, order)
    edit_url = reverse("orders:order-edit", args=[order.reference]) if with_money and found.may("order.edit") else ""
    more += actions.offered(user, order, found.lines)
    bar = actions.bar(found.order, [*_shown(found.actions, with_money), *more], found.lines)
    return Sheet(
        order=found.order,
        hidden=found.hidden,
        margin=found.margin,
        rows=_rows(found.lines),
        with_money=with_money,
        flags=[*_revision(found.order), *order_parts.flags_of(found.order, with_money)],
        facts=facts,
        ladder=ladder(found.order),
        notes=list(
            notes.notes(
                found.order,
                [gap for gap in lacking if gap.step == Step.SUBMIT],
                found.advice["findings"],
                blocks=_blocks(order),
                repeated=repeating.told(user, found.order, found.timeline),
                with_money=with_money,
                may_edit=may_note,
            )
        ),
        gates=gates.of_page(found.order, lacking, edit_url=edit_url, may_note=may_note),
        actions=bar,
        recent=history[:RECENT],
        history=history,
        sums=_sums(found.lines),
        customer_url=_customer_url(user, found.order),
        edit_url=edit_url,
        lines_url=reverse("orders:order-detail", args=[order.reference]) + "lines/",
        next=list(next.actions(user, found.order, bar, at)),
        route=next.route(found.order) if found.order.submitted_at else [],
        rail=rail.build(user, found.order, at, found.responsible),
        priority=standing.shown(user, found.order, at),
        doubts=doubts.panel(user, found.order),
    )


def _revision(order: Any) -> list[SafeString]:
    """Which revision is in force, where there was one before: leads to them."""
    if order.revision < 2:
        return []
    url = reverse("orders:order-requests", args=[order.reference]) + "#revisions"
    words = _("Rev. %(number)s") % {"number": order.revision}
    title = _("The revisions of this order, side by side")
    return [format_html('<a class="so-flag line" href="{}" title="{}">{}</a>', url, title, words)]


def _shown(found: Iterable[Action], with_money: bool) -> list[Action]:
    """The verbs of the order itself. The entry page is full of prices: without them it does not open."""
    if with_money:
        return list(found)
    return [
        replace(one, allowed=False, why_not=tabs.no_money()) if one.verb == "order.edit" and one.allowed else one
        for one in found
    ]


def _blocks(order: Any) -> Sequence[Any]:
    """What must be paid before the order goes on; only what is in force is produced and shipped."""
    return settlement.blocks([order.pk]).get(order.pk, ()) if order.status == Status.EFFECTIVE else ()


def _may_note(user: Any, order: Any) -> bool:
    """Whether the dialog of notes, contact and contract is this person's; a draft has its whole entry page."""
    return order.status in AFTER_ENTRY and policies.can(user, "order.edit", order)


def _other_verbs(user: Any, order: Any, with_money: bool) -> list[Action]:
    """Verbs of upper rooms that begin at an order."""
    ships = order.status == Status.EFFECTIVE and order.fulfilment != Fulfilment.FULL and order.order_type.ships
    is_owed = order.status in (Status.EFFECTIVE, Status.CLOSED, Status.ARCHIVED)
    found = [Action("order.copy", _("Copy order"), True, with_money and rights.can(user, "order.create"), "")]
    if rights.can(user, "order.create") and order.line_count:
        found.append(Action("order.template", _("Keep as template"), True, True, ""))
    if with_money and order.status == Status.DRAFT and policies.can(user, "order.edit", order):
        if order.line_count:
            found.append(Action("order.split", _("Split"), True, True, ""))
        found.append(Action("order.merge", _("Merge drafts"), True, True, ""))
        found.append(Action("order.contract", _("Contract clauses"), True, True, ""))
    if order.status in UNFINISHED and policies.can(user, "order.pin", order):
        found.append(Action("order.pin", _("Pin to the top"), True, True, ""))
    if with_money and policies.can(user, "order.print", order):
        found.append(Action("order.print", _("Print"), True, True, ""))
    if _may_note(user, order):
        found.append(Action("order.notes", _("Notes, contact, contract"), True, True, ""))
    if ships and outbound_policies.can(user, "outbound.draft", [order]):
        why_not = _("The order is frozen: %(reason)s") % {"reason": order.freeze_reason} if order.is_frozen else ""
        found.append(Action("outbound.draft", _("Delivery notice"), True, not why_not, why_not))
    if is_owed and receipt_policies.can(user, "receipt.record", order.customer):
        found.append(Action("receipt.record", _("Record receipt"), True, True, ""))
    if with_money and (change := possible.action(user, order)):
        found.append(change)
    found += doubts.verbs(user, order)
    return [action for action in found if action.allowed or action.why_not]


def _facts(order: Any, with_money: bool) -> list[tuple[Any, ...]]:
    money = [(_("Total incl. tax"), ui.money(order.total_amount, order.currency_id), "b f16")] if with_money else []
    received = [(_("Received"), _received(order))] if with_money else []
    return [
        *money,
        (_("Promised") if order.promised_date else _("Requested"), _due(order)),
        (_("Shipped"), order_parts.order_progress(order)),
        *received,
        (_("Payment terms"), order.payment_term or fmt.DASH),
        (_("Department in charge"), order.territory or order.department or fmt.DASH),
        (_("Type"), _kind(order)),
    ]


def _received(order: Any) -> SafeString:
    if order_parts.is_payment_unknown(order):
        return ui.money(None)
    share = order_parts.paid_percent(order)
    return format_html(
        '{} <span class="t3 f12">{}</span>',
        ui.money(order.received_amount, order.currency_id),
        fmt.percent(share / 100),
    )


def _due(order: Any) -> SafeString:
    is_open = order.status in (Status.DRAFT, Status.SUBMITTED, Status.EFFECTIVE)
    is_done = not is_open or order.fulfilment == Fulfilment.FULL
    value = order.promised_date or order.requested_date
    shown = ui.due(value, done=is_done)
    left = (value - fmt.today()).days if value and not is_done else 0
    if left <= fmt.SOON_DAYS:
        return shown
    return format_html('{} <span class="t3 f12">{}</span>', shown, _("%(days)s days left") % {"days": left})


def _kind(order: Any) -> str:
    words = [str(order.order_type), str(order.get_channel_display())]
    return pgettext("between items", ", ").join(words)


def ladder(order: Any) -> list[dict[str, Any]]:
    """The states in order with their moments; "in progress" stands between effective and closed."""
    if order.status == Status.VOID:
        return [
            {"label": Status.DRAFT.label, "state": "done", "at": order.created_at},
            {"label": Status.VOID.label, "state": "now", "at": order.updated_at},
        ]
    is_running = order.status == Status.EFFECTIVE and order_parts.is_running(order)
    reached = [Status.DRAFT, Status.SUBMITTED, Status.EFFECTIVE, "RUNNING", Status.CLOSED, Status.ARCHIVED]
    moments = [order.created_at, order.submitted_at, order.effective_at, None, order.closed_at, order.archived_at]
    at = reached.index("RUNNING" if is_running else Status(order.status))
    labels = [_("In progress") if step == "RUNNING" else Status(step).label for step in reached]
    return [
        {
            "label": label,
            "at": moment if place <= at else None,
            "state": "done" if place < at else "now" if place == at else "",
        }
        for place, (label, moment) in enumerate(zip(labels, moments, strict=True))
    ]


def _rows(lines: Sequence[Any]) -> list[LineRow]:
    sources = arranging.source_numbers(lines)
    return [replace(_row(line), follows=sources.get(line.line_no)) for line in lines]


def _row(line: Any) -> LineRow:
    is_closed = line.closure != Closure.OPEN
    short = ZERO if is_closed or not line.needs_stock else max(ZERO, line.open - line.reserved)
    details = " · ".join(filter(None, [line.logo, line.colour, line.packaging, line.customisation, line.notes]))
    effective = line.original > 0
    return LineRow(line, line.promised_date or line.requested_date, short if effective else ZERO, details, is_closed)


def _sums(lines: Iterable[Any]) -> dict[str, Decimal]:
    lines, names = list(lines), ("ordered", "reserved", "shipped", "signed")
    return {name: sum((getattr(line, name) for line in lines), ZERO) for name in names}


def _customer_url(user: Any, order: Any) -> str:
    if not customer_policies.can(user, "customer.view", order.customer):
        return ""
    return reverse("customers:customer-detail", args=[order.customer_id])
