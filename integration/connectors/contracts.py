"""The connectors that we have a contract for: what is exchanged, by which method, at what effort, with which rights.
The whole of each stands in ``docs/integration/<code>.md``; a test holds both together (R297–R304)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Contract:
    """How one kind of system is connected; ``days``: person-days of a first connection."""

    code: str
    label: str | Promise
    exchanged: str | Promise
    method: str | Promise
    days: int
    scopes: tuple[str, ...]


_FEED_AND_REST = _("change feed, REST")
CONTRACTS = (
    Contract(
        "finance",
        _("Finance"),
        _("Amounts, invoices, receipts, states of e-invoices"),
        _("finance feed, REST"),
        8,
        (
            *("event.feed", "finance.feed", "order.view", "customer.view", "receipt.view", "receipt.record"),
            *("receipt.allocate", "invoice.view", "invoice.issue"),
        ),
    ),
    Contract(
        "inventory",
        _("Inventory"),
        _("Movements, levels, reservations answered, issues"),
        _FEED_AND_REST,
        12,
        (
            *("event.feed", "order.view", "outbound.view", "product.view", "stock.view", "stock.receive"),
            *("stock.transfer", "stock.count", "stock.adjust"),
        ),
    ),
    Contract(
        "crm",
        _("CRM"),
        _("Customers, orders, feedback, ratings"),
        _FEED_AND_REST,
        9,
        ("event.feed", "customer.view", "customer.note", "order.view"),
    ),
    Contract(
        "logistics",
        _("Logistics"),
        _("Shipments, waybills, tracking, expected arrival"),
        _FEED_AND_REST,
        8,
        ("event.feed", "order.view", "outbound.view", "outbound.draft", "tracking.submit"),
    ),
    Contract(
        "production",
        _("Production, purchasing"),
        _("Requirements, days, progress, goods"),
        _FEED_AND_REST,
        15,
        (
            *("event.feed", "order.view", "product.view", "requirement.answer", "task.view", "task.work"),
            *("stock.view", "stock.receive"),
        ),
    ),
    Contract(
        "ship_dates",
        _("In-house ship dates"),
        _("Actual ship dates, what became of them"),
        _("REST"),
        3,
        ("event.feed", "order.view", "outbound.view", "ship_date.submit"),
    ),
)
