"""How a report is looked at: its chart, its table or both, and as which chart. Pure."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from reports.layout.paper import Shape

Text = str | Promise
NAME = "view"  # as addresses and kept reports write it


class Look(StrEnum):
    """What stands on the page; what is not shown can be opened there."""

    BOTH = "both"
    CHART = "chart"
    TABLE = "table"


LABELS: dict[Look, Text] = {
    Look.TABLE: pgettext_lazy("look of a report", "Table"),
    Look.CHART: pgettext_lazy("look of a report", "Chart"),
    Look.BOTH: pgettext_lazy("look of a report", "Chart and table"),
}
ICONS = {Look.TABLE: "table", Look.CHART: "bar-chart", Look.BOTH: "layout-split"}
SHAPES: dict[Shape, Text] = {
    Shape.BARS: pgettext_lazy("chart", "Bars"),
    Shape.STACK: pgettext_lazy("chart", "Stacked bars"),
    Shape.LINES: pgettext_lazy("chart", "Lines"),
    Shape.SHARES: pgettext_lazy("chart", "Shares of the whole"),
    Shape.MAP: pgettext_lazy("chart", "Map of provinces"),
}


def of(given: Mapping[str, str]) -> Look:
    """What an address asks for; both unless it says otherwise."""
    text = given.get(NAME, "")
    return Look(text) if text in set(Look) else Look.BOTH


def written(look: Look) -> dict[str, str]:
    """The same the other way."""
    return {} if look is Look.BOTH else {NAME: look.value}


def shape_of(text: str) -> Shape | None:
    """A chart by its code; None for the one that fits."""
    return Shape(text) if text in set(SHAPES) else None


def fitted(shape: Shape | None, fitting: Sequence[Shape]) -> Shape | None:
    """The chart picked, where it fits what is drawn."""
    return shape if shape in fitting else None
