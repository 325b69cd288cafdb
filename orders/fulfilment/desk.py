"""What the pages of outbound documents put together: proposals for a notice, controls, saved views."""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import policies as rights
from common import dates, errors, typed
from orders.fulfilment import operations, queries
from orders.fulfilment import policies as outbound_policies
from orders.fulfilment.forms import FROM_ORDER, NoticeForm, PerformForm
from orders.fulfilment.transit.attention import Attention
from orders.fulfilment.transit.queries import Journey
from orders.order import policies as order_policies
from orders.order import queries as order_queries
from orders.order.controls import Button, Look, buttons

TAKING_BACK: dict[str, tuple[Callable[..., Any], Callable[[], str]]] = {
    "unaudit": (operations.unaudit_outbound, lambda: _("Un-audited; the stock is back")),
    "unsign": (operations.unsign_outbound, lambda: _("Taken back; the goods are on their way again")),
    "void": (operations.void_outbound, lambda: _("The delivery notice is void")),
}


@dataclass(frozen=True)
class Notice:
    """What a delivery notice for these orders could take, and what its head begins with."""

    orders: list[Any]
    proposals: list[queries.Proposal]
    initial: dict[str, Any] = field(default_factory=dict)

    @property
    def customer(self) -> Any:
        return self.orders[0].customer


def prepare(actor: Any, ids: Sequence[str], warehouse: str = "") -> Notice:
    """The open lines of the orders with these keys, all of one customer. Raises NotFound for an order that is
    not the actor's, NotAllowed, Conflict when the orders are of several customers or none was named."""
    rights.require(actor, "outbound.draft")  # also where no order is named
    keys = sorted({key for one in ids if (key := typed.read_key(one)) is not None})
    orders = [order_queries.get_order_by_id(actor=actor, order_id=key) for key in keys]
    if not orders:
        raise errors.Conflict(_("Open an order and write its delivery notice from there."))
    outbound_policies.require(actor, "outbound.draft", orders)
    customers = {order.customer_id for order in orders}
    if len(customers) > 1:
        words = _("A delivery goes to one customer; these orders are of %(count)s.") % {"count": len(customers)}
        raise errors.Conflict(words)
    warehouse_id = typed.read_key(warehouse)
    found = queries.proposals(actor, order_ids=keys, warehouse_id=warehouse_id)
    initial = {**_initial(actor, orders[0]), "warehouse_id": found.warehouse_id}
    return Notice(orders, found.rows, initial)


def _initial(actor: Any, order: Any) -> dict[str, Any]:
    """What the notice takes from its first order unless another entry is made; contacts as the actor may see them."""
    order = order_policies.redact(actor, [copy(order)])[0]
    return {name: getattr(order, name) for name in FROM_ORDER}


def open_document(actor: Any, number: str) -> Any:
    """The document as ``actor`` may see it: contacts masked where a role says so. For showing only."""
    return queries.shown(actor, queries.get_document(actor, number))


def head_of(actor: Any, document: Any) -> dict[str, Any]:
    """The head of a document for its form; contacts as the actor may see them."""
    document = queries.shown(actor, document)
    names = (
        *("warehouse_id", "planned_ship_date", "transport_mode", "carrier_id", "waybill", "arrival_date"),
        *("freight", "freight_charged", "ship_address", "ship_recipient", "ship_phone", "notes"),
    )
    return {name: getattr(document, name) for name in names}


def draft(actor: Any, form: NoticeForm, at: datetime) -> Any:
    """Write the notice that a valid form describes."""
    return operations.draft_outbound(actor=actor, lines=form.lines(), at=at, **form.head())


def start_signing(document: Any, actor: Any, today: date, way: Journey) -> dict[str, Any]:
    """What the form of a signing begins with: what the carrier said of the delivery, else today, and the recipient
    where the actor sees him in full."""
    masked = rights.effect(actor, "customer.contact")
    known = {"signer": "" if masked else document.ship_recipient, "condition": "GOOD"}
    if way.delivered is None:
        return {"signed_date": today, **known}
    there = way.delivered.happened_at.astimezone(dates.business_zone())
    signer = "" if masked else way.delivered.person or known["signer"]
    return {**known, "signer": signer, "signed_date": there.date(), "arrived_time": there.strftime("%H:%M")}


def perform(actor: Any, order: Any, line_no: int, form: PerformForm, *, version: int | None, at: datetime) -> str:
    """Record the service that a valid form describes; gives the order's page."""
    data = form.cleaned_data
    operations.perform_service(
        actor=actor,
        order_id=order.pk,
        line_no=line_no,
        quantity=data["quantity"],
        performed_date=data["performed_date"],
        proof=data["proof"],
        version=version,
        at=at,
    )
    return reverse("orders:order-detail", args=[order.reference])


def service_line(actor: Any, order: Any, line_no: int) -> Any:
    """The line of the order with this number, for somebody who records services. Raises NotAllowed, NotFound."""
    order_policies.require(actor, "service.perform", order)
    line = next((line for line in order_queries.lines_of(order) if line.line_no == line_no), None)
    if line is None:
        raise errors.NotFound()
    return line


def service_record(actor: Any, order: Any, record_id: int) -> Any:
    """A service performed for the order, for somebody who may take it back. Raises NotAllowed, NotFound."""
    order_policies.require(actor, "service.perform", order)
    record = next((one for one in queries.services_of_order(actor, order) if one.pk == record_id), None)
    if record is None:
        raise errors.NotFound()
    return record


_LOOKS: dict[str, Look] = {
    "outbound.audit": Look("check2", label=lambda: pgettext("outbound", "Audit")),
    "outbound.sign": Look("clipboard-check", label=lambda: _("Record signing")),
    "outbound.draft": Look("pencil", "link", lambda: pgettext("verb", "Edit")),
    "outbound.unaudit": Look("arrow-90deg-left", label=lambda: _("Un-audit"), is_grave=True),
    "outbound.unsign": Look("arrow-90deg-left", label=lambda: _("Take the signing back"), is_grave=True),
    "outbound.void": Look("x-circle", label=lambda: pgettext("verb", "Void"), is_grave=True),
}
_ENDS = {"outbound.draft": "edit"}


def actions(actor: Any, document: Any) -> dict[str, Any]:
    """The verbs that the document's state knows: ``primary`` is the first allowed one that does no harm."""

    def url_of(verb: str) -> str:
        end = _ENDS.get(verb, verb.removeprefix("outbound."))
        return reverse(f"orders:outbound-{end}", args=[document.number])

    found = list(buttons(queries.possible_verbs(actor, document), _LOOKS, url_of).values())
    primary = next((one for one in found if one.allowed and not one.is_grave), None)
    if document.status == "AUDITED" and rights.can(actor, "outbound.draft"):
        edit = url_of("outbound.draft")
        found.insert(0, Button("outbound.draft", _("Edit transport"), edit, True, "", "pencil", "link"))
    return {"primary": primary, "others": [one for one in found if one is not primary]}


def views(chosen: Sequence[str], need: str = "") -> list[dict[str, Any]]:
    """The tabs above the list: by state, and what is to be seen to of goods on their way."""
    base = reverse("orders:outbound-list")
    tabs = [
        (pgettext("outbound", "All"), ""),
        (_("To audit"), "DRAFT"),
        (_("On the way"), "AUDITED"),
        (pgettext("outbound", "Signed"), "SIGNED"),
        (pgettext("outbound", "Void"), "VOID"),
    ]
    found = [
        {
            "label": label,
            "url": f"{base}?status={state}" if state else base,
            "current": not need and list(chosen) == ([state] if state else []),
            "key": str(place),
        }
        for place, (label, state) in enumerate(tabs, start=1)
    ]
    needs = [
        {"label": one.label, "url": f"{base}?attention={one.value}", "current": need == one.value} for one in Attention
    ]
    return [*found, *needs]
