"""Doors of cleaning the archive: pairs that are alike, and the page before a merge."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policies as rights
from common import clock
from common.likeness import doors
from customers.cleaning import operations, queries

LIST = "customers:duplicate-list"


@require_GET
def list_duplicates(request: HttpRequest) -> HttpResponse:
    """Customers that seem to be kept twice, the likeliest first."""
    rights.require(request.user, "customer.view")
    return doors.list_pairs(
        request,
        "customers/duplicate/list.html",
        queries.list_pairs(request.user),
        partial(queries.shown, request.user),
        kind=queries.KIND,
        url=reverse(LIST),
        may_merge=rights.can(request.user, queries.MERGE),
    )


@require_POST
def search_duplicates(request: HttpRequest) -> HttpResponse:
    """Have the archive searched now."""
    search = partial(operations.search_duplicates, actor=request.user, at=clock.now())
    return doors.search(request, search, url=reverse(LIST))


@require_POST
def decide_pair(request: HttpRequest, pair_id: int) -> HttpResponse:
    """The two are not the same, or perhaps they are after all."""
    decide = partial(operations.decide_pair, actor=request.user, pair_id=pair_id, at=clock.now())
    return doors.decide(request, decide, url=reverse(LIST))


@require_http_methods(["GET", "POST"])
def preview_merge(request: HttpRequest, customer_id: int, target_id: int) -> HttpResponse:
    """What the merge would do, field by field; a POST does it."""
    merge = partial(
        operations.merge_customers, actor=request.user, source_id=customer_id, target_id=target_id, at=clock.now()
    )
    return doors.preview_merge(
        request,
        "customers/customer/merge_preview.html",
        queries.get_two(request.user, customer_id, target_id),
        partial(queries.preview, request.user),
        merge,
        swap_url=reverse("customers:customer-merge-preview", args=[target_id, customer_id]),
        done=(reverse("customers:customer-detail", args=[target_id]), _("Customers merged")),
    )
