"""What a tile shows, as a template and its context. Figures that everybody of the same rights reads alike are kept for
a short while, so that two hundred open boards ask for them once."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from common import currencies
from reports.boards import charts, loads, loyalty, overview, pace, queues, ranking, stock
from reports.boards.catalogue import Look, Tile
from reports.boards.choosing import View
from reports.figures import policies
from reports.figures.measures import measures as known
from reports.layout import page_chart

KEPT = 60  # seconds
_SHARED = (Look.FIGURES, Look.CHART, Look.RANKING)
Context = dict[str, Any]


def part(view: View, tile: Tile) -> SafeString:
    """The inside of a tile. Raises what asking raises."""
    if tile.look not in _SHARED or not policies.reach_of(view.actor).is_all:
        return _drawn(view, tile)
    key = _key(view, tile)
    kept = cache.get(key)
    if kept is None:
        kept = str(_drawn(view, tile))
        cache.set(key, kept, KEPT)
    return mark_safe(kept)  # noqa: S308  as it was drawn


def _key(view: View, tile: Tile) -> str:
    """Alike for whoever reads the same: which orders (all), which measures, in which language, on which day."""
    measures = sorted(one.code for one in policies.seen_measures(view.actor))
    shown = [tile.code, view.query, view.figures, view.amounts, view.names]
    alike = [*shown, view.today.isoformat(), get_language(), measures]
    digest = hashlib.sha256(json.dumps(alike, sort_keys=True).encode()).hexdigest()
    return f"board:{digest}"


def _drawn(view: View, tile: Tile) -> SafeString:
    return render_to_string(f"reports/boards/_{tile.look.lower()}.html", context(view, tile))


def context(view: View, tile: Tile) -> Context:
    """What the template of the tile takes."""
    return {"tile": tile, "view": view, **_CONTEXTS[tile.look](view, tile)}


def _figures(view: View, _tile: Tile) -> Context:
    made, as_of = overview.figures(view.told, view.figures, amounts=view.amounts)
    return {"tiles": made, "as_of": as_of}


def figures_of(view: View) -> list[str]:
    """The key figures of the board that are his to see here; the backlog in pieces where amounts are not."""
    plain = (stock.CODE, pace.CODE, loyalty.CODE)
    return [code for code in view.figures if code in plain or (code in known and charts.sees(view, known[code]))]


def _chart(view: View, tile: Tile) -> Context:
    paper = charts.CHARTS[tile.code](view)
    drawn = page_chart.charts(paper, f"board-{tile.code}", currencies.base())
    return {"paper": paper, "charts": drawn, "report": charts.report_of(view, tile.code)}


_CONTEXTS: dict[Look, Callable[[View, Tile], Context]] = {
    Look.FIGURES: _figures,
    Look.CHART: _chart,
    Look.RANKING: lambda view, tile: {"ranking": ranking.of(view, tile.code)},
    Look.QUEUE: lambda view, tile: {"queue": queues.of(view, tile.code)},
    Look.LOADS: lambda view, _tile: {"queue": loads.of(view)},
}


def counted(view: View, tile: Tile) -> Context:
    """A queue as a wall shows it: how many wait, and nobody's name."""
    return {"tile": tile, "number": queues.number(view, tile.code)}
