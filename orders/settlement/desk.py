"""What the pages of receipts put together: proposals, controls, saved views, and recording with its allocation."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import policies as rights
from common import dates, errors, typed
from customers import queries as customers
from orders.order import queries as order_queries
from orders.order.controls import Look, buttons
from orders.settlement import forms, operations, policies, queries, sharing

_LOOKS: dict[str, Look] = {
    "receipt.allocate": Look("diagram-3", "link", lambda: pgettext("receipt", "Allocate")),
    "receipt.pay_back": Look("arrow-return-left", label=lambda: pgettext("receipt", "Pay back")),
    "receipt.void": Look("x-circle", label=lambda: pgettext("verb", "Void"), is_grave=True),
    "receipt.restore": Look("arrow-clockwise", label=lambda: pgettext("receipt", "Restore")),
}
TAKING_BACK: dict[str, tuple[Callable[..., Any], Callable[[], str]]] = {
    "void": (operations.void_receipt, lambda: _("The receipt is void")),
    "restore": (operations.restore_receipt, lambda: _("The receipt counts again")),
}


def may_record(actor: Any) -> bool:
    """Whether the person records receipts at all."""
    return rights.can(actor, "receipt.record")


def row_to_write_off(actor: Any, order: Any, sequence: int) -> Any:
    """A part of an order's plan, for who may let some of it go. Raises NotAllowed, NotFound."""
    policies.require(actor, "receipt.write_off", order.bill_to or order.customer)
    row = next((one for one in queries.plan_of(order) if one.sequence == sequence), None)
    if row is None:
        raise errors.NotFound()
    return row


def may_allocate(actor: Any, receipt: Any) -> bool:
    """Whether the person pays orders with this receipt and takes that back."""
    return not receipt.is_void and policies.can(actor, "receipt.allocate", receipt.customer)


def views(params: Mapping[str, str]) -> list[dict[str, Any]]:
    """The tabs above the list."""
    base = reverse("orders:receipt-list")
    tabs = [
        (pgettext("receipts", "All"), ""),
        (_("Not fully allocated"), "is_unallocated=true"),
        (_("Written off"), "kind=CHARGE&kind=DISCOUNT&kind=DIFFERENCE"),
        (_("Paid back"), "kind=REFUND"),
        (pgettext("receipts", "Void"), "is_void=true"),
    ]
    marks = ("true", "DIFFERENCE", "REFUND")
    current = next((query for _label, query in tabs if query and params.get(query.partition("=")[0]) in marks), "")
    return [
        {"label": label, "url": f"{base}?{query}" if query else base, "current": query == current, "key": str(place)}
        for place, (label, query) in enumerate(tabs, start=1)
    ]


def actions(actor: Any, receipt: Any) -> dict[str, Any]:
    """The verbs on a receipt: ``primary`` allocates, the rest stands beside it."""
    found = buttons(
        queries.possible_verbs(actor, receipt),
        _LOOKS,
        lambda verb: reverse(f"orders:receipt-{verb.removeprefix('receipt.')}", args=[receipt.number]),
    )
    primary = found.get("receipt.allocate")
    primary = primary if primary and primary.allowed else None
    return {"primary": primary, "others": [one for one in found.values() if one is not primary]}


def start(actor: Any, params: Mapping[str, str], at: datetime) -> dict[str, Any]:
    """What the form of a new receipt begins with: today, and the customer, or that of the order, it was opened from.
    Raises NotAllowed, NotFound."""
    rights.require(actor, "receipt.record")
    found: dict[str, Any] = {"received_date": dates.business_day(at)}
    if params.get("order"):
        order = order_queries.get_order(actor=actor, reference=params["order"])
        payer = order.bill_to or order.customer
        found |= {"customer": payer.pk, "customer_name": f"{payer.code} {payer.name}", "currency": order.currency_id}
        found["payer"] = payer.name
    elif customer_id := typed.read_key(params.get("customer", "")):
        payer = customers.get_customer(actor=actor, customer_id=customer_id)
        found |= {"customer": payer.pk, "customer_name": f"{payer.code} {payer.name}", "payer": payer.name}
    return found


def open_rows(actor: Any, customer: Any) -> list[queries.OpenRow]:
    """The open rows of payment plans that a customer's money may pay; none before a customer is chosen."""
    if not str(customer or "").isdecimal():
        return []
    found = customers.get_customer(actor=actor, customer_id=int(customer))
    return queries.open_rows_of_customer(actor, found.pk, found.credit_holder_id)


def propose(actor: Any, receipt: Any) -> tuple[list[queries.OpenRow], dict[str, Any]]:
    """The rows that a receipt may pay, and what is left of it poured over them, due longest first."""
    rows = [
        row
        for row in queries.open_rows_of_customer(actor, receipt.customer_id, receipt.customer.credit_holder_id)
        if row.currency == receipt.currency_id
    ]
    parts = sharing.oldest_first(receipt.amount - receipt.allocated, [row.open for row in rows])
    return rows, {f"row-{row.plan_row_id}": part for row, part in zip(rows, parts, strict=True) if part}


def record(actor: Any, form: forms.ReceiptForm, at: datetime) -> Any:
    """Record the receipt that a valid form describes and allocate it as wished. Call inside ``doors.once``,
    whose transaction holds both together."""
    data = form.cleaned_data
    receipt = operations.record_receipt(
        actor=actor,
        customer_id=data["customer"],
        amount=data["amount"],
        received_date=data["received_date"],
        currency=data["currency"] or None,
        method=data["method"],
        payer=data["payer"],
        provider="bank" if data["external_id"] else "",
        external_id=data["external_id"],
        notes=data["notes"],
        draft=form.draft(),
        allocations=form.allocations(),
        at=at,
    )
    if data["allocate"] == forms.OLDEST and rights.can(actor, "receipt.allocate"):
        operations.allocate_oldest_first(actor=actor, receipt_id=receipt.pk, at=at)
    return receipt
