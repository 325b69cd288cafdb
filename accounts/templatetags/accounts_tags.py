"""Rights, and words for scopes and effects (`{% load accounts_tags %}`)."""

from typing import Any

from django import template

from accounts import policies
from accounts.exports import permitting
from accounts.roles.models import FieldRule, Scope
from common.exports.lists import lists

register = template.Library()


@register.filter
def may(user: Any, verb: str) -> bool:
    """Whether a person holds a right in any scope: {% if request.user|may:"audit.view" %}."""
    return policies.can(user, verb)


@register.filter
def scope_label(value: str) -> Any:
    """How far a right reaches, with the condition in its place where there is one; – where it is not held."""
    scope, _bar, condition = str(value).partition("|")
    if scope not in Scope.values:
        return "–"
    return f"{Scope(scope).label} ({condition})" if condition else Scope(scope).label


@register.filter
def effect_label(value: str) -> Any:
    """How a sensitive field is seen; – where nothing is hidden."""
    return FieldRule.Effect(value).label if value in FieldRule.Effect.values else "–"


@register.inclusion_tag("accounts/_export_button.html", takes_context=True)
def export_button(context: Any, list_key: str) -> dict[str, Any]:
    """The button that takes a list away as its page shows it: {% export_button "orders" %}."""
    request = context["request"]
    return _button(context, list_key, request.GET.urlencode())


@register.inclusion_tag("accounts/_export_button.html", takes_context=True)
def export_again(context: Any, list_key: str, query: str, label: Any = "") -> dict[str, Any]:
    """The same button beside what became of an export, or for what the page's address does not say itself."""
    return {**_button(context, list_key, query), "label": label}


def _button(context: Any, list_key: str, query: str) -> dict[str, Any]:
    request = context["request"]
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "may_export": permitting.may(request.user, list_key),
        "list_key": list_key,
        "query": query,
        "forms": list(lists[list_key].forms),
    }
