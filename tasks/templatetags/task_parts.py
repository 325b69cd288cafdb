"""How tasks are drawn."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from tasks.doing import listing
from tasks.task.choices import BlockReason

register = template.Library()


@register.simple_tag
def task_state(task: Any, pill: bool = False) -> SafeString:
    """The state of a task as round glyph and word, with what it waits for."""
    return listing.state_of(task, pill=pill)


@register.simple_tag
def key_flags(task: Any) -> SafeString:
    """Why a task is handled first."""
    return listing.key_flags(task)


@register.simple_tag
def step_words(step: Any) -> str:
    """Why a step was made: that of a block is a code and words; what the software itself said is translated."""
    code, _colon, words = step.reason.partition(":")
    if code in BlockReason.values:
        label = str(BlockReason(code).label)
        return f"{label}: {words.strip()}" if words else label
    return gettext(step.reason)
