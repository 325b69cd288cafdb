"""How a resource's list is described in OpenAPI: paging, sorting, and the conditions of its FilterSet."""

from collections.abc import Mapping
from typing import Any

import django_filters
from drf_spectacular.utils import OpenApiParameter

from common import keyset
from common.reference_filter import CODE_MARK, ReferenceFilter

_TYPES: tuple[tuple[type, Any], ...] = (
    (django_filters.BooleanFilter, {"type": "boolean"}),
    (django_filters.NumberFilter, {"type": "string", "format": "decimal"}),
    (django_filters.DateFilter, {"type": "string", "format": "date"}),
)


def paging(sorts: Mapping[str, keyset.Sort], default: str) -> list[OpenApiParameter]:
    """The parameters of every list: which orders it knows, where a page starts, how long it is."""
    return [
        OpenApiParameter(
            "sort",
            {"type": "string", "enum": _directions(sorts), "default": default},  # type: ignore[arg-type]
            description="A sort key, with a leading - or + for the direction",
        ),
        OpenApiParameter("cursor", str, description="Where the page starts: taken from next or previous"),
        OpenApiParameter(
            "page_size",
            {"type": "integer", "minimum": 1, "maximum": keyset.MAX_PAGE, "default": keyset.PAGE},  # type: ignore[arg-type]
            description="Rows of a page",
        ),
    ]


def parameters(
    conditions: type[django_filters.FilterSet], sorts: Mapping[str, keyset.Sort], default: str
) -> list[OpenApiParameter]:
    """Query parameters of a list: paging and one per condition."""
    return [*paging(sorts, default), *of_filter(conditions)]


def of_filter(conditions: type[django_filters.FilterSet]) -> list[OpenApiParameter]:
    """The conditions alone, for answers that are no pages."""
    return [_parameter(name, field) for name, field in conditions.base_filters.items()]


def _directions(sorts: Mapping[str, keyset.Sort]) -> list[str]:
    return [f"{sign}{key}" for key in sorts for sign in ("", "+", "-")]


def _parameter(name: str, field: Any) -> OpenApiParameter:
    schema = next((kind for known, kind in _TYPES if isinstance(field, known)), {"type": "string"})
    offered = field.extra.get("choices", ())
    choices = [str(value) for value, _label in (offered() if callable(offered) else offered)]
    if choices:
        schema = schema | {"enum": choices}
    words = str(field.label or "")
    if isinstance(field, ReferenceFilter):
        words += f": its {field.words}, or the number of its row ({CODE_MARK}1001 for a {field.words} of digits only)"
    is_many = isinstance(field, django_filters.MultipleChoiceFilter | django_filters.ModelMultipleChoiceFilter)
    if is_many:
        schema = {"type": "array", "items": schema}
    return OpenApiParameter(name, schema, explode=is_many or None, description=words)
