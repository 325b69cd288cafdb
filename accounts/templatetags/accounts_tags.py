"""Rights, and words for scopes and effects (`{% load accounts_tags %}`)."""

from typing import Any

from django import template

from accounts import policies
from accounts.roles.models import FieldRule, Scope

register = template.Library()


@register.filter
def may(user: Any, verb: str) -> bool:
    """Whether a person holds a right in any scope: {% if request.user|may:"audit.view" %}."""
    return policies.can(user, verb)


@register.filter
def scope_label(value: str) -> Any:
    """How far a right reaches; – where it is not held."""
    return Scope(value).label if value in Scope.values else "–"


@register.filter
def effect_label(value: str) -> Any:
    """How a sensitive field is seen; – where nothing is hidden."""
    return FieldRule.Effect(value).label if value in FieldRule.Effect.values else "–"
