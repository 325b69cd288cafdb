"""The pages of key figures and of the dashboard."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from accounts import policies as rights
from common import clock, dates, pages
from reports.boards import choosing, classes, course, drawing, overview, tiles
from reports.boards.catalogue import FIGURES, TILES
from reports.builder import making, showing
from reports.builder import policies as reports
from reports.builder.files import File
from reports.figures.periods import Period


@require_safe
def show_key_figures(request: HttpRequest) -> HttpResponse:
    """Key figures of a period with their targets, definitions and courses; each opens to what it counts."""
    period, by_year = _period(request), request.GET.get("against") == "last_year"
    told = _told(request, by_year=by_year)
    context = {
        "board": overview.of(told),
        "told": told,
        "by_year": by_year,
        "periods": tiles.periods(period),
        "classes": classes.offered(),
        "narrowed": choosing.narrowed(told),
    }
    return pages.render(request, "reports/boards/page.html", context, parts=("board",))


@require_safe
def show_key_figure(request: HttpRequest, code: str) -> HttpResponse:
    """One figure: its course of two years beside the target, who reached how much of it, and what it means."""
    told = _told(request)
    paper = course.of(told, code)
    context = {
        "paper": paper,
        "parts": course.read_first(paper),
        "code": code,
        "files": _files(request, code),
        "told": told,
        "periods": tiles.periods(told.span.period),
        "narrowed": choosing.narrowed(told),
    }
    return pages.render(request, "reports/boards/figure.html", context, parts=("figure",))


@require_safe
def take_key_figure(request: HttpRequest, code: str) -> FileResponse:
    """One figure as a workbook, a PDF or CSV: its course, its departments, what it is made of."""
    form = showing.file_or_404(request.GET.get("file", ""))
    told = _told(request)
    asked = {**told.query, "key_figure": code}
    return making.taken(actor=told.actor, paper=course.of(told, code), asked=asked, form=form, at=clock.now())


def _files(request: HttpRequest, code: str) -> list[tuple[str, str]]:
    """Kinds of files that he may take it away as, and their addresses."""
    if not rights.can(request.user, reports.EXPORT):
        return []
    address, asked = reverse("reports:key-figure-file", args=[code]), request.GET.dict()
    return [(form.value, f"{address}?{urlencode({**asked, 'file': form.value})}") for form in File]


def _told(request: HttpRequest, *, by_year: bool = False) -> tiles.Told:
    actor: Any = request.user
    today = dates.business_day(clock.now())
    return choosing.told_of(actor, request.GET, today, period=_period(request), by_year=by_year)


def _period(request: HttpRequest) -> Period:
    text = request.GET.get("period", "")
    return Period(text) if text in tiles.PERIODS else Period.THIS_MONTH


@require_safe
def show_dashboard(request: HttpRequest) -> HttpResponse:
    """The board that he chose or that belongs to his role, as he arranged it; its tiles come by themselves."""
    actor: Any = request.user
    view, kept = choosing.as_arranged(choosing.view_of(actor, request.GET, clock.now()))
    context = {
        "view": view,
        "figures": TILES[FIGURES],
        "rows": choosing.rows_of(view, kept),
        "classes": classes.offered(),
        "departments": choosing.departments_for(actor),
        "periods": tiles.periods(view.span.period, choosing.PERIODS),
        "query": urlencode(view.query),
    }
    return pages.render(request, "reports/boards/dashboard.html", context)


@require_POST
def choose_board(request: HttpRequest) -> HttpResponse:
    """Keep which board he sees first, or of which customers, and show it."""
    actor: Any = request.user
    given = {"board": request.POST.get("board", ""), "customer_class": request.POST.get("class", "")}
    choosing.choose(actor=actor, at=clock.now(), **given)
    kept = {name: request.POST[name] for name in ("period", "department") if request.POST.get(name)}
    kept |= {"board": request.POST["show"]} if request.POST.get("show") else {}
    address = reverse("reports:dashboard")
    return pages.leave(request, f"{address}?{urlencode(kept)}" if kept else address)


@require_safe
def show_tile(request: HttpRequest, code: str) -> HttpResponse:
    """One tile by itself."""
    actor: Any = request.user
    view = choosing.view_of(actor, request.GET, clock.now())
    tile = choosing.tile_of(view, code)
    if code == FIGURES:
        view, _kept = choosing.as_arranged(view)
    context = {"tile": tile, "inside": drawing.part(view, tile), "view": view}
    return pages.render(request, "reports/boards/tile.html", context, parts=("tile",))
