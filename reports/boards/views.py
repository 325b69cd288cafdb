"""The pages of key figures and of the dashboard."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from common import clock, dates, pages
from reports.boards import choosing, course, drawing, overview, tiles
from reports.boards.catalogue import FIGURES, TILES
from reports.figures.periods import Period


@require_safe
def show_key_figures(request: HttpRequest) -> HttpResponse:
    """Key figures of a period with their targets, definitions and courses; each opens to what it counts."""
    actor: Any = request.user
    period, by_year = _period(request), request.GET.get("against") == "last_year"
    board = overview.of(actor=actor, period=period, by_year=by_year, today=dates.business_day(clock.now()))
    context = {"board": board, "by_year": by_year, "periods": tiles.periods(period)}
    return pages.render(request, "reports/boards/page.html", context, parts=("board",))


@require_safe
def show_key_figure(request: HttpRequest, code: str) -> HttpResponse:
    """One figure: its course of two years beside the target, who reached how much of it, and what it means."""
    actor: Any = request.user
    period = _period(request)
    made = course.of(actor=actor, code=code, period=period, today=dates.business_day(clock.now()))
    context = {"paper": made, "code": code, "periods": tiles.periods(period)}
    return pages.render(request, "reports/boards/figure.html", context, parts=("figure",))


def _period(request: HttpRequest) -> Period:
    text = request.GET.get("period", "")
    return Period(text) if text in tiles.PERIODS else Period.THIS_MONTH


@require_safe
def show_dashboard(request: HttpRequest) -> HttpResponse:
    """The board that he chose or that belongs to his role; its tiles come by themselves."""
    actor: Any = request.user
    view = choosing.view_of(actor, request.GET, clock.now())
    context = {
        "view": view,
        "figures": TILES[FIGURES],
        "rows": choosing.rows_of(view),
        "boards": choosing.boards_for(actor),
        "departments": choosing.departments_for(actor),
        "periods": tiles.periods(view.span.period, choosing.PERIODS),
        "query": urlencode(view.query),
    }
    return pages.render(request, "reports/boards/dashboard.html", context)


@require_POST
def choose_board(request: HttpRequest) -> HttpResponse:
    """Keep which board he sees first, and show it."""
    actor: Any = request.user
    choosing.choose(actor=actor, board=request.POST.get("board", ""), at=clock.now())
    kept = {name: request.POST[name] for name in ("period", "department") if request.POST.get(name)}
    address = reverse("reports:dashboard")
    return pages.leave(request, f"{address}?{urlencode(kept)}" if kept else address)


@require_safe
def show_tile(request: HttpRequest, code: str) -> HttpResponse:
    """One tile by itself."""
    actor: Any = request.user
    view = choosing.view_of(actor, request.GET, clock.now())
    tile = choosing.tile_of(view, code)
    context = {"tile": tile, "inside": drawing.part(view, tile), "view": view}
    return pages.render(request, "reports/boards/tile.html", context, parts=("tile",))
