"""What lies where, and how it came there."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies as rights
from common import clock, doors, keyset, pages
from products import forms
from products.stock import operations, queries
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


@require_http_methods(["GET", "POST"])
def place_goods(request: HttpRequest, row_id: int) -> HttpResponse:
    """Say on which shelf of its warehouse a product lies."""
    rights.require(request.user, "stock.transfer")
    row = queries.get_row(request.user, row_id)
    form = forms.ShelfForm(request.POST or None, initial={"place": row.place})

    def place() -> None:
        operations.place_goods(
            actor=request.user,
            product_id=row.product_id,
            warehouse_id=row.warehouse_id,
            place=form.cleaned_data["place"],
            at=clock.now(),
        )

    back = request.POST.get("next") or request.GET.get("next") or ""
    back = back if url_has_allowed_host_and_scheme(back, None) else reverse("products:stock-list")
    if request.method == "POST" and doors.accepted(form, place):
        return pages.leave(request, back, _("The place is known"))
    context = {"row": row, "form": form, "url": request.path, "dialog_back": back}
    return pages.dialog(request, "products/stock/_place.html", context, status=422 if form.errors else 200)
