"""What lies where, and how it came there."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from accounts import policies as rights
from common import doors, keyset, pages
from products import forms
from products.stock import queries
from products.stock.filters import MovementFilter, StockFilter
from products.stock.papers import queries as papers
from products.stock.papers.views import entries_of

PAGE_SIZE = 50


@require_GET
def list_stock(request: HttpRequest) -> HttpResponse:
    """What lies where: a row per product and warehouse, filtered, a page at a time."""
    rights.require(request.user, "stock.view")
    rows = doors.filtered(StockFilter, request.GET, queries.list_stock(request.user))
    page = keyset.paginate(
        rows,
        sorts=queries.STOCK_SORTS,
        sort=request.GET.get("sort") or "code",
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    count, is_estimate = keyset.count(rows)
    context = {
        "page": page,
        "rows": page.items,
        "count": count,
        "is_estimate": is_estimate,
        "is_narrowed": doors.is_narrowed(request.GET),
        "filter": forms.StockListForm(request.GET),
        "entries": entries_of(request.user),
    }
    return pages.render(request, "products/stock/list.html", context, parts=("list",))


@require_GET
def list_movements(request: HttpRequest) -> HttpResponse:
    """All movements, newest first, filtered, a page at a time."""
    rights.require(request.user, "stock.view")
    rows = doors.filtered(MovementFilter, request.GET, queries.list_movements(request.user))
    page = keyset.paginate(
        rows, sorts=queries.MOVEMENT_SORTS, sort="recent", cursor=request.GET.get("cursor"), size=PAGE_SIZE
    )
    numbers = papers.numbers_of(page.items)
    context = {
        "page": page,
        "rows": [(row, numbers.get(row.pk, "")) for row in page.items],
        "is_narrowed": doors.is_narrowed(request.GET),
        "filter": forms.MovementListForm(request.GET),
        "entries": entries_of(request.user),
    }
    return pages.render(request, "products/movement/list.html", context, parts=("list",))
