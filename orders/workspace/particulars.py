"""Every field of an order's head in groups, as far as its reader sees it: the tab "Details" (R031–R052)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common import currencies
from common.templatetags import fmt, ui
from customers import policies as customer_policies
from orders.intake.pool import queries as intake
from orders.intake.pool.sheet import arrival_words
from orders.order.models import Order
from orders.quotation import queries as quotation
from orders.templatetags import order_parts
from segments.custom_fields import values

_ORDERED = ("order_type", "channel", "form", "order_date", "requested_date", "promised_date")
_SOURCE = ("source_document", "customer_po_number", "customer_po_date", "origin", "source_number")
_DELIVERY = ("ship_recipient", "ship_phone", "ship_address", "delivery_method", "transport_mode")
_PAYMENT = ("payment_term", "payment_method", "invoice_kind", "invoice_title", "invoice_tax_number")
_CONTRACT = ("contract_state", "contract_signed_date", "contract_terms", "special_requirements", "notes")
_PEOPLE = ("salesperson", "executing_owner", "created_by", "department", "territory")
_STEPS = ("created_at", "submitted_at", "effective_at", "closed_at", "archived_at", "updated_at")
_SUMS = ("lines_amount", "reduction", "freight", "net_amount", "tax_amount", "total_amount")
_DONE = ("shipped_amount", "signed_amount", "invoiced_amount", "received_amount")
_QUIET_ZERO = {"reduction", "freight", "tax_amount", *_DONE}


@dataclass(frozen=True)
class Group:
    """Fields that belong together: (label, value in words); ``is_wide`` for prose, ``is_sums`` for figures."""

    title: str
    items: list[tuple[Any, Any]]
    is_wide: bool = False
    is_sums: bool = False


def groups(user: Any, order: Any, hidden: frozenset[str], margin: Decimal | None) -> list[Group]:
    """The groups of a redacted order. What is hidden from ``user`` has no row; what was not entered has a dash.

    ``margin`` is net less cost in the company's currency, None where the reader may not know it.
    """
    found = [
        Group(_("Parties"), [*_parties(user, order), *_fields(order, ("contact_name", "contact_phone"), hidden)]),
        Group(_("Delivery"), _fields(order, _DELIVERY, hidden)),
        Group(_("Payment and invoice"), _fields(order, _PAYMENT, hidden)),
        Group(_("Amounts"), _amounts(order, hidden, margin), is_sums=True),
        Group(_("Order"), _fields(order, _ORDERED, hidden)),
        Group(
            _("Where it comes from"),
            [*_fields(order, _SOURCE, hidden), *_intake(user, order), *_quotations(user, order)],
        ),
        Group(_("People"), _fields(order, _PEOPLE, hidden)),
        Group(_("Course"), _fields(order, _STEPS, hidden)),
        Group(
            _("Custom fields"), [(label, fmt.dash(words)) for label, words in values.spoken(values.ORDER, order.custom)]
        ),
        Group(_("Contract, requirements and notes"), _fields(order, _CONTRACT, hidden), is_wide=True),
    ]
    return [group for group in found if group.items]


def _label(name: str) -> Any:
    return Order._meta.get_field(name).verbose_name  # type: ignore[union-attr]


def _fields(order: Any, names: tuple[str, ...], hidden: frozenset[str]) -> list[tuple[Any, Any]]:
    return [(_label(name), _value(order, name)) for name in names if name not in hidden]


def _value(order: Any, name: str) -> Any:
    display = getattr(order, f"get_{name}_display", None)
    value = display() if display else getattr(order, name)
    if hasattr(value, "hour"):
        return ui.moment(value)
    if hasattr(value, "isoformat"):
        return ui.day(value, full=True)
    if isinstance(value, str) and "\n" in value:
        return linebreaks(value, autoescape=True)
    return fmt.dash(value)


def _intake(user: Any, order: Any) -> list[tuple[Any, Any]]:
    """The pieces of intake that it was entered from: how and when they came, and how long entry took."""
    return [(_("Intake"), _came(item)) for item in intake.of_order(user, order)]


def _came(item: Any) -> Any:
    words = arrival_words(item)
    if not item.may_open:
        return words
    return format_html('<a href="{}">#{}</a> {}', reverse("orders:intake-detail", args=[item.pk]), item.pk, words)


def _parties(user: Any, order: Any) -> list[tuple[Any, Any]]:
    names = ("customer", "bill_to", "ship_to", "agent")
    return [(_label(name), _party(user, getattr(order, name))) for name in names]


def _quotations(user: Any, order: Any) -> list[tuple[Any, Any]]:
    """The quotations that the order was made of, as links."""
    return [
        (
            _("Quotation"),
            format_html('<a href="{}">{}</a>', reverse("orders:quotation-detail", args=[one.number]), one.number),
        )
        for one in quotation.of_order(user, order)
    ]


def _party(user: Any, party: Any) -> Any:
    """Code and name; a link for who may open that customer's page."""
    if party is None:
        return fmt.DASH
    words = format_html('{} <span class="t3 so-num">{}</span>', party.name, party.code)
    if not customer_policies.can(user, "customer.view", party):
        return words
    return format_html('<a href="{}">{}</a>', reverse("customers:customer-detail", args=[party.pk]), words)


def _amounts(order: Any, hidden: frozenset[str], margin: Decimal | None) -> list[tuple[Any, Any]]:
    """Currency, sums, and how far the order is paid; cost and margin where they are known at all."""
    if "total_amount" in hidden:
        return []
    found = [
        (_label("currency"), _in_words(_currency(order))),
        (_label("tax_mode"), _in_words(order.get_tax_mode_display())),
    ]
    found += [(_label(name), _money(order, name)) for name in _SUMS]
    if "cost_amount" not in hidden:
        found.append((_label("cost_amount"), ui.money(order.cost_amount, currencies.base(), zero_dash=True)))
    if margin is not None:
        found.append((_("Margin"), _margin(order, margin)))
    found += [(_label(name), _money(order, name)) for name in _DONE]
    return found


def _in_words(value: Any) -> SafeString:
    """What is no figure and does not stand under the figures."""
    return format_html('<span class="words">{}</span>', value)


def _currency(order: Any) -> Any:
    if order.currency_id == currencies.base():
        return order.currency_id
    rate = _("1 = %(rate)s %(base)s") % {"rate": fmt.qty(order.exchange_rate), "base": currencies.base()}
    return format_html('{} <span class="t3 so-num">{}</span>', order.currency_id, rate)


def _money(order: Any, name: str) -> SafeString:
    if name == "received_amount" and order_parts.is_payment_unknown(order):
        return ui.money(None)
    return ui.money(getattr(order, name), order.currency_id, zero_dash=name in _QUIET_ZERO)


def _margin(order: Any, margin: Decimal) -> Any:
    """Net less cost, and its share of net; nothing while no cost is known, for then it would be all of it."""
    if not order.cost_amount:
        return fmt.DASH
    net = order.net_amount * order.exchange_rate
    share = fmt.percent(margin / net) if net else fmt.DASH
    return format_html('{} <span class="t3">{}</span>', ui.money(margin, currencies.base()), share)
