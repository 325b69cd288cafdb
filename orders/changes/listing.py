"""The list of change requests: its tabs, and its rows as they are drawn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.people.models import User
from common.numbering import Series
from common.search import SearchHit
from orders.approval import queries as approval
from orders.changes import policies, queries, showing, wording
from orders.changes.assessing import queries as assessing
from orders.changes.filters import ChangeRequestFilter
from orders.changes.models import ChangeItem, ChangeRequest
from orders.order import policies as orders

ASSESS = "assess"
SHOWN = 7


@dataclass(frozen=True)
class Row:
    """A request with what the list says beside its columns."""

    change: ChangeRequest
    outline: str
    glyph: str
    amount: Any


def asked_of(params: QueryDict) -> QueryDict:
    """The conditions of the list; without any, what is open."""
    asked = params.copy()
    if not any(asked.get(name) for name in (*ChangeRequestFilter.base_filters, ASSESS)):
        asked["open"] = "true"
    return asked


def rows(user: User, asked: Mapping[str, Any]) -> QuerySet[ChangeRequest]:
    """What ``user`` may see; of the tab "to assess", what waits for an answer of his departments."""
    found = queries.list_requests(user)
    if asked.get(ASSESS):
        found = found.filter(pk__in=assessing.to_assess(user).order_by().values("request_id"))
    return found


def drawn(user: User, requests: Iterable[ChangeRequest]) -> list[Row]:
    """The rows of a page; their items in one statement."""
    requests = list(requests)
    items: dict[int, list[ChangeItem]] = {}
    for item in ChangeItem.objects.filter(request__in=[one.pk for one in requests]):
        items.setdefault(item.request_id, []).append(item)
    with_money = sees_amounts(user)
    return [
        Row(
            one,
            wording.outline(items.get(one.pk, [])),
            showing.glyph_of(one),
            one.amount_delta if with_money else None,
        )
        for one in requests
    ]


def of_order(order: Any) -> list[ChangeRequest]:
    """Every request of an order at hand, the latest first."""
    found = queries.of_order(order)
    for one in found:
        one.order = order
    return found


def sees_amounts(user: User) -> bool:
    """Whether the list shows amounts to ``user``."""
    return "total_amount" not in orders.hidden_columns(user)


def tabs(user: User, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The tabs with what waits for the reader."""
    base = reverse("orders:change-list")
    shown = {name: value for name, value in asked.items() if name not in ("cursor", "sort") and value}
    mine = user.get_username()
    found = [
        (pgettext("change requests", "Open"), {"open": "true"}, None),
        (_("Requested by me"), {"open": "true", "requested_by": mine}, None),
        (_("To assess"), {ASSESS: "1"}, assessing.count_to_assess(user)),
        (_("To approve"), {"waiting": "true"}, approval.waiting_subject_ids(user, policies.SUBJECT).count()),
        (pgettext("change requests", "Ended"), {"open": "false"}, None),
    ]
    return [
        {
            "label": label,
            "url": f"{base}?{'&'.join(f'{name}={value}' for name, value in wanted.items())}",
            "current": shown == wanted,
            "count": count or None,
            "hot": bool(count),
            "key": str(place),
        }
        for place, (label, wanted, count) in enumerate(found, start=1)
    ]


def card(user: User) -> tuple[str, dict[str, Any]] | None:
    """The card of the home page: what waits for the reader's decision, or for an answer of his departments."""
    steps = approval.waiting_for(user).filter(request__subject_type=policies.SUBJECT)[:SHOWN]
    due = {step.request.subject_id: step.due_at for step in steps}
    found = {one.pk: one for one in queries.list_requests(user).filter(pk__in=due)} if due else {}
    decide = [(found[pk], at) for pk, at in due.items() if pk in found]
    assess = list(assessing.to_assess(user)[:SHOWN])
    if not (decide or assess):
        return None
    return "orders/change/_card.html", {"decide": decide, "assess": assess}


def search(user: User, typed: str, limit: int) -> list[SearchHit]:
    """For the palette: by the beginning of a number."""
    number = typed.upper()
    if not (number.startswith(Series.CHANGE_REQUEST) and number[2:3].isdigit()):
        return []
    found = queries.list_requests(user).filter(number__startswith=number).order_by("-pk")[:limit]
    return [
        SearchHit(
            one.display_number,
            f"{one.order.display_number} · {one.order.customer.name} · {one.get_state_display()}",
            reverse("orders:change-detail", args=[one.reference]),
            "arrow-left-right",
            _("Change requests"),
        )
        for one in found
    ]


def count_waiting(user: User) -> int:
    """How many wait for the reader: for his decision, or for an answer of his departments."""
    return approval.waiting_subject_ids(user, policies.SUBJECT).count() + assessing.count_to_assess(user)
