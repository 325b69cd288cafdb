"""The pages of approval beside the orders that wait: the matrix and the delegations."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def tabs(current: str) -> list[dict[str, Any]]:
    """For the ``tabs`` tag."""
    entries = [
        ("waiting", _("Waiting for me"), f"{reverse('orders:order-list')}?view=approval"),
        ("changes", _("Changes waiting for me"), f"{reverse('orders:change-list')}?waiting=true"),
        ("matrix", _("Approval matrix"), reverse("orders:approval-matrix")),
        ("delegations", _("Delegations"), reverse("orders:delegation-list")),
    ]
    return [{"id": f"tab-{key}", "label": label, "url": url, "current": key == current} for key, label, url in entries]
