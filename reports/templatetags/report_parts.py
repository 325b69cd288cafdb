"""The parts of a page that draw a report (`{% load report_parts %}`).

    {% paper report id="r" %}           the table, its sums, notes, and why there is nothing
    {% report_charts report id="r" %}   its charts, each with its table
    {% definition one id="otd" %}       the button that says what a figure means
    {% chart_scripts %}                 what a page with charts loads, in its block `scripts`
``id`` tells the parts of one report from those of another on the page: letters, digits and hyphens.
"""

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.translation import get_language

from common import currencies
from reports.layout import definitions, grid, page_chart
from reports.layout.paper import Definition, Paper

register = template.Library()

_ECHARTS, _CHINESE, _OURS = "vendor/echarts/dist/echarts.min.js", "vendor/echarts/i18n/langZH.js", "js/charts.js"


@register.inclusion_tag("reports/layout/_paper.html")
def paper(report: Paper, id: str = "report") -> dict[str, Any]:
    """The table of a report. A card a row on a phone; sums stay in sight; a number leads to its rows."""
    return {"grid": grid.grid(report, id), "id": id}


@register.inclusion_tag("reports/layout/_charts.html")
def report_charts(report: Paper, id: str = "report") -> dict[str, Any]:
    """All charts of a report that can be drawn; nothing where there is none."""
    return {"charts": page_chart.charts(report, id, currencies.base())}


@register.inclusion_tag("reports/layout/_definition.html")
def definition(one: Definition, id: str) -> dict[str, Any]:
    """A button, and the tip that it opens: meaning, formula, real numbers, what is left out."""
    return {"one": one, "formula": definitions.formula(one), "id": id}


@register.inclusion_tag("reports/layout/_definitions.html")
def report_definitions(report: Paper) -> dict[str, Any]:
    """What every figure of a report and its parts means, to be opened below it."""
    found = definitions.defined([report, *report.parts])
    return {"terms": [(one, definitions.formula(one)) for one in found]}


@register.inclusion_tag("reports/layout/_scripts.html")
def chart_scripts() -> dict[str, Any]:
    """The scripts of charts, and Chinese words for who reads Chinese. Where the library was not fetched the pictures
    of the server stay."""
    wanted = [_ECHARTS, *([_CHINESE] if (get_language() or "").startswith("zh") else []), _OURS]
    return {"urls": [url for url in map(_url, wanted) if url]}


def _url(name: str) -> str:
    try:
        return static(name)
    except ValueError:  # not in the manifest: npm could not be reached when the site was set up
        return ""
