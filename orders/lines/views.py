"""Doors of the order-line list."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import policies as rights
from accounts.people import operations as people
from accounts.people import queries as people_queries
from common import clock, dates, pages
from common.conditions.errors import BadCondition
from orders.lines import areas, columns, figures, own_columns, queries, rows, sensor_lines, sensors
from orders.listing import chips
from orders.listing.columns import cells

HOME = "orders:line-list"


def _wanted(request: HttpRequest, params: Any = None) -> queries.Wanted:
    return queries.wanted(request.user, params or request.GET, dates.business_day(clock.now()))


@require_GET
def list_lines(request: HttpRequest) -> HttpResponse:
    """The list of order lines in a view, filtered, sorted, a page at a time."""
    try:
        asked = _wanted(request)
    except BadCondition:  # an address that somebody wrote: the builder shows where it goes wrong
        return redirect(rows.builder_url(reverse(HOME), request.GET))
    shown = columns.chosen(people_queries.preference(request.user, columns.COLUMNS_KEY, None), request.user)  # type: ignore[arg-type]
    page, why = queries.page(asked), rows.why(asked)
    rows.name_tags(page.items)
    own_columns.load(request.user, page.items, shown)
    context = {
        "page": page,
        "columns": shown,
        "every_column": rows.menu(columns.allowed(request.user)),
        "shown_keys": [column.key for column in shown],
        "rows": [rows.draw(line, cells(line, shown), why) for line in page.items],
        "views": rows.tabs(asked, {}, {}),
        "asked": asked,
        "chips": chips.chips(asked, request.user),
        "hidden": chips.hidden(asked),
        "everywhere_url": chips.everywhere_url(asked),
        "query": request.GET.urlencode(),
        "builder_url": rows.builder_url(asked.url, request.GET),
        "why": why,
        "areas_url": rows.areas_url(asked, request.GET),
    }
    return pages.render(request, "orders/line/list.html", context, parts=("list",))


@require_GET
def count_views(request: HttpRequest) -> HttpResponse:
    """The tabs with their numbers, fetched after the list stands."""
    asked = _wanted(request)
    numbers = queries.count_views(request.user, asked.today)
    saved = queries.count_segments(request.user, queries.saved(request.user, with_rows=True), asked.today)
    return pages.part(request, "orders/line/_views.html", {"views": rows.tabs(asked, numbers, saved)})


@require_GET
def sum_lines(request: HttpRequest) -> HttpResponse:
    """The foot: count and sums over the whole result; ``sums=1`` computes them for a large one too."""
    params = request.GET.copy()
    with_sums = bool(params.pop("sums", None))
    asked = _wanted(request, params)
    options = {**asked.shown, "with_sums": with_sums, "as_of": asked.as_of}
    totals = figures.added_up(lambda: figures.totals(asked.lines, **options))
    return pages.part(request, "orders/line/_totals.html", {"totals": totals, "query": params.urlencode()})


@require_GET
def show_areas(request: HttpRequest) -> HttpResponse:
    """The result by region and province: beside the list, or on a page of its own. What takes longer than a person
    has patience for is not added up: he narrows the list first."""
    asked = _wanted(request)
    at = areas.At(asked.areas or queries.possible_areas(request.user)[0])
    context = {"asked": asked, "ways": rows.ways(asked, at), "hidden": rows.hidden_of_day(asked, at)}
    try:
        options = {**asked.shown, "as_of": asked.as_of}
        whole = figures.added_up(lambda: figures.by_area(asked.lines, at, **options))
        context |= {"areas": rows.area_rows(asked, at, whole), "whole": whole}
    except figures.TooMuch:
        context["is_too_much"] = True
    return pages.render(request, "orders/line/areas.html", context, parts=("areas",))


@require_GET
def show_shipments(request: HttpRequest, line_id: int) -> HttpResponse:
    """Every shipment of a line, in the dialog."""
    line = queries.get_line(actor=request.user, line_id=line_id)
    context = {"line": line, "shipments": queries.shipments(request.user, line), "dialog_back": reverse(HOME)}
    return pages.dialog(request, "orders/line/_shipments.html", context)


@require_POST
def choose_columns(request: HttpRequest) -> HttpResponse:
    """Save which columns a person wants; ``reset`` goes back to the default."""
    keys = [] if "reset" in request.POST else request.POST.getlist("columns")
    own = {column.key for column in own_columns.columns(request.user)}
    known = [key for key in keys if key in columns.COLUMNS or key in own]
    people.remember(actor=request.user, key=columns.COLUMNS_KEY, value=known or None, at=clock.now())
    back, home = request.POST.get("next", ""), reverse(HOME)
    return pages.leave(request, back if back.startswith(home) else home, _("Columns saved"))


@require_GET
def show_sensors(request: HttpRequest) -> HttpResponse:
    """Sensors that open kits ask for, week by week."""
    rights.require(request.user, "stock.view")
    today = dates.business_day(clock.now())
    context = {"rows": sensors.demand(today), "weeks": sensors.week_starts(today)}
    return pages.render(request, "orders/line/sensors.html", context)


@require_GET
def show_sensor_lines(request: HttpRequest) -> HttpResponse:
    """The kits of order lines that make up a figure of the demand; of others' orders only the sum."""
    rights.require(request.user, "stock.view")
    today = dates.business_day(clock.now())
    asked = request.GET
    found = sensor_lines.behind(request.user, asked.get("sensor", ""), asked.get("in", "total"), today)
    week = None if found.monday is None else sensors.week_starts(today)[found.monday]
    context = {"found": found, "week": week}
    return pages.render(request, "orders/line/sensor_lines.html", context)
