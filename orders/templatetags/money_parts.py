"""How money is drawn (`{% load money_parts %}`): what a part of a plan stops, how an invoice is addressed.

{% block_of row as block %}  {{ invoice|invoice_reference }}
"""

from typing import Any

from django import template

from orders.settlement import queries as settlement

register = template.Library()


@register.simple_tag
def block_of(row: Any) -> Any:
    """What a row of a payment plan stops until it is received; None for nothing."""
    return settlement.block_of(row)


@register.filter
def invoice_reference(invoice: Any) -> str:
    """How addresses name an invoice: its number, a draft by its key."""
    return invoice.number or f"draft-{invoice.pk}"
