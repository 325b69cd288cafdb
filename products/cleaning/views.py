"""Doors of cleaning the catalogue: pairs that are alike, choosing the one that stays, the page before a merge."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policies as rights
from common import clock, pages
from common.likeness import doors
from products.catalogue import queries as catalogue
from products.cleaning import forms, operations, queries

LIST = "products:duplicate-list"


@require_GET
def list_duplicates(request: HttpRequest) -> HttpResponse:
    """Products that seem to be kept twice, the likeliest first."""
    rights.require(request.user, "product.view")
    return doors.list_pairs(
        request,
        "products/duplicate/list.html",
        queries.list_pairs(request.user),
        queries.shown,
        kind=queries.KIND,
        url=reverse(LIST),
        may_merge=rights.can(request.user, queries.MERGE),
    )


@require_POST
def search_duplicates(request: HttpRequest) -> HttpResponse:
    """Have the catalogue searched now."""
    search = partial(operations.search_duplicates, actor=request.user, at=clock.now())
    return doors.search(request, search, url=reverse(LIST))


@require_POST
def decide_pair(request: HttpRequest, pair_id: int) -> HttpResponse:
    """The two are not the same, or perhaps they are after all."""
    decide = partial(operations.decide_pair, actor=request.user, pair_id=pair_id, at=clock.now())
    return doors.decide(request, decide, url=reverse(LIST))


@require_http_methods(["GET", "POST"])
def choose_target(request: HttpRequest, product_id: int) -> HttpResponse:
    """Which product stays; then the page that shows what the merge would do."""
    rights.require(request.user, queries.MERGE)
    product = catalogue.get_product(actor=request.user, product_id=product_id)
    form = forms.MergeForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        args = [product_id, form.cleaned_data["target"].pk]
        return pages.leave(request, reverse("products:product-merge-preview", args=args))
    back = reverse("products:product-detail", args=[product_id])
    context = {"form": form, "product": product, "url": request.path, "dialog_back": back}
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, "products/product/_merge.html", context, status=status)


@require_http_methods(["GET", "POST"])
def preview_merge(request: HttpRequest, product_id: int, target_id: int) -> HttpResponse:
    """What the merge would do, field by field; a POST does it."""
    rights.require(request.user, queries.MERGE)
    source = catalogue.get_product(actor=request.user, product_id=product_id)
    target = catalogue.get_product(actor=request.user, product_id=target_id)
    merge = partial(
        operations.merge_products, actor=request.user, source_id=product_id, target_id=target_id, at=clock.now()
    )
    return doors.preview_merge(
        request,
        "products/product/merge_preview.html",
        (source, target),
        partial(queries.preview, request.user),
        merge,
        swap_url=reverse("products:product-merge-preview", args=[target_id, product_id]),
        done=(reverse("products:product-detail", args=[target_id]), _("Products merged")),
    )
