"""The doors of the wall screen."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from common import clock, dates, errors, pages
from reports.boards import choosing, classes, drawing, tiles, wall
from reports.boards.catalogue import FIGURES, TILES


@require_safe
def show_wall(request: HttpRequest) -> HttpResponse:
    """A page without anything around it, which turns over its pictures by itself."""
    actor: Any = request.user
    made = wall.wall_of(actor, request.GET, request.GET.getlist("boards"))
    shown = wall.slides(actor, made, clock.now())
    context = {
        "wall": made,
        "slides": wall.addresses(made, len(shown)),
        "offered": [(one, one in made.boards) for one in choosing.boards_for(actor)],
        "periods": tiles.periods(made.period, choosing.PERIODS),
        "departments": choosing.departments_for(actor),
        "classes": classes.offered(),
        "least": wall.LEAST,
        "most": wall.MOST,
        "zone": str(dates.business_zone()),
        "words": wall.words(),
    }
    return pages.render(request, "reports/boards/wall.html", context)


@require_safe
def show_slide(request: HttpRequest) -> HttpResponse:
    """One picture."""
    actor: Any = request.user
    made = wall.wall_of(actor, request.GET, request.GET.getlist("boards"))
    shown = wall.slides(actor, made, clock.now())
    place = request.GET.get("slide", "0")
    if not place.isdecimal() or len(place) > 3 or int(place) >= len(shown):
        raise errors.NotFound()
    slide = shown[int(place)]
    context = {
        "slide": slide,
        "view": slide.view,
        "figures": drawing.part(slide.view, TILES[FIGURES]) if slide.has_figures else "",
        "tiles": [drawing.part(slide.view, one) for one in slide.tiles],
        "numbers": [drawing.counted(slide.view, one) for one in slide.numbers],
        "at": clock.now(),
    }
    return pages.render(request, "reports/boards/slide.html", context, parts=("slide",))
