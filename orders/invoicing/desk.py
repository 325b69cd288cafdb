"""What the pages of invoices put together: tabs, verbs, what a form begins with."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import policies as rights
from common import errors
from customers import queries as customers
from orders.invoicing import policies, queries
from orders.invoicing.rights import CREDIT, DRAFT, ISSUE, TAKE_BACK
from orders.invoicing.states import Status
from orders.order.controls import Look, buttons
from orders.order.policies import Action

_LOOKS: dict[str, Look] = {
    "invoice.issue": Look("receipt-cutoff", label=lambda: pgettext("invoice", "Issue")),
    "invoice.edit": Look("pencil", label=lambda: _("Change buyer")),
    "invoice.tax": Look("bank", label=lambda: _("Tax platform")),
    "invoice.allow": Look("percent", label=lambda: _("Credit an amount"), is_grave=True),
    "invoice.reverse": Look("arrow-counterclockwise", label=lambda: pgettext("invoice", "Reverse"), is_grave=True),
    "invoice.void": Look("x-circle", label=lambda: pgettext("verb", "Void"), is_grave=True),
}


def reference_of(invoice: Any) -> str:
    """How addresses name it: its number, a draft by its key."""
    return invoice.number or f"draft-{invoice.pk}"


def url_of(invoice: Any) -> str:
    """The page of an invoice."""
    return reverse("orders:invoice-detail", args=[reference_of(invoice)])


def tabs(params: Mapping[str, str]) -> list[dict[str, Any]]:
    """The tabs above the list."""
    base = reverse("orders:invoice-list")
    found = [
        (pgettext("invoices", "All"), base),
        (pgettext("invoices", "Drafts"), f"{base}?status=DRAFT"),
        (pgettext("invoices", "Issued"), f"{base}?status=ISSUED"),
        (_("Without a tax number"), f"{base}?status=ISSUED&tax_state=NONE"),
        (_("Red invoices"), f"{base}?is_red=true"),
        (pgettext("invoices", "Void"), f"{base}?status=VOID"),
    ]
    named = [f"{name}={params[name]}" for name in ("status", "tax_state", "is_red") if params.get(name)]
    current = f"{base}?{'&'.join(named)}" if named else base
    current = "" if {"open", "credit"} & set(params) else current
    shown = [
        {"label": label, "url": url, "current": url == current, "key": str(place)}
        for place, (label, url) in enumerate(found, start=1)
    ]
    work = [
        {"label": label, "url": reverse(f"orders:invoice-{name}"), "current": name in params}
        for label, name in ((_("To be invoiced"), "open"), (_("To be reversed"), "credit"))
    ]
    return [*work, *shown]


def actions(actor: Any, invoice: Any) -> dict[str, Any]:
    """The verbs on an invoice: ``primary`` issues, the rest stands beside it."""
    is_draft, is_blue = invoice.status == Status.DRAFT, not invoice.is_red
    is_out = invoice.status in (Status.ISSUED, Status.RED)
    may = {verb: policies.can(actor, verb, invoice.customer) for verb in (DRAFT, ISSUE, TAKE_BACK, CREDIT)}
    is_untaxed = (is_blue or queries.is_credit(invoice)) and invoice.status == Status.ISSUED and not invoice.tax_serial
    shown = [
        ("invoice.issue", is_draft, may[ISSUE]),
        ("invoice.edit", is_draft, may[DRAFT]),
        ("invoice.tax", is_out, may[ISSUE]),
        ("invoice.allow", is_blue and invoice.status == Status.ISSUED, may[CREDIT]),
        ("invoice.reverse", is_blue and invoice.status == Status.ISSUED, may[TAKE_BACK]),
        ("invoice.void", is_draft or is_untaxed, may[TAKE_BACK]),
    ]
    verbs = [Action(verb, "", True, allowed) for verb, makes_sense, allowed in shown if makes_sense and allowed]
    names = {verb: f"orders:{verb.replace('.', '-')}" for verb in _LOOKS}
    made = buttons(verbs, _LOOKS, lambda verb: reverse(names[verb], args=[reference_of(invoice)]))
    primary = made.get("invoice.issue")
    return {"primary": primary, "others": [one for one in made.values() if one is not primary]}


def to_invoice(actor: Any, params: Mapping[str, str]) -> tuple[Any, str, list[Any]]:
    """(customer, currency, what may be invoiced) that the address of a new invoice names. Raises NotAllowed, NotFound,
    Invalid."""
    rights.require(actor, DRAFT)
    if not str(params.get("customer", "")).isdecimal():
        raise errors.Invalid(fields={"customer": [_("Choose a customer.")]})
    customer = customers.get_customer(actor=actor, customer_id=int(params["customer"]))
    policies.require(actor, DRAFT, customer)
    currency = params.get("currency") or str(customer.currency_id)
    return customer, currency, queries.billable(actor, customer.pk, currency)


def buyer(customer: Any, parts: list[Any]) -> dict[str, Any]:
    """What the form says of the buyer at first: as the first order says, else its customer."""
    first = parts[0].order if parts else None
    kind = first.invoice_kind if first and first.invoice_kind != "NONE" else ""
    return {
        "kind": kind or "SPECIAL",
        "title": (first and first.invoice_title) or customer.invoice_title or customer.name,
        "tax_number": (first and first.invoice_tax_number) or customer.tax_number,
        "address": customer.invoice_address,
        "bank": " ".join(filter(None, [customer.bank_name, customer.bank_account])),
    }


def left_of(invoice: Any) -> list[tuple[Any, Decimal]]:
    """The lines of an invoice with what red ones left of them."""
    taken = queries.taken_of(invoice)
    found = [(line, line.quantity - taken.get(line.pk, Decimal(0))) for line in queries.lines_of(invoice)]
    return [(line, quantity) for line, quantity in found if quantity > 0]
