"""Doors of cleaning the catalogue: pairs that are alike, choosing the one that stays, the page before a merge."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policies as rights
from common import clock, doors, keyset, pages
from common.likeness import listing
from products.catalogue import queries as catalogue
from products.cleaning import forms, operations, queries

LIST = "products:duplicate-list"


@require_GET
def list_duplicates(request: HttpRequest) -> HttpResponse:
    """Products that seem to be kept twice, the likeliest first."""
    rights.require(request.user, "product.view")
    rows = listing.narrowed(queries.list_pairs(request.user), request.GET)
    page = keyset.paginate(
        rows, sorts=listing.SORTS, sort=listing.SORT, cursor=request.GET.get("cursor"), size=listing.PAGE_SIZE
    )
    context = {
        "page": page,
        "pairs": queries.shown(page.items),
        "views": listing.tabs(request.GET, reverse(LIST)),
        "may_merge": rights.can(request.user, queries.MERGE),
    }
    return pages.render(request, "products/duplicate/list.html", context, parts=("list",))


@require_POST
def search_duplicates(request: HttpRequest) -> HttpResponse:
    """Search the catalogue now; every night it happens by itself."""
    count = operations.search_duplicates(actor=request.user, at=clock.now())
    return pages.leave(request, reverse(LIST), _("Searched; pairs to decide: %(count)s") % {"count": count})


@require_POST
def decide_pair(request: HttpRequest, pair_id: int) -> HttpResponse:
    """The two are not the same, or perhaps they are after all."""
    are_two = request.POST.get("are_two") == "1"
    operations.decide_pair(actor=request.user, pair_id=pair_id, are_two=are_two, at=clock.now())
    done = _("Noted; no search brings them back") if are_two else _("To be decided again")
    return pages.leave(request, reverse(LIST), done)


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
    form = forms.NothingForm(request.POST if request.method == "POST" else None)

    def merge() -> Any:
        return operations.merge_products(
            actor=request.user,
            source_id=product_id,
            target_id=target_id,
            take=request.POST.getlist("take"),
            version=doors.version_of(request.POST),
            at=clock.now(),
        )

    if request.method == "POST" and doors.accepted(form, merge):
        return pages.leave(request, reverse("products:product-detail", args=[target_id]), _("Products merged"))
    context = {
        "source": source,
        "target": target,
        "preview": queries.preview(request.user, source, target),
        "form": form,
        "version": doors.shown_version(request, source),
        "url": request.path,
        "swap_url": reverse("products:product-merge-preview", args=[target_id, product_id]),
    }
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "products/product/merge_preview.html", context, status=status)
