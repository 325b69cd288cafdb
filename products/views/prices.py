"""Price lists: the lists themselves, the prices of one, three dialogs."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies as rights
from common import clock, dates, doors, keyset, masters, pages
from common.templatetags import fmt
from products.pricing import forms, operations, queries
from products.pricing.filters import PriceFilter

PAGE_SIZE = 50


def _link(row: Any) -> str:
    return format_html('<a class="t-in" href="{}">{}</a>', reverse("products:price-list", args=[row.pk]), row.name)


LISTS = masters.Master(
    title=gettext_lazy("Price lists"),
    note=gettext_lazy("A customer's own price comes before them, the product's list price after them"),
    new=gettext_lazy("New price list"),
    change=gettext_lazy("Change the price list"),
    saved=gettext_lazy("Price list saved"),
    nowhere=gettext_lazy(
        "Without price lists everybody pays the list price of a product, or what was agreed with him."
    ),
    list_url="products:price-list-list",
    new_url="products:price-list-new",
    edit_url="products:price-list-edit",
    columns=(
        masters.Column(gettext_lazy("Code"), lambda row: row.code, "so-num"),
        masters.Column(gettext_lazy("Name"), _link),
        masters.Column(gettext_lazy("For"), lambda row: queries.class_name(row.customer_class)),
        masters.Column(gettext_lazy("Currency"), lambda row: row.currency_id),
        masters.Column(gettext_lazy("Prices"), lambda row: row.get_tax_mode_display()),
        masters.Column(gettext_lazy("Rows"), lambda row: fmt.qty(row.row_count), "n"),
    ),
    subject="products.pricelist",
    icon="tags",
)


@require_GET
def list_price_lists(request: HttpRequest) -> HttpResponse:
    """All price lists."""
    rights.require(request.user, "price.view")
    may_edit = rights.can(request.user, "price.edit")
    return masters.show(request, LISTS, queries.lists(request.user), may_edit=may_edit)


@require_http_methods(["GET", "POST"])
def edit_price_list(request: HttpRequest, list_id: int | None = None) -> HttpResponse:
    """Add or change a price list."""
    rights.require(request.user, "price.edit")
    row = queries.get_list(actor=request.user, list_id=list_id) if list_id else None
    form = forms.PriceListForm(request.POST or None, instance=row)

    def save(version: int | None) -> Any:
        return operations.save_list(
            actor=request.user, list_id=list_id, version=version, at=clock.now(), **form.cleaned_data
        )

    return masters.edit(request, form, row, save, **LISTS.words(row))


@require_GET
def show_price_list(request: HttpRequest, list_id: int) -> HttpResponse:
    """The prices of a list, filtered, a page at a time; as long as nobody says otherwise those that hold today."""
    price_list = queries.get_list(actor=request.user, list_id=list_id)
    today = dates.business_day(clock.now())
    asked = request.GET.copy()
    if "on" not in asked:
        asked["on"] = today.isoformat()
    rows = doors.filtered(PriceFilter, asked, queries.prices_of(request.user, price_list))
    page = keyset.paginate(
        rows,
        sorts=queries.SORTS,
        sort=request.GET.get("sort") or "product",
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    count, is_estimate = keyset.count(rows)
    context = {
        "price_list": price_list,
        "for_whom": queries.class_name(price_list.customer_class),
        "page": page,
        "rows": page.items,
        "count": count,
        "is_estimate": is_estimate,
        "today": today,
        "filter": forms.PriceListRowsForm(asked),
        "is_narrowed": bool(request.GET.get("q") or request.GET.get("on")),
        "may_edit": rights.can(request.user, "price.edit"),
        "list_url": reverse("products:price-list", args=[list_id]),
        "export_query": urlencode({"list": price_list.code, **asked.dict()}),
    }
    return pages.render(request, "products/price/list.html", context, parts=("list",))


@require_http_methods(["GET", "POST"])
def set_price(request: HttpRequest, list_id: int) -> HttpResponse:
    """The price of a product from a day on; it takes its days from the price that stands."""
    rights.require(request.user, "price.edit")
    price_list = queries.get_list(actor=request.user, list_id=list_id)
    form = forms.PriceForm(
        request.POST or None, user=request.user, initial=forms.first_price(request.user, request.GET)
    )

    def save(_version: int | None) -> Any:
        call = {"list_id": price_list.pk, "entries": [form.entry()], "at": clock.now()}
        return doors.of_row("prices.1", lambda: operations.set_prices(actor=request.user, **call))

    back = reverse("products:price-list", args=[list_id])
    return masters.edit(request, form, None, save, title=_("Price from a day on"), saved=_("Price set"), back=back)


@require_http_methods(["GET", "POST"])
def end_price(request: HttpRequest, price_id: int) -> HttpResponse:
    """Let a price hold until a day."""
    rights.require(request.user, "price.edit")
    price = queries.get_price(actor=request.user, price_id=price_id)
    yesterday = dates.business_day(clock.now()) - timedelta(days=1)
    form = forms.EndForm(request.POST or None, initial={"last_day": max(price.valid_from, yesterday)})

    def save(_version: int | None) -> Any:
        return operations.end_price(
            actor=request.user, price_id=price_id, at=clock.now(), last_day=form.cleaned_data["last_day"]
        )

    title = _("End the price of %(product)s") % {"product": price.product.code}
    back = reverse("products:price-list", args=[price.price_list_id])
    return masters.edit(request, form, None, save, title=title, saved=_("Price ended"), back=back)
