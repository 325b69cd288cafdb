"""What the page draws beside the cells: rows, tabs, and the areas with their links."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from orders.lines import areas, columns, queries
from orders.lines.figures import Area, Figures
from orders.lines.queries import Wanted
from orders.listing.columns import Column
from orders.templatetags import order_parts
from segments.classification import sheet
from segments.fields import Level

_OF_BUILDER = ("condition", "segment", "base", "cursor", "view")


@dataclass(frozen=True)
class Row:
    """A line as the list shows it."""

    pk: int
    url: str
    why: str
    cells: SafeString


def draw(line: Any, cells: SafeString, why: str) -> Row:
    """A row of the list; it opens the order at the line. ``why`` is what asks of a line why it is in the condition."""
    url = order_parts.order_url(line.order)
    asked = f"{why}&{urlencode({'order': line.order.reference, 'line': line.line_no})}" if why else ""
    return Row(line.pk, f"{url}#line-{line.line_no}", asked, cells)


def name_tags(lines: Iterable[Any]) -> None:
    """Give the customers and texts of a page the names of their tags, asked for once."""
    sheet.name_rows({id(row): row for line in lines for row in (line.order.customer, line.text)}.values())


def builder_url(asked_url: str, params: QueryDict) -> str:
    """The condition builder with what the address says; it leads back to this list."""
    kept = params.copy()
    for name in _OF_BUILDER:
        kept.pop(name, None)
    home = f"{asked_url}?{kept.urlencode()}" if kept else asked_url
    save = f"{reverse('segments:segment-new')}?{urlencode({'level': Level.LINE, 'next': home})}"
    asked = {"level": Level.LINE, "next": home, "save": save}
    asked |= {"condition": params.get("condition", ""), "base": params.get("segment") or params.get("base", "")}
    return f"{reverse('segments:condition-build')}?{urlencode({name: one for name, one in asked.items() if one})}"


def why(asked: Wanted) -> str:
    """What asks of a line why it is in the condition in force; "" without one, or by the rules of another day: it is
    explained by those of now."""
    given = {name: asked.conditions[name] for name in ("segment", "condition") if asked.conditions.get(name)}
    is_asked = given and asked.as_of is None
    return f"{reverse('segments:condition-why')}?{urlencode({**given, 'next': asked.url})}" if is_asked else ""


def tabs(asked: Wanted, numbers: Mapping[str, int], saved: Mapping[int, int]) -> list[dict[str, Any]]:
    """The views as tabs, then the saved conditions on lines that are the person's to use; keys 1–9 open them."""
    segments = queries.saved(asked.actor)
    started = next((one.pk for one in segments if asked.base in (str(one.pk), one.code or "-")), None)
    found: list[dict[str, Any]] = [
        {
            "label": view.label,
            "url": f"{asked.url}?view={key}",
            "current": key == asked.view and started is None,
            "count": _figure(numbers.get(key)),
            "hot": view.is_hot and bool(numbers.get(key)),
        }
        for key, view in queries.VIEWS.items()
    ]
    found += [
        {
            "label": str(one),
            "url": f"{asked.url}?segment={one.pk}",
            "current": one.pk == started,
            "count": _figure(saved.get(one.pk)),
        }
        for one in segments
    ]
    return [{**tab, "key": str(place) if place <= 9 else ""} for place, tab in enumerate(found, start=1)]


def _figure(number: int | None) -> str | None:
    if number is None:
        return None
    return f"{queries.COUNT_LIMIT}+" if number > queries.COUNT_LIMIT else str(number)


def menu(every: Iterable[Column]) -> list[tuple[str, Any, Any]]:
    """The columns to choose from: key, label, what they are about; the company's own fields last."""
    about = {column.key: label for label, part in columns.PARTS for column in part}
    return [(column.key, column.label, about.get(column.key, _("Own fields"))) for column in every]


# --- areas ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AreaRow:
    """An area as the panel shows it: ``depth`` 0 to 2, ``url`` the list narrowed to it, ``region`` what it folds
    into."""

    name: str
    region: str
    depth: int
    url: str
    is_current: bool
    figures: Figures


def area_rows(asked: Wanted, at: areas.At, whole: Area) -> list[AreaRow]:
    """The rows of the panel, each with the list that it leads to."""
    return [_area_row(asked, at, area) for area in whole.walk()]


def _area_row(asked: Wanted, at: areas.At, area: Area) -> AreaRow:
    path = {level: name or areas.NOWHERE for level, name in zip(areas.LEVELS, area.path, strict=False)}
    if at is areas.At.ORDER:
        path["area_at"] = at
    is_current = all(asked.conditions.get(name, "") == value for name, value in path.items())
    return AreaRow(area.name, area.path[0], len(area.path) - 1, _url(asked, at, path), is_current, area.figures)


def ways(asked: Wanted, at: areas.At) -> list[dict[str, Any]]:
    """The ways in which areas can be read, as links."""
    return [
        {"label": areas.AT_LABELS[areas.At(way)], "url": _url(asked, way, {}), "current": way == at}
        for way in queries.possible_areas(asked.actor)
    ]


def _url(asked: Wanted, at: str, path: Mapping[str, str]) -> str:
    query = asked.conditions.copy()
    for name in (*areas.LEVELS, "area_at"):
        query.pop(name, None)
    query.update({"view": asked.view, "areas": str(at), **path})
    return f"{asked.url}?{query.urlencode()}"


def hidden_of_day(asked: Wanted, at: areas.At) -> list[tuple[str, str]]:
    """What the choice of a day keeps of the address: the list with its conditions and the areas beside it."""
    kept = [(name, value) for name, values in asked.conditions.lists() if name != "as_of" for value in values if value]
    return [*kept, ("view", asked.view), ("areas", str(at))]


def areas_url(asked: Wanted, params: QueryDict) -> str:
    """The list with the areas beside it, or without them when they stand there."""
    query = params.copy()
    query.pop("cursor", None)
    if query.pop("areas", None) is None or not asked.areas:
        query["areas"] = queries.possible_areas(asked.actor)[0]
    return f"{asked.url}?{query.urlencode()}"
