"""Classes and score of orders, drawn."""

from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from common.templatetags import ui
from orders.order import choices
from orders.priority import rules

register = template.Library()

_TONES = {
    choices.AmountClass.LARGE: "run",
    choices.TimeClass.URGENT: "bad",
    choices.CustomerType.NEW: "ok",
}


@register.filter
def score(order: Any) -> int | str:
    """The score without what pinning adds; nothing where it is not the reader's to know."""
    if order.priority is None:
        return ""
    return order.priority - (rules.PIN if order.pin_reason else 0)


@register.simple_tag
def class_flags(order: Any, with_existing: bool = True) -> SafeString:
    """The classes of an order as flags; the usual ones are quiet, one that is hidden is left out. Lists say only of
    new customers what they are, in one word."""
    shown = [
        (_TONES.get(getattr(order, name), "line"), getattr(order, f"get_{name}_display")())
        for name in ("amount_class", "time_class", "customer_type")
        if getattr(order, name) and (with_existing or name != "customer_type")
    ]
    if not with_existing and order.customer_type == choices.CustomerType.NEW:
        shown.append((_TONES[choices.CustomerType.NEW], pgettext("customer", "New")))
    return format_html_join(" ", "{}", ((ui.flag(label, tone),) for tone, label in shown))
