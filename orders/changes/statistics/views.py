"""Door of the statistics of change requests."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_GET

from common import doors, pages
from orders.changes.filters import ChangeRequestFilter
from orders.changes.statistics import forms, queries
from orders.changes.statistics.queries import WAYS, By

PAGE = "orders:change-statistics"


@require_GET
def show_statistics(request: HttpRequest) -> HttpResponse:
    """Figures of change requests; each opens to its requests."""
    actor: Any = request.user
    by = queries.read_by(request.GET.get("by", ""))
    conditions = request.GET.copy()
    conditions.pop("by", None)
    found = doors.filtered(ChangeRequestFilter, conditions, queries.requests(actor), actor=actor)
    context = {
        "views": [_tab(way, by, request.GET) for way in WAYS],
        "way": WAYS[by],
        "rows": [(row, _list_url(by, row, conditions)) for row in queries.grouped(actor, found, by)],
        "whole": queries.whole(actor, found),
        "form": forms.PeriodForm(request.GET),
        "base": queries.currency(),
    }
    return pages.render(request, "orders/change_statistics/page.html", context, parts=("list",))


def _tab(way: By, by: By, asked: QueryDict) -> dict[str, Any]:
    query = asked.copy()
    query["by"] = str(way)
    return {"label": WAYS[way].label, "url": f"{reverse(PAGE)}?{query.urlencode()}", "current": way == by}


def _list_url(by: By, row: queries.Row, conditions: QueryDict) -> str:
    """The list of the group's requests; "" where no condition of the list says it."""
    query = conditions.copy()
    if by == By.MONTH:
        first, last = queries.days_of(row.key)
        query["requested_from"] = max(first, query.get("requested_from", ""))
        query["requested_to"] = min(last, query.get("requested_to") or last)
    elif row.key and WAYS[by].condition:
        query[WAYS[by].condition] = row.key
    else:
        return ""
    return f"{reverse('orders:change-list')}?{query.urlencode()}"
