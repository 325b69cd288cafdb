"""Doors of the order list."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import policies
from accounts.people import operations as people
from accounts.people import queries as people_queries
from common import clock, currencies, dates, pages
from common.conditions.errors import BadCondition
from orders.listing import chips, columns, own_views, queries, rows, saved_views
from orders.listing.own_views import OwnView
from segments import queries as segment_queries
from segments.fields import Level
from segments.policies import Audience

if TYPE_CHECKING:
    from segments.models import Segment

MOST_TABS = 12  # of saved conditions; the page of saved conditions has all
_OF_BUILDER = ("condition", "segment", "base", "cursor", "view")


@require_GET
def list_orders(request: HttpRequest) -> HttpResponse:
    """The list of orders in a saved view, filtered, sorted, a page at a time."""
    try:
        asked = queries.wanted(request.user, request.GET, dates.business_day(clock.now()))
    except BadCondition:  # an address that somebody wrote: the builder shows where it goes wrong
        return redirect(builder_url(request.GET))
    remembered = people_queries.preferences(request.user, own_views.ALL_KEYS)
    own = own_views.read(remembered)
    company = columns.custom(request.user)
    shown = columns.chosen(
        own_views.columns_of(own, asked.mine) or remembered.get(own_views.COLUMNS_KEY),
        asked.with_money,
        company,
    )
    page = queries.page(request.user, asked, shown)
    context = {
        "page": page,
        "columns": shown,
        "every_column": [(column.key, column.label) for column in columns.allowed(asked.with_money, company)],
        "shown_keys": [column.key for column in shown],
        "rows": [rows.draw(order, shown, asked.with_money) for order in page.items],
        "views": _tabs(asked, own, _standing(segment_queries.list_tabs(request.user, Level.ORDER), own), {}),
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
        "builder_url": builder_url(request.GET),
        "why": _why(asked),
    }


def builder_url(params: QueryDict) -> str:
    """The condition builder with what the address says; it leads back to this list."""
    kept = params.copy()
    for name in _OF_BUILDER:
        kept.pop(name, None)
    home, save = reverse("orders:order-list"), reverse("orders:order-view-save")
    rest = f"?{kept.urlencode()}" if kept else ""
    asked = {"level": Level.ORDER, "next": f"{home}{rest}", "save": f"{save}{rest}"}
    asked |= {"condition": params.get("condition", ""), "base": params.get("segment") or params.get("base", "")}
    return f"{reverse('segments:condition-build')}?{urlencode({name: one for name, one in asked.items() if one})}"


def _why(asked: queries.Wanted) -> str:
    """What asks of a row why it is in the condition in force; "" without one."""
    given = {name: asked.conditions[name] for name in ("segment", "condition") if asked.conditions.get(name)}
    return f"{reverse('segments:condition-why')}?{urlencode({**given, 'next': asked.url})}" if given else ""


def _standing(segments: Iterable["Segment"], own: dict[str, OwnView]) -> list["Segment"]:
    """The saved conditions on orders that stand as tabs: the person's own, his departments', the company's. One that
    a view of his own shows stands there already."""
    shown = {view.segment for view in own.values()}
    found = [one for one in segments if str(one.pk) not in shown]
    order = list(Audience.values)
    return sorted(found, key=lambda one: (order.index(one.audience), str(one)))[:MOST_TABS]


def _tabs(
    asked: queries.Wanted, own: dict[str, OwnView], segments: list["Segment"], numbers: dict[str, int]
) -> list[dict[str, Any]]:
    """The shipped views as tabs, then the person's own, then saved conditions; keys 1–9 open them."""
    base, mine = reverse("orders:order-list"), asked.mine if asked.mine in own else ""
    started = next((queries.tab_of(one) for one in segments if str(one.pk) == asked.base and not mine), "")
    tabs: list[dict[str, Any]] = [
        {
            "label": view.label,
            "url": f"{base}?view={key}",
            "current": key == asked.view and not mine and not started,
            "count": _figure(numbers.get(key)),
            "hot": view.is_hot and bool(numbers.get(key)),
        }
        for key, view in saved_views.offered(asked.with_money).items()
    ]
    tabs += [
        {"label": view.name, "url": view.url, "current": key == mine, "count": _figure(numbers.get(key))}
        for key, view in own.items()
    ]
    tabs += [
        {
            "label": str(one),
            "url": f"{base}?segment={one.pk}",
            "current": queries.tab_of(one) == started,
            "count": _figure(numbers.get(queries.tab_of(one))),
        }
        for one in segments
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
    segments = _standing(segment_queries.list_segments(request.user, Level.ORDER), own)
    numbers = queries.count_views(request.user, today) | queries.count_own_views(request.user, own.values(), today)
    numbers |= queries.count_segments(request.user, segments, today)
    return pages.part(request, "orders/order/_views.html", {"views": _tabs(asked, own, segments, numbers)})


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


@require_POST
def choose_columns(request: HttpRequest) -> HttpResponse:
    """Save which columns a person wants, for the view of his own that he looks at or for the list as a whole;
    ``reset`` goes back to the default."""
    keys = [] if "reset" in request.POST else request.POST.getlist("columns")
    own = {column.key for column in columns.custom(request.user)}
    known = [key for key in keys if key in columns.COLUMNS or key in own]
    back = request.POST.get("next", "")
    home = reverse("orders:order-list")
    mine = own_views.of(request.user).get(QueryDict(back.partition("?")[2]).get("mine", ""))
    if mine is not None:
        own_views.keep(request.user, replace(mine, columns=known), clock.now())
    else:
        people.remember(actor=request.user, key=own_views.COLUMNS_KEY, value=known or None, at=clock.now())
    return pages.leave(request, back if back.startswith(home) else home, _("Columns saved"))
