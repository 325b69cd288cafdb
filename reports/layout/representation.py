"""A paper in the API: JSON with plain decimals, and its documented shape."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common import dates
from common.money import plain
from reports.layout.paper import Cell, Chart, Column, Definition, Form, Paper, Row, Shape

_VALUE = {
    "oneOf": [{"type": "string"}, {"type": "integer"}],
    "nullable": True,
    "description": "Text, a day as YYYY-MM-DD, a whole number, or a decimal as a string; null: not known or not yours.",
}
_LEAST = {Form.MONEY: 2}  # decimals that are always said


def document(paper: Paper) -> dict[str, Any]:
    """What the API answers for a paper: the shape of ``PaperSerializer``. Values of a column that the reader may not
    see are null."""
    return {**_part(paper), "parts": [_part(one) for one in paper.parts]}


def value_of(value: Cell, form: Form) -> str | int | None:
    """A value: decimals are strings without exponent, days YYYY-MM-DD."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        value = dates.business_day(value) if value.tzinfo else value.date()
    if isinstance(value, date):
        return value.isoformat()
    if form == Form.COUNT and isinstance(value, Decimal | int) and value == int(value):
        return int(value)
    if isinstance(value, Decimal | float | int) and form not in (Form.TEXT, Form.DAY):
        return plain(Decimal(str(value)), _LEAST.get(form, 0))
    return str(value)


def _part(paper: Paper) -> dict[str, Any]:
    return {
        "title": str(paper.title),
        "problem": str(paper.problem) or None,
        "facts": [{"label": str(label), "value": str(value)} for label, value in paper.facts],
        "columns": [_column(column) for column in paper.columns],
        "rows": [_row(row, paper.columns) for row in paper.rows],
        "sums": _values(paper.sums, paper.columns) if paper.sums else None,
        "charts": [_chart(chart) for chart in paper.charts],
        "definitions": [definition(one) for one in paper.definitions],
        "notes": [str(note) for note in paper.notes],
    }


def _column(column: Column) -> dict[str, Any]:
    return {
        "key": column.key,
        "label": str(column.label),
        "form": column.form.value,
        "group": str(column.group) or None,
        "definition": str(column.definition) or None,
        "is_hidden": column.is_hidden,
    }


def _row(row: Row, columns: Sequence[Column]) -> dict[str, Any]:
    seen = {column.key for column in columns if not column.is_hidden}
    return {
        "key": row.key or None,
        "level": row.level,
        "values": _values(row.cells, columns),
        "url": row.url or None,
        "links": {key: url for key, url in row.links.items() if key in seen},
        "is_sum": row.is_sum,
        "is_unfinished": row.is_unfinished,
    }


def _values(cells: Sequence[Cell], columns: Sequence[Column]) -> dict[str, Any]:
    return {
        column.key: None if column.is_hidden else value_of(value, column.form)
        for value, column in zip(cells, columns, strict=True)
    }


def _chart(chart: Chart) -> dict[str, Any]:
    return {
        "shape": chart.shape.value,
        "title": str(chart.title),
        "across": chart.across,
        "series": [
            {
                "column": one.column,
                "is_target": one.is_target,
                "is_former": one.is_former,
                "low": one.low or None,
                "high": one.high or None,
            }
            for one in chart.series
        ],
    }


def definition(one: Definition) -> dict[str, Any]:
    """``PaperDefinitionSerializer``."""
    names = ("term", "meaning", "numerator", "denominator", "exclusions", "figures")
    return {name: str(getattr(one, name)) or None for name in names}


@extend_schema_field(_VALUE)
class ValueField(serializers.Field):
    """A value as ``value_of`` writes it."""

    def to_representation(self, value: Any) -> Any:
        return value


class PaperFactSerializer(serializers.Serializer):
    """A line under the title: period, scope, conditions, as of."""

    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.CharField()


class PaperColumnSerializer(serializers.Serializer):
    """A column. Shares are between 0 and 1, amounts in the company's currency, lengths of time in days."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    form = serializers.ChoiceField([(form.value, form.value) for form in Form])
    group = serializers.CharField(allow_null=True, help_text="The head over several columns")
    definition = serializers.CharField(allow_null=True, help_text="What is counted")
    is_hidden = serializers.BooleanField(help_text="Its values are not yours to see")


class PaperRowSerializer(serializers.Serializer):
    """A row. Values stand under the keys of the columns."""

    key = serializers.CharField(allow_null=True)
    level = serializers.IntegerField(help_text="0: outermost")
    values = serializers.DictField(child=ValueField(allow_null=True))
    url = serializers.CharField(allow_null=True, help_text="Page one level down")
    links = serializers.DictField(
        child=serializers.CharField(), help_text="Pages of the rows behind a figure, by column"
    )
    is_sum = serializers.BooleanField()
    is_unfinished = serializers.BooleanField(help_text="The period still runs")


class PaperSeriesSerializer(serializers.Serializer):
    """A column as a chart draws it."""

    column = serializers.CharField()
    is_target = serializers.BooleanField()
    is_former = serializers.BooleanField(help_text="The same time last year")
    low = serializers.CharField(allow_null=True, help_text="Column of the lower end of its interval")
    high = serializers.CharField(allow_null=True, help_text="Column of the upper end of its interval")


class PaperChartSerializer(serializers.Serializer):
    """A picture of columns of the table."""

    shape = serializers.ChoiceField([(shape.value, shape.value) for shape in Shape])
    title = serializers.CharField()
    across = serializers.CharField(help_text="Column along the axis")
    series = PaperSeriesSerializer(many=True)


class PaperDefinitionSerializer(serializers.Serializer):
    """What a figure means."""

    term = serializers.CharField()
    meaning = serializers.CharField(allow_null=True)
    numerator = serializers.CharField(allow_null=True)
    denominator = serializers.CharField(allow_null=True)
    exclusions = serializers.CharField(allow_null=True)
    figures = serializers.CharField(allow_null=True, help_text="The real numbers: 94 ÷ 100 = 94.0%")


class PaperPartSerializer(serializers.Serializer):
    """A table with what stands around it."""

    title = serializers.CharField()
    problem = serializers.CharField(allow_null=True, help_text="Why there is no figure")
    facts = PaperFactSerializer(many=True)
    columns = PaperColumnSerializer(many=True)
    rows = PaperRowSerializer(many=True)
    sums = serializers.DictField(child=ValueField(allow_null=True), allow_null=True)
    charts = PaperChartSerializer(many=True)
    definitions = PaperDefinitionSerializer(many=True)
    notes = serializers.ListField(child=serializers.CharField())


class PaperSerializer(PaperPartSerializer):
    """A report; ``parts`` are further tables of it."""

    parts = PaperPartSerializer(many=True)
