"""What the page of a customer shows in its head, its tabs and its menu."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import policies as rights
from common.navigation import address
from common.templatetags import fmt, ui
from customers import policies

SUBJECT = "customers.customer"


@dataclass(frozen=True)
class Tab:
    """A part of the page. ``panel_url`` is another app's panel, drawn into an element with the id ``part``;
    "" for our own part ``_<key>.html``."""

    key: str
    label: str
    panel_url: str = ""
    part: str = ""


def tabs_of(user: Any, customer: Any) -> list[Tab]:
    """The tabs the person gets: panels of other apps only where those are installed."""
    tabs = [Tab("overview", _("Overview"))]
    for key, label, name, verb in (
        ("orders", _("Orders"), "orders:panel-customer-orders", ""),
        ("quotations", _("Quotations"), "orders:panel-customer-quotations", "quotation.view"),
        ("prices", _("Prices"), "orders:panel-customer-prices", "price.view"),
        ("money", _("Money"), "orders:panel-customer-money", ""),
        ("exceptions", _("Complaints"), "orders:panel-customer-exceptions", "exception.view"),
        ("page", _("His page"), "orders:panel-customer-page", "customer.serve"),
        ("communication", _("Communication"), "orders:panel-customer-communication", ""),
        ("analysis", _("Analysis"), "reports:panel-customer-analysis", "report.view"),
    ):
        if (url := address(name, customer.pk)) and (not verb or rights.can(user, verb)):
            tabs.append(Tab(key, label, url, f"customer-{key}"))
    if policies.sees_credit(user):
        tabs.append(Tab("credit", _("Credit")))
    tabs += [Tab("contacts", _("Contacts and addresses")), Tab("assignments", _("In charge"))]
    tabs.append(Tab("voice", _("Voice")))
    tabs.append(Tab("talk", _("Comments and files")))
    if rights.can(user, "disclosure.view", owners=[customer.owner_id], departments=[customer.department_id]):
        tabs.append(Tab("taken", _("Data taken away")))
    if rights.can(user, "audit.view"):
        tabs.append(Tab("audit", _("Changes"), address("accounts:audit", SUBJECT, customer.pk), "trail"))
    return tabs


def tab_items(customer: Any, tabs: list[Tab], current: str) -> list[dict[str, Any]]:
    """The tabs as the ``tabs`` tag wants them."""
    base = reverse("customers:customer-detail", args=[customer.pk])
    return [
        {"label": tab.label, "url": f"{base}?tab={tab.key}", "current": tab.key == current, "target": "pane"}
        for tab in tabs
    ]


def flags_of(user: Any, customer: Any) -> list[Any]:
    """Facts beside the name, as far as the person may know them."""
    flags = [ui.flag(_("New customer") if customer.is_new else _("Existing customer"), "line")]
    flags.append(ui.flag(customer.get_kind_display(), "line"))
    if customer.is_blocked:
        flags.append(ui.flag(_("Orders blocked"), "bad", "slash-circle", customer.block_reason))
    if customer.is_credit_stopped and policies.sees_credit(user):
        flags.append(ui.flag(_("Credit stopped"), "bad", "credit-card", customer.credit_stop_reason))
    if customer.credit_grade and policies.sees_credit(user):
        flags.append(ui.flag(_("Credit grade %(grade)s") % {"grade": customer.credit_grade}, "line"))
    if not customer.is_active:
        flags.append(ui.flag(_("Out of use"), "line"))
    return flags


def facts_of(customer: Any) -> list[tuple[Any, Any]]:
    """The values under the name."""
    return [
        (_("Department in charge"), fmt.dash(customer.territory)),
        (_("Salesperson"), fmt.dash(customer.owner)),
        (_("Payment terms"), fmt.dash(customer.payment_term)),
        (_("Currency"), customer.currency_id),
        (_("First order"), ui.day(customer.first_effective_at, full=True)),
        (_("Last order"), ui.day(customer.last_effective_at, full=True)),
    ]


def actions_of(user: Any, customer: Any) -> dict[str, str]:
    """What the person may do here: action → address."""
    verbs = {
        "edit": ("customer.edit", "customers:customer-edit"),
        "assign": ("customer.assign", "customers:customer-assign"),
        "credit": ("customer.credit", "customers:customer-credit"),
        "merge": ("customer.merge", "customers:customer-merge"),
        "unblock" if customer.is_blocked else "block": (
            "customer.block",
            "customers:customer-unblock" if customer.is_blocked else "customers:customer-block",
        ),
    }
    found = {
        key: reverse(name, args=[customer.pk])
        for key, (verb, name) in verbs.items()
        if policies.can(user, verb, customer)
    }
    if history := address("reminders:history"):
        found["reminders"] = f"{history}?customer={customer.pk}"
    if rights.can(user, "order.create") and (url := address("orders:order-new")):
        found["order"] = f"{url}?customer={customer.pk}"
    return found
