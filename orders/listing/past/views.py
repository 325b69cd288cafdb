"""Doors of orders and lines as of a past moment."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from common import clock, pages
from orders.listing.past import forms, queries, tabs
from orders.templatetags import order_parts


def context_of(request: HttpRequest, chosen: Any, found: tuple[Any, int, bool]) -> dict[str, Any]:
    """What every list of a past moment shows."""
    page, count, is_estimate = found
    query = request.GET.copy()
    query.pop("cursor", None)
    query.pop("sort", None)
    here = request.resolver_match.view_name if request.resolver_match else ""
    return {
        "form": forms.MomentForm(request.GET, chosen.moment),
        "moment": chosen.moment,
        "page": page,
        "count": count,
        "is_estimate": is_estimate,
        "query": query.urlencode(),
        "with_money": queries.sees_money(request.user),  # type: ignore[arg-type]
        "here": reverse(here),
        "views": tabs.tabs(request.user, query.urlencode(), here),
    }


def _linked(rows: Sequence[Any]) -> list[tuple[Any, str]]:
    return [(row, order_parts.order_url(row.order)) for row in rows]


@require_GET
def list_orders(request: HttpRequest) -> HttpResponse:
    """Orders as they were at a moment."""
    chosen = queries.found(request.user, request.GET, clock.now())  # type: ignore[arg-type]
    found = queries.page_of(chosen.qs, queries.SORTS, request.GET, queries.DEFAULT)
    context = context_of(request, chosen, found) | {"rows": _linked(queries.order_rows(chosen, found[0].items))}
    return pages.render(request, "orders/past/orders.html", context, parts=("list",))


@require_GET
def list_lines(request: HttpRequest) -> HttpResponse:
    """Order lines as they were at a moment."""
    chosen = queries.found(request.user, request.GET, clock.now())  # type: ignore[arg-type]
    found = queries.page_of(queries.lines_of(chosen), queries.LINE_SORTS, request.GET, queries.LINE_DEFAULT)
    context = context_of(request, chosen, found) | {"rows": _linked(queries.line_rows(chosen, found[0].items))}
    return pages.render(request, "orders/past/lines.html", context, parts=("list",))


@require_GET
def sum_orders(request: HttpRequest) -> HttpResponse:
    """What all orders of the list came to then, by currency."""
    chosen = queries.found(request.user, request.GET, clock.now())  # type: ignore[arg-type]
    try:
        context: dict[str, Any] = {"sums": queries.sums(request.user, chosen)}  # type: ignore[arg-type]
    except queries.TooMuch as refused:
        context = {"refused": refused.message}
    return pages.part(request, "orders/past/_sums.html", context)
