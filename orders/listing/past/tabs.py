"""The lists of a past moment, each for who may see it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import policies as rights
from orders.listing.past import queries

# of what was owed: who sees both, and amounts
OWED = ("invoice.view", "receipt.view")


def sees_owed(user: Any) -> bool:
    """Whether what was owed is shown to ``user``."""
    return queries.sees_money(user) and all(rights.can(user, verb) for verb in OWED)


def tabs(user: Any, query: str, here: str) -> list[dict[str, Any]]:
    """For the ``tabs`` tag: the same moment and conditions in each list."""
    lists = [(_("Orders"), "orders:past-orders"), (_("Order lines"), "orders:past-lines")]
    if sees_owed(user):
        lists += [(_("Owed"), "orders:past-owed"), (_("Owed by customer"), "orders:past-owed-customers")]
    return [
        {"label": label, "url": f"{reverse(name)}?{query}" if query else reverse(name), "current": name == here}
        for label, name in lists
    ]
