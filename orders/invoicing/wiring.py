"""What this room declares: invoices as a subject of comments and files, words of events, merging, its menu entry."""

from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.collaboration.subjects import Subject, subjects
from accounts.people.models import User
from accounts.periods.queries import Unfinished, unfinished
from accounts.trail.labels import event_labels
from common import errors
from common.currencies import kept_in_base
from common.navigation import NavEntry, navigation
from customers.cleaning.registry import Merger, mergers
from customers.models import Customer
from orders.invoicing import examples, exporting, imports, invariants, policies, queries
from orders.invoicing.models import Invoice
from orders.invoicing.rights import VIEW
from orders.invoicing.states import Status

LABELS = {
    "invoice.drafted": gettext_lazy("Invoice drafted"),
    "invoice.changed": gettext_lazy("Draft of an invoice changed"),
    "invoice.issued": gettext_lazy("Invoice issued"),
    "invoice.voided": gettext_lazy("Invoice made void"),
    "invoice.reversed": gettext_lazy("Invoice reversed"),
    "invoice.credited": gettext_lazy("Amount of an invoice credited"),
    "order.invoice_credited": gettext_lazy("Amount of an invoice credited"),
    "invoice.tax_state": gettext_lazy("State of the e-invoice noted"),
    "order.invoiced": gettext_lazy("Invoice issued"),
    "order.invoice_taken_back": gettext_lazy("Invoice taken back"),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    subjects.register(
        Invoice._meta.label_lower,
        Subject(
            get=queries.get_invoice_by_id,
            url=url_of,
            require_open=_require_open,
            verb=VIEW,
            visible=policies.visible_to,
        ),
    )
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    mergers.register("orders.invoices", Merger(_move, _count))
    kept_in_base.register("orders.invoices", Invoice.objects.exists)
    invariants.register()
    unfinished.register(
        "invoices",
        Unfinished(gettext_lazy("Deliveries not invoiced"), queries.count_open_between, "orders:invoice-open"),
    )
    examples.register()
    exporting.register()
    imports.register()
    navigation.register(
        "invoices",
        NavEntry(
            group="money",
            label=pgettext_lazy("menu", "Invoices"),
            icon="receipt-cutoff",
            url_name="orders:invoice-list",
            verb=VIEW,
            order=63,
        ),
    )


def url_of(invoice: Any) -> str:
    """The invoice's page, "" where no pages are installed."""
    try:
        return reverse("orders:invoice-detail", args=[invoice.number or f"draft-{invoice.pk}"])
    except NoReverseMatch:
        return ""


def _require_open(invoice: Any) -> None:
    if invoice.status == Status.VOID:
        raise errors.WrongState(_("The invoice is void; nothing is added to it any more."), possible=[])


def _count(source: Customer) -> list[tuple[str, int]]:
    return [(_("Invoices"), Invoice.objects.filter(customer=source).count())]


def _move(*, actor: User, source: Customer, target: Customer, at: datetime) -> None:
    """What an invoice says of its buyer stays as it was printed."""
    Invoice.objects.filter(customer=source).update(customer=target)
