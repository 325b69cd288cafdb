"""Movements of stock, and the forms that make them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies as rights
from common import clock, doors, keyset, pages
from products import forms
from products.catalogue import queries as catalogue
from products.stock import operations, queries
from products.stock.filters import MovementFilter, StockFilter

PAGE_SIZE = 50


@dataclass(frozen=True)
class Entry:
    """A form that changes stock: its right, its words, what it calls."""

    verb: str
    title: Any
    button: Any
    done: Any
    note: Any
    form: Any
    operation: Callable[..., Any]


ENTRIES: dict[str, Entry] = {
    "arrival": Entry(
        "stock.receive",
        gettext_lazy("Goods arrival"),
        gettext_lazy("Record arrival"),
        gettext_lazy("Goods arrival recorded"),
        gettext_lazy("Raises what is on hand at once; orders that wait can be promised from it."),
        forms.ArrivalForm,
        operations.receive_goods,
    ),
    "transfer": Entry(
        "stock.transfer",
        gettext_lazy("Transfer"),
        gettext_lazy("Move the goods"),
        gettext_lazy("Goods moved"),
        gettext_lazy("Only free pieces move; reserved ones stay where they are."),
        forms.TransferForm,
        operations.transfer_stock,
    ),
    "count": Entry(
        "stock.count",
        gettext_lazy("Stock count"),
        gettext_lazy("Record the count"),
        gettext_lazy("Count recorded"),
        gettext_lazy("A count below what is reserved lets the reservations of lowest priority go."),
        forms.CountForm,
        operations.count_stock,
    ),
    "adjustment": Entry(
        "stock.adjust",
        gettext_lazy("Adjustment"),
        gettext_lazy("Adjust stock"),
        gettext_lazy("Stock adjusted"),
        gettext_lazy("For breakage, samples and the like; the reason stays with the movement."),
        forms.AdjustmentForm,
        operations.adjust_stock,
    ),
}


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
        "entries": _entries(request),
    }
    return pages.render(request, "products/stock/list.html", context, parts=("list",))


def _entries(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {"label": entry.title, "url": reverse(f"products:{key}-new")}
        for key, entry in ENTRIES.items()
        if rights.can(request.user, entry.verb)
    ]


@require_GET
def list_movements(request: HttpRequest) -> HttpResponse:
    """All movements, newest first, filtered, a page at a time."""
    rights.require(request.user, "stock.view")
    rows = doors.filtered(MovementFilter, request.GET, queries.list_movements(request.user))
    page = keyset.paginate(
        rows, sorts=queries.MOVEMENT_SORTS, sort="recent", cursor=request.GET.get("cursor"), size=PAGE_SIZE
    )
    context = {
        "page": page,
        "rows": page.items,
        "is_narrowed": doors.is_narrowed(request.GET),
        "filter": forms.MovementListForm(request.GET),
        "entries": _entries(request),
    }
    return pages.render(request, "products/movement/list.html", context, parts=("list",))


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """One of the forms above: draw it, or make its call and go to the product."""
    entry = ENTRIES[key]
    rights.require(request.user, entry.verb)
    initial = {"product": catalogue.find_by_code(request.user, request.GET.get("product", ""))}
    form = entry.form(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST":
        done: list[str] = []

        def call() -> str:
            entry.operation(actor=request.user, at=clock.now(), **form.columns())
            return reverse("products:product-detail", args=[form.cleaned_data["product"].pk])

        if doors.accepted(form, lambda: done.append(doors.once(request, call))):
            return pages.leave(request, done[0], entry.done)
    context = {"form": form, "entry": entry, "url": request.path, "title": _(entry.title)}
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "products/stock/entry.html", context, parts=("form",), status=status)
