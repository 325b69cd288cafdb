"""Door of what is not paid of invoices: one by one, or summed by customer or salesperson."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from common import clock, dates, doors, keyset, pages
from orders.invoicing import queries
from orders.invoicing.ageing import desk
from orders.invoicing.ageing.filters import AgeingFilter

PAGE_SIZE = 50


@require_GET
def list_ageing(request: HttpRequest) -> HttpResponse:
    """Unpaid invoices, what is due longest first, with the sums by age; ``by``: sums by customer or salesperson."""
    today = dates.business_day(clock.now())
    by = request.GET.get("by", "")
    params = request.GET.copy()
    params.pop("by", None)
    chosen = AgeingFilter(params, queries.list_unpaid(request.user), today=today)
    doors.require_readable(chosen)
    context: dict[str, Any] = {
        "views": desk.tabs(request.GET, by),
        "kept": [(name, request.GET[name]) for name in desk.KEPT if request.GET.get(name)],
        "by": by if by in queries.BY else "",
        "edges": queries.edges(),
        "today": today,
    }
    context |= _sums(chosen.qs, today, by) if by in queries.BY else _rows(request, chosen.qs, today)
    return pages.render(request, "orders/ageing/list.html", context, parts=("list",))


def _sums(rows: Any, today: date, by: str) -> dict[str, Any]:
    return {"sums": queries.aged(rows, today, by)}


def _rows(request: HttpRequest, rows: Any, today: date) -> dict[str, Any]:
    page = keyset.paginate(
        rows,
        sorts=queries.AGE_SORTS,
        sort=request.GET.get("sort") or queries.AGE_SORT,
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    return {"page": page, "totals": queries.aged(rows, today)}
