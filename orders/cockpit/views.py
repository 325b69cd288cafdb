"""Doors of the cockpit: orders that cannot go on, and those that went silent."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from common import clock, dates, doors, keyset, pages
from orders.cockpit import queries, silence
from orders.cockpit.filters import CockpitFilter
from orders.cockpit.obstacles import told
from orders.listing import rows as listing
from orders.priority.choosing import PlanForm
from segments import conditions
from segments.fields import Level

PAGE_SIZE = 50


@require_GET
def cockpit(request: HttpRequest) -> HttpResponse:
    """Orders that cannot go on, the most urgent first, with what is in their way and the way out."""
    today = dates.business_day(clock.now())
    kind = request.GET.get("kind", "")
    found = CockpitFilter(request.GET, queries.standing_still(request.user, today, kind), actor=request.user)
    doors.require_readable(found)
    page = keyset.paginate(
        found.qs, sorts=queries.SORTS, sort="priority", cursor=request.GET.get("cursor"), size=PAGE_SIZE
    )
    context = {
        "page": page,
        "rows": queries.rows(request.user, page.items, today),
        "tabs": _tabs(request, kind, {}),
        "form": PlanForm(request.GET, user=request.user),
        "kind": kind,
        "condition": _condition(request),
        "bulk_actions": listing.bulk_actions(request.user),
        "query": request.GET.urlencode(),
        "pager_target": "list",
    }
    return pages.render(request, "orders/cockpit/list.html", context, parts=("list",))


def _condition(request: HttpRequest) -> str:
    """In words, by what else the list is narrowed: a board of some customers leads here."""
    text = request.GET.get("condition", "")
    return conditions.read(request.user, Level.ORDER, text).expression() if text else ""


@require_GET
def count_kinds(request: HttpRequest) -> HttpResponse:
    """The tabs with their numbers, fetched after the list stands."""
    numbers = queries.count_kinds(request.user, dates.business_day(clock.now()))
    tabs = _tabs(request, request.GET.get("kind", ""), numbers)
    return pages.part(request, "orders/cockpit/_kinds.html", {"tabs": tabs})


@require_GET
def silent_orders(request: HttpRequest) -> HttpResponse:
    """Orders of which nothing was heard for longer than is usual."""
    rows = silence.silent(request.user, clock.now())
    context = {"rows": rows, "tabs": _tabs(request, SILENT, {}), "most": silence.MOST}
    return pages.render(request, "orders/cockpit/silent.html", context)


SILENT = "silent"


def _tabs(request: HttpRequest, current: str, numbers: dict[str, int]) -> list[dict[str, Any]]:
    base = reverse("orders:cockpit")
    tabs: list[dict[str, Any]] = [{"label": _("All obstacles"), "url": base, "current": not current, "count": None}]
    tabs += [
        {
            "label": queries.Kind(kind).label,
            "url": f"{base}?kind={kind}",
            "current": kind == current,
            "count": _figure(numbers.get(kind)),
            "hot": one.tone == "bad" and bool(numbers.get(kind)),
        }
        for kind, one in told(request.user).items()
    ]
    silent = {"label": _("Gone silent"), "url": reverse("orders:cockpit-silent"), "count": None}
    return [*tabs, {**silent, "current": current == SILENT}]


def _figure(number: int | None) -> str | None:
    if number is None:
        return None
    return f"{queries.MOST}+" if number > queries.MOST else str(number)
