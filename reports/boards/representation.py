"""Boards and key figures as the API says them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import currencies, errors
from reports.boards import choosing, classes, course, drawing, overview, ranking, showing, waiting
from reports.boards.arrangements import placed
from reports.boards.arranging import Placed
from reports.boards.catalogue import FIGURES, TILES, Board, Look, Tile
from reports.boards.choosing import View
from reports.boards.tiles import Span, Told
from reports.boards.tiles import Tile as Figure
from reports.figures.periods import Period
from reports.figures.question import Against
from reports.layout import representation as layout
from reports.layout.paper import Form, growth

HERE = "/api/v1/boards/"
_TONES = {"ok": True, "bad": False}


def listed(actor: User) -> dict[str, Any]:
    """``BoardListSerializer``. Raises NotAllowed."""
    offered = choosing.boards_for(actor)
    first = choosing.first_board(actor, offered) if offered else ""
    page = reverse("reports:dashboard")
    return {
        "results": [
            {
                "code": one.code,
                "name": str(one.label),
                "is_first": one.code == first,
                "url": f"{page}?{urlencode({'board': one.code})}",
            }
            for one in offered
        ]
    }


def whole(view: View) -> dict[str, Any]:
    """``WholeBoardSerializer``."""
    view, kept = choosing.as_arranged(view)
    figures, as_of = overview.figures(view.told, view.figures)
    shown = kept.arranged.tiles
    if kept.is_house:
        shown = tuple(placed(view.board, one.code) for row in choosing.rows_of(view) for one in row)
    seen = [one for one in shown if choosing.is_seen(view, TILES[one.code])]
    return {
        "code": view.board.code,
        "name": str(view.board.label),
        **_over(view.span, view.department, view.customer_class),
        "as_of": as_of,
        "arranged_by": kept.origin,
        "figures": [figure(one) for one in figures],
        "tiles": [_tile(view, one) for one in seen],
    }


def _over(span: Span, department: int, customer_class: str) -> dict[str, Any]:
    return {
        "period": span.period.value,
        "since": span.since,
        "until": span.until,
        "former_since": span.former[0],
        "former_until": span.former[1],
        "department": department or None,
        "customer_class": customer_class or None,
    }


def _tile(view: View, one: Placed) -> dict[str, Any]:
    tile, query = TILES[one.code], {name: value for name, value in view.query.items() if name != "board"}
    return {
        "code": one.code,
        "title": str(tile.title),
        "kind": tile.look.value,
        "size": one.size.value,
        "contents": f"{HERE}{view.board.code}/tiles/{one.code}/?{urlencode(query)}",
    }


def figure(one: Figure) -> dict[str, Any]:
    """``KeyFigureSerializer``."""
    if one.form is Form.SHARE:
        change = one.figure - one.former if one.figure is not None and one.former is not None else None
    else:
        change = growth(one.figure, one.former)
    units = {Form.MONEY: currencies.base(), Form.DAYS: "days" if one.code == "cycle" else None}
    return {
        "code": one.code,
        "label": str(one.label),
        "group": str(overview.group_of(one.code)),
        "form": one.form.value,
        "value": layout.value_of(one.figure, one.form),
        "unit": units.get(one.form),
        "short": f"{one.number} {one.unit}".strip(),
        "former": layout.value_of(one.former, one.form),
        "change": layout.value_of(None if change is None else round(change, 4), Form.SHARE),
        "is_good": _TONES.get(one.tone) if one.change else None,
        "target": {"value": layout.value_of(one.aim.value, one.form), "judged": one.aim.words or None}
        if one.aim
        else None,
        **_fractions(one),
        "definition": layout.definition(one.definition),
        "rows": _as_api(one.rows),
        "url": one.page,
    }


def _fractions(one: Figure) -> dict[str, Any]:
    """Numerator and denominator of the period and of the days compared with; null of a sum."""
    found: dict[str, Any] = {}
    for prefix, fraction in (("", one.fraction), ("former_", one.former_fraction)):
        found[f"{prefix}numerator"] = layout.value_of(fraction and fraction.above, Form.QUANTITY)
        found[f"{prefix}denominator"] = layout.value_of(fraction and fraction.below, Form.QUANTITY)
    return found


def _as_api(address: str) -> str:
    """The address of the API that tells the same as a page."""
    for page, api in (
        (reverse("reports:facts"), "/api/v1/figures/facts/"),
        (reverse("reports:standard", args=["cycle-times"]), "/api/v1/standard-reports/cycle-times/"),
    ):
        if address.startswith(page):
            return api + address.removeprefix(page)
    return address


def contents(view: View, code: str) -> dict[str, Any]:
    """``TileContentsSerializer``. Raises NotFound."""
    tile = choosing.tile_of(view, code)
    if code == FIGURES:
        raise errors.NotFound()
    made = drawing.context(view, tile)
    parts: dict[str, Any] = dict.fromkeys(("chart", "ranking", "queue", "loads"))
    return {"code": code, "title": str(tile.title), "kind": tile.look.value, **parts, **_inside(tile, made)}


def _inside(tile: Tile, made: Mapping[str, Any]) -> dict[str, Any]:
    if tile.look is Look.CHART:
        return {"chart": layout.document(made["paper"])}
    if tile.look is Look.RANKING:
        return {"ranking": _ranking(made["ranking"])}
    if tile.look is Look.LOADS:
        bars = made["queue"].bars
        return {"loads": [{"name": one.name, "hours": one.hours, "is_too_much": one.over > 0} for one in bars]}
    return {"queue": _queue(made["queue"])}


def _ranking(found: ranking.Ranking) -> dict[str, Any]:
    form = found.measure.form
    return {
        "measure": found.measure.code,
        "label": str(found.measure.label),
        "form": form.value,
        "unit": currencies.base() if form is Form.MONEY else None,
        "places": [
            {
                "name": one.name,
                "value": layout.value_of(one.value, form),
                "change": _signed(one.change, one.direction),
                "rows": _as_api(one.url) if one.url else None,
            }
            for one in found.places
        ],
    }


def _signed(change: str, direction: str) -> str | None:
    return {"up": "+", "down": "−"}.get(direction, "") + change if change else None


def _queue(found: waiting.Queue) -> dict[str, Any]:
    return {
        "count": found.count or None,
        "lines": [
            {
                "name": one.name,
                "url": one.url,
                "who": one.who or None,
                "about": one.about or None,
                "flag": str(one.flag[0]) or None,
                "due": one.due,
                "left": one.sla.words if one.sla else None,
                "verb": str(one.act.label) if one.act else None,
                "verb_url": one.act.url if one.act else None,
            }
            for one in found.lines
        ],
        "url": found.more,
    }


def arrangement(actor: User, board: Board, role: str) -> dict[str, Any]:
    """``BoardArrangementSerializer``. Raises NotAllowed, NotFound."""
    page = showing.page(actor, board, role)
    kept = page["kept"]
    return {
        "arranged_by": kept.origin,
        "figures": list(kept.arranged.figures),
        "tiles": [{"code": one.code, "size": one.size.value} for one in kept.arranged.tiles],
        "offered_figures": [{"code": one.code, "name": str(one.label)} for one in page["figures"]],
        "offered_tiles": [{"code": one.code, "name": str(one.label)} for one in page["tiles"]],
        "version": kept.version,
    }


def key_figures(told: Told) -> dict[str, Any]:
    """``KeyFigureListSerializer``. Raises NotAllowed."""
    found, as_of = overview.figures(told, overview.EVERY)
    return {
        **_over(told.span, told.department, told.customer_class),
        "known_on": told.as_of,
        "as_of": as_of,
        "results": [figure(one) for one in found],
    }


def key_figure(told: Told, code: str) -> dict[str, Any]:
    """``PaperSerializer``. Raises NotAllowed, NotFound."""
    return layout.document(course.of(told, code))


def told_of(actor: User, given: Mapping[str, str], today: date) -> Told:
    """What the parameters ask. Raises NotAllowed, NotFound, Invalid."""
    against = given.get("against", "")
    if against not in ("", Against.BEFORE, Against.LAST_YEAR):
        raise errors.Invalid(fields={"against": [_("Compare with the period before or with last year.")]})
    period = _period(given, list(Period))
    return choosing.told_of(actor, given, today, period=period, by_year=against == Against.LAST_YEAR)


def view_of(actor: User, code: str, given: Mapping[str, str], at: datetime) -> View:
    """A board as the parameters ask for it: of all customers unless they name a class. Raises NotAllowed, NotFound,
    Invalid."""
    asked = {
        "board": code,
        "period": _period(given, choosing.PERIODS).value,
        "department": given.get("department", ""),
        "class": given.get("class") or classes.ALL,
    }
    return choosing.view_of(actor, asked, at)


def _period(given: Mapping[str, str], offered: Sequence[Period]) -> Period:
    text = given.get("period") or Period.THIS_MONTH.value
    if text not in offered:
        raise errors.Invalid(fields={"period": [_("There is no period “%(name)s”.") % {"name": text}]})
    return Period(text)
