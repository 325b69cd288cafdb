"""What the page of ageing puts together."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

KEPT = ("by", "overdue", "customer", "salesperson", "currency", "days_from", "days_to")


def tabs(params: Mapping[str, str], by: str) -> list[dict[str, Any]]:
    """The tabs above the list: invoices, those overdue, and the sums."""
    base = reverse("orders:invoice-ageing")
    found = [
        (pgettext("ageing", "Invoices"), ""),
        (_("Overdue"), "overdue=true"),
        (_("By customer"), "by=customer"),
        (_("By salesperson"), "by=salesperson"),
    ]
    current = f"by={by}" if by else "overdue=true" if params.get("overdue") == "true" else ""
    return [
        {"label": label, "url": f"{base}?{query}" if query else base, "current": query == current, "key": str(place)}
        for place, (label, query) in enumerate(found, start=1)
    ]
