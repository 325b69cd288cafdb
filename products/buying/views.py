"""Doors of purchase prices: the list, and their dialogs."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policies as rights
from common import clock, dates, doors, keyset, masters, pages
from products.buying import forms, operations, queries
from products.buying.filters import PurchasePriceFilter
from products.catalogue import queries as catalogue

PAGE_SIZE = 50
LIST = "products:purchase-price-list"


@require_GET
def list_prices(request: HttpRequest) -> HttpResponse:
    """Which supplier delivers what, at what price, within how many days."""
    user: Any = request.user
    rights.require(user, "product.view")
    rows = doors.filtered(PurchasePriceFilter, request.GET, queries.list_prices(user))
    page = keyset.paginate(
        rows,
        sorts=queries.SORTS,
        sort=request.GET.get("sort") or queries.DEFAULT_SORT,
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    context = {
        "page": page,
        "filter": forms.FilterForm(request.GET),
        "today": dates.business_day(clock.now()),
        "may_see": queries.may_see(user),
        "may_edit": queries.may_edit(user),
        "list_url": reverse(LIST),
        "is_narrowed": doors.is_narrowed(request.GET),
    }
    return pages.render(request, "products/buying/list.html", context, parts=("list",))


@require_http_methods(["GET", "POST"])
def edit_price(request: HttpRequest, price_id: int | None = None) -> HttpResponse:
    """Add or change what a supplier asks for a product."""
    user: Any = request.user
    operations.require_edit(user)
    row = queries.get_price(user, price_id) if price_id else None
    first = {"product": catalogue.find_by_code(user, request.GET.get("product", ""))}
    form = forms.PurchasePriceForm(request.POST or None, instance=row, initial=first, user=user)

    def save(version: int | None) -> Any:
        return operations.save_price(
            actor=user, price_id=price_id, changes=form.columns(), version=version, at=clock.now()
        )

    words = _("Change the purchase price") if row else _("New purchase price")
    return masters.edit(request, form, row, save, title=words, saved=_("Purchase price saved"), back=reverse(LIST))


@require_POST
def remove_price(request: HttpRequest, price_id: int) -> HttpResponse:
    """Take away one that was entered by mistake."""
    version = doors.version_of(request.POST)
    operations.remove_price(actor=request.user, price_id=price_id, version=version, at=clock.now())  # type: ignore[arg-type]
    return pages.leave(request, reverse(LIST), _("Purchase price removed"))
