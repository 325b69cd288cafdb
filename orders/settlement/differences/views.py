"""The page of exchange differences: month by month, and one by one."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from common import currencies, doors, keyset, pages
from orders.settlement.differences import queries
from orders.settlement.differences.filters import DifferenceFilter

PAGE_SIZE = 50


@require_GET
def list_differences(request: HttpRequest) -> HttpResponse:
    """Gains and losses, newest first."""
    chosen = DifferenceFilter(request.GET, queries.list_differences(request.user))
    doors.require_readable(chosen)
    page = keyset.paginate(
        chosen.qs,
        sorts=queries.SORTS,
        sort=request.GET.get("sort") or queries.DEFAULT_SORT,
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    context = {
        "page": page,
        "views": _tabs(request.GET),
        "side": request.GET.get("side", ""),
        "months": queries.months(chosen.qs),
        "base": currencies.base(),
    }
    return pages.render(request, "orders/difference/list.html", context, parts=("list",))


def _tabs(params: QueryDict) -> list[dict[str, Any]]:
    base = reverse("orders:difference-list")
    tabs = [(pgettext("differences", "All"), ""), (_("Gains"), "side=GAIN"), (_("Losses"), "side=LOSS")]
    current = f"side={params['side']}" if params.get("side") else ""
    return [
        {"label": label, "url": f"{base}?{query}" if query else base, "current": query == current, "key": str(place)}
        for place, (label, query) in enumerate(tabs, start=1)
    ]
