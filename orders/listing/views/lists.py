"""Doors of the order list."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import policies
from accounts.people import operations as people
from accounts.people import queries as people_queries
from common import clock, currencies, dates, pages
from orders.listing import chips, columns, forms, own_views, queries, rows, saved_views
from orders.listing.own_views import OwnView



@require_GET
def list_orders(request: HttpRequest) -> HttpResponse:
    """The list of orders in a saved view, filtered, sorted, a page at a time."""
    asked = queries.wanted(request.user, request.GET, dates.business_day(clock.now()))
    remembered = people_queries.preferences(request.user, own_views.ALL_KEYS)
    own = own_views.read(remembered)
    shown = columns.chosen(own_views.columns_of(own, asked.mine) or remembered.get(own_views.COLUMNS_KEY), asked.with_money)
    page = queries.page(request.user, asked, shown)
    context = {
        "page": page,
        "columns": shown,
        "every_column": [(column.key, column.label) for column in columns.allowed(asked.with_money)],
        "shown_keys": [column.key for column in shown],
        "rows": [rows.draw(order, shown, asked.with_money) for order in page.items],
        "views": _tabs(asked, own, {}),
        "bulk_actions": rows.bulk_actions(request.user),
        "may_create": policies.can(request.user, "order.create"),
        **_conditions(asked, request),
    }
    return pages.render(request, "orders/order/list.html", context, parts=("list",))


def _conditions(asked: queries.Wanted, request: HttpRequest) -> dict[str, Any]:
    return {
        "asked": asked,
        "chips": chips.chips(asked, request.user),
        "hidden": chips.hidden(asked),
        "everywhere_url": chips.everywhere_url(asked),
        "query": request.GET.urlencode(),
    }


def _tabs(asked: queries.Wanted, own: dict[str, OwnView], numbers: dict[str, int]) -> list[dict[str, Any]]:
    """The shipped views as tabs, then the person's own; keys 1–9 open them."""
    base, mine = reverse("orders:order-list"), asked.mine if asked.mine in own else ""
    tabs: list[dict[str, Any]] = [
        {
            "label": view.label,
            "url": f"{base}?view={key}",
            "current": key == asked.view and not mine,
            "count": _figure(numbers.get(key)),
            "hot": view.is_hot and bool(numbers.get(key)),
        }
        for key, view in saved_views.offered(asked.with_money).items()
    ]
    tabs += [
        {"label": view.name, "url": view.url, "current": key == mine, "count": _figure(numbers.get(key))}
        for key, view in own.items()
    ]
    return [{**tab, "key": str(place) if place <= 9 else ""} for place, tab in enumerate(tabs, start=1)]


def _figure(number: int | None) -> str | None:
    if number is None:
        return None
    return f"{queries.COUNT_LIMIT}+" if number > queries.COUNT_LIMIT else str(number)


@require_GET
def count_views(request: HttpRequest) -> HttpResponse:
    """The tabs with their numbers, fetched after the list stands."""
    today = dates.business_day(clock.now())
    asked = queries.wanted(request.user, request.GET, today)
    own = own_views.of(request.user)
    numbers = queries.count_views(request.user, today) | queries.count_own_views(request.user, own.values(), today)
    return pages.part(request, "orders/order/_views.html", {"views": _tabs(asked, own, numbers)})


@require_GET
def sum_orders(request: HttpRequest) -> HttpResponse:
    """The foot: count and sums over the whole result; ``sums=1`` computes them for a large one too."""
    params = request.GET.copy()
    with_sums = bool(params.pop("sums", None))
    asked = queries.wanted(request.user, params, dates.business_day(clock.now()))
    context = {
        "totals": queries.totals(asked, with_sums=with_sums),
        "asked": asked,
        "currency": currencies.base(),
        "query": params.urlencode(),
    }
    return pages.part(request, "orders/order/_totals.html", context)


@require_GET
def show_conditions(request: HttpRequest) -> HttpResponse:
    """The form of all conditions, in the popover or on a page of its own."""
    asked = queries.wanted(request.user, request.GET, dates.business_day(clock.now()))
    context = {"asked": asked, "form": forms.ConditionsForm(asked, request.user)}
    return pages.render(request, "orders/order/conditions.html", context, parts=("conditions",))


@require_POST
def choose_columns(request: HttpRequest) -> HttpResponse:
    """Save which columns a person wants, for the view of his own that he looks at or for the list as a whole;
    ``reset`` goes back to the default."""
    keys = [] if "reset" in request.POST else request.POST.getlist("columns")
    known = [key for key in keys if key in columns.COLUMNS]
    back = request.POST.get("next", "")
    home = reverse("orders:order-list")
    mine = own_views.of(request.user).get(QueryDict(back.partition("?")[2]).get("mine", ""))
    if mine is not None:
        own_views.keep(request.user, replace(mine, columns=known), clock.now())
    else:
        people.remember(actor=request.user, key=own_views.COLUMNS_KEY, value=known or None, at=clock.now())
    return pages.leave(request, back if back.startswith(home) else home, _("Columns saved"))
