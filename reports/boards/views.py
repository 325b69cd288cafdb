"""The page of key figures."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from common import clock, dates, pages
from reports.boards import tiles
from reports.figures.periods import Period


@require_safe
def show_key_figures(request: HttpRequest) -> HttpResponse:
    """Key figures of a period with their definitions and courses; each opens to what it counts."""
    actor: Any = request.user
    text = request.GET.get("period", "")
    period = Period(text) if text in tiles.PERIODS else Period.THIS_MONTH
    by_year = request.GET.get("against") == "last_year"
    board = tiles.board(actor=actor, period=period, by_year=by_year, today=dates.business_day(clock.now()))
    context = {"board": board, "by_year": by_year, "periods": tiles.periods(period)}
    return pages.render(request, "reports/boards/page.html", context, parts=("board",))
