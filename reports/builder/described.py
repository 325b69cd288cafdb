"""Parameters of questions as the OpenAPI document describes them."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from reports.figures.dimensions import AXES, Source


def text(name: str, words: str, **more: Any) -> OpenApiParameter:
    """A parameter that is a text."""
    return OpenApiParameter(name, OpenApiTypes.STR, description=words, **more)


FILTERS = [
    text(f"f.{one.code}", f"Only these members of `{one.code}`, told apart by commas.")
    for one in AXES.values()
    if one.source is not Source.TIME
]
