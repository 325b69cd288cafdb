"""How a resource's list is described in OpenAPI: paging, sorting, and the conditions of its FilterSet."""

from typing import Any

import django_filters
from drf_spectacular.utils import OpenApiParameter

PAGING = [
    OpenApiParameter("sort", str, description="A sort key, with a leading - or + for the direction"),
    OpenApiParameter("cursor", str, description="Where the page starts: taken from next or previous"),
    OpenApiParameter("page_size", int, description="1 to 100, default 50"),
]
_TYPES: tuple[tuple[type, Any], ...] = (
    (django_filters.BooleanFilter, bool),
    (django_filters.NumberFilter, int),
    (django_filters.DateFilter, "date"),
)


def parameters(conditions: type[django_filters.FilterSet]) -> list[OpenApiParameter]:
    """Query parameters of a list: paging and one per condition."""
    return [*PAGING, *(_parameter(name, field) for name, field in conditions.base_filters.items())]


def _parameter(name: str, field: Any) -> OpenApiParameter:
    kind = next((kind for known, kind in _TYPES if isinstance(field, known)), str)
    choices = [value for value, _label in field.extra.get("choices", ())] or None
    is_many = isinstance(field, django_filters.MultipleChoiceFilter)
    schema: Any = {"type": "string", "format": "date"} if kind == "date" else kind
    return OpenApiParameter(name, schema, enum=choices, many=is_many, description=str(field.label or ""))
