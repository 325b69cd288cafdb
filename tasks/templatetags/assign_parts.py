"""How the score of a candidate is drawn (`{% load assign_parts %}`): {% score_bar score %}  {% score_part part %}"""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.templatetags import ui

register = template.Library()

COLOURS = {"skill": "c1", "experience": "c3", "load": "c2", "punctuality": "c4"}


@register.simple_tag
def score_bar(score: Any) -> SafeString:
    """The parts of a score side by side; the label says the numbers."""
    label = ", ".join(f"{part.label} {_points(part.points)}" for part in score.parts)
    return ui.bar([(COLOURS[part.name], part.points) for part in score.parts], label, "full h8")


@register.simple_tag
def score_part(part: Any) -> SafeString:
    """One part: its colour, its name, points out of the weight."""
    return format_html(
        '<span class="so-inl"><i class="{}"></i>{} <span class="so-num">{}</span><span class="t3">/{}</span></span>',
        COLOURS[part.name],
        part.label,
        _points(part.points),
        part.weight,
    )


def _points(number: Decimal) -> str:
    return str(round(number))
