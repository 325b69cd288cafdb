"""The tabs of an order's page, with their numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import policies as rights
from common import errors
from common.errors import Text
from common.registry import Registry
from orders.order import policies
from orders.order.states import Status
from orders.workspace import queries


@dataclass(frozen=True)
class Tab:
    """A tab that an app above orders brings: the page ``url_name`` of its own, which takes the order's reference.
    ``show`` (user, order) says whether it is there, ``count`` what number stands beside it (None: none); both may ask
    one statement. ``before``: the key of the tab that it stands before."""

    label: Text
    url_name: str
    show: Callable[[Any, Any], bool]
    count: Callable[[Any], int | None] = lambda order: None
    before: str = "money"


# key -> tab of an upper app (docs/adr/0071)
more_tabs: Registry[Tab] = Registry("orders.tabs")
_PAGES = frozenset({"communication"})  # tabs that are pages of their own


def sees_money(user: Any) -> bool:
    """Whether ``user`` sees prices and amounts of orders."""
    return "total_amount" not in policies.hidden_columns(user)


def no_money() -> str:
    """Why a page of prices does not open for somebody."""
    return _("Amounts are not shown to your role.")


def require_money(user: Any) -> None:
    """Raise NotAllowed for who may not see amounts."""
    if not sees_money(user):
        raise errors.NotAllowed(no_money())


def _was_in_force(order: Any) -> bool:
    """Whether changes of it can have been requested."""
    return order.revision > 1 or order.status in (Status.EFFECTIVE, Status.CLOSED, Status.ARCHIVED)


def tabs(user: Any, sheet: Any, current: str) -> list[dict[str, Any]]:
    """The tabs for the ``tabs`` tag; that of money only for who sees amounts, of changes for who reads the trail."""
    counts = queries.counts(user, sheet.order)
    entries = [
        ("lines", "detail", pgettext("tab", "Lines"), len(sheet.rows)),
        ("particulars", "particulars", pgettext("tab", "Details"), None),
        ("shipments", "shipments", pgettext("tab", "Shipments"), counts["shipments"]),
        *([("money", "money", pgettext("tab", "Money"), counts["money"])] if sheet.with_money else []),
        ("aftercare", "aftercare", pgettext("tab", "After-sales"), sheet.order.open_exceptions or None),
        *([("requests", "requests", pgettext("tab", "Change requests"), None)] if _was_in_force(sheet.order) else []),
        ("communication", "communication", pgettext("tab", "Communication"), None),
        ("review", "review", pgettext("tab", "Checks"), None),
        ("files", "files", pgettext("tab", "Files"), counts["files"]),
        ("history", "history", pgettext("tab", "History"), None),
        *([("changes", "changes", pgettext("tab", "Changes"), None)] if rights.can(user, "audit.view") else []),
    ]
    shown = [
        {
            "id": f"tab-{key}",
            "label": label,
            "count": count,
            "current": key == current,
            "is_page": key in _PAGES,
            "url": reverse(f"orders:order-{name}", args=[sheet.order.reference]),
        }
        for key, name, label, count in entries
    ]
    return _with_more(user, sheet.order, shown)


def _with_more(user: Any, order: Any, shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The tabs with those of upper apps where they belong; at the end where that tab is not shown."""
    for key, tab in more_tabs.items():
        if not tab.show(user, order):
            continue
        places = [at for at, one in enumerate(shown) if one["id"] == f"tab-{tab.before}"]
        found = {
            "id": f"tab-{key}",
            "label": tab.label,
            "count": tab.count(order),
            "url": reverse(tab.url_name, args=[order.reference]),
            "is_page": True,
        }
        shown.insert(places[0] if places else len(shown), found)
    return shown
