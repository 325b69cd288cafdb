"""Door of stock as of a past moment."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from common import clock, keyset, pages
from products.stock.past import queries
from products.stock.past.forms import PastStockForm

PAGE_SIZE = 50


@require_GET
def list_past_stock(request: HttpRequest) -> HttpResponse:
    """What lay where at a moment, beside what lies there today."""
    user: Any = request.user
    chosen = queries.found(user, request.GET, clock.now())
    rows: Any = queries.rows_of(chosen)
    page = keyset.paginate(
        rows,
        sorts=queries.SORTS,
        sort=request.GET.get("sort") or queries.DEFAULT,
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    count, is_estimate = keyset.count_of(page, rows, is_free=True)
    context = {
        "page": page,
        "rows": [(row, row.on_hand - row.then) for row in page.items],
        "count": count,
        "is_estimate": is_estimate,
        "moment": chosen.moment,
        "form": PastStockForm(request.GET, chosen.moment),
    }
    return pages.render(request, "products/past_stock/list.html", context, parts=("list",))
