"""The larger parts of a page, loaded with `{% load ui %}`. Block tags wrap what stands between them.

    {% note "chg" icon="arrow-left-right" %}…{% endnote %}   {% empty "receipt" title %}…{% endempty %}
    {% panel title aside=html %}…{% endpanel %}   {% popover "filter" label cls="cond" %}…{% endpopover %}
    {% bulkbar %}…{% endbulkbar %}   {% dialog title action url cancel=text tone="danger" %}…{% enddialog %}
    {% tabs items label kind="views" %}  {% ladder steps %}  {% facts items %}  {% timeline items %}
    {% steps items %}  {% next_actions items %}  {% gates groups %}  {% skeleton "w2 w3 w1" rows=8 %}
    {% error_summary form formset title=text %}  {% field form.customer cls="s2" %}
    {% pager page %}  {% columns all chosen url %}  {% options found columns %}
Items are plain dicts; each tag's docstring names the keys.
"""

import json
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from django import forms, template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

Items = Iterable[Mapping[str, Any]]


def _part(name: str, **context: Any) -> SafeString:
    return mark_safe(render_to_string(f"components/_{name}.html", context))


@register.simple_block_tag
def note(content: str, tone: str = "", icon: str = "info-circle", cls: str = "") -> SafeString:
    """One line about this record. Tones: warn bad ok chg run or none."""
    return _part("note", content=content, tone=tone, icon=icon, cls=cls)


@register.simple_block_tag
def empty(content: str, icon: str, title: Any) -> SafeString:
    """What to do where nothing is: a title, a <p> that says what helps, `<div class="acts">` with buttons."""
    return _part("empty", content=content, icon=icon, title=title)


@register.simple_block_tag
def panel(content: str, title: Any, note: Any = "", aside: Any = "", flush: bool = False) -> SafeString:
    """A framed section with a head; ``aside`` stands right in the head; ``flush``: no inner margin (tables)."""
    return _part("panel", content=content, title=title, note=note, aside=aside, flush=flush)


@register.simple_block_tag
def popover(content: str, id: str, label: Any, cls: str = "", url: str = "") -> SafeString:
    """A hidden layer that `data-pop="id"` opens beside the button; with ``url`` its content is fetched on opening."""
    return _part("popover", content=content, id=id, label=label, cls=cls, url=url)


@register.simple_block_tag
def bulkbar(content: str) -> SafeString:
    """The bar that appears while rows are picked; buttons `form="bulk"`; count and sum are filled by list.js."""
    return _part("bulkbar", content=content)


@register.simple_block_tag(takes_context=True)
def dialog(
    context: Any, content: str, title: Any, action: Any, url: str, cancel: Any = "", tone: str = ""
) -> SafeString:
    """A question that destroys something or asks for a reason: a real form that posts to ``url``.

    Between the tags: the consequence in numbers and the fields. ``action`` names the deed, ``cancel`` the
    opposite fact; tone "danger" for what cannot be undone. ``dialog_back`` in the context: where "not now" leads
    without scripts.
    """
    return mark_safe(
        render_to_string(
            "components/_dialog.html",
            {
                "content": content,
                "title": title,
                "action": action,
                "url": url,
                "cancel": cancel,
                "tone": tone,
                "back": context.get("dialog_back", "/"),
            },
            request=context.get("request"),
        )
    )


@register.inclusion_tag("components/_options.html")
def options(items: Items, columns: Iterable[Any] = ()) -> dict[str, Any]:
    """What an autocomplete found. Keys: value, text; optional cells ("text" or ("text", css class)), fill.

    ``fill`` maps further fields or grid columns to the text they get when the option is taken.
    """
    shown = []
    for item in items:
        cells = [cell if isinstance(cell, tuple) else (cell, "") for cell in item.get("cells") or [item["text"]]]
        shown.append({**item, "cells": cells, "fill": json.dumps(item.get("fill", {}), default=str)})
    return {"options": shown, "columns": list(columns)}


@register.inclusion_tag("components/_tabs.html")
def tabs(items: Items, label: Any, kind: str = "views") -> dict[str, Any]:
    """Saved views (links, keys 1–9) or the tabs of a record (kind="tabs": load into #pane, arrow keys).

    Keys: label, url; optional count, hot, current, target (default pane), id, key, is_page (a page of its own).
    """
    defaults = {"target": "pane", "count": None, "hot": False, "current": False, "key": "", "is_page": False}
    shown = [{"id": f"tab-{number}", **defaults, **item} for number, item in enumerate(items, start=1)]
    return {"items": shown, "label": label, "kind": kind}


@register.inclusion_tag("components/_ladder.html")
def ladder(steps: Items, label: Any = "") -> dict[str, Any]:
    """The states in order. Keys: label, state ("done", "now" or ""); optional at (moment)."""
    return {"steps": list(steps), "label": label}


@register.inclusion_tag("components/_facts.html")
def facts(items: Iterable[tuple[Any, ...]]) -> dict[str, Any]:
    """Five to seven values under a title: (label, value) or (label, value, css classes of the value)."""
    return {"items": [(*item, "")[:3] for item in items]}


@register.inclusion_tag("components/_timeline.html")
def timeline(items: Items) -> dict[str, Any]:
    """Who did what. Keys: who, text, at (moment); optional icon, tone, url, note."""
    return {"items": list(items)}


@register.inclusion_tag("components/_steps.html")
def steps(items: Items) -> dict[str, Any]:
    """A route. Keys: title; optional note, state ("done", "now", "bad"), aside."""
    return {"items": list(items)}


@register.inclusion_tag("components/_next_actions.html", takes_context=True)
def next_actions(context: Any, items: Items) -> dict[str, Any]:
    """What waits and why. Keys: title; optional note, tone, url with label, method="post" for a form button."""
    return {"items": list(items), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/_gates.html")
def gates(groups: Items) -> dict[str, Any]:
    """What is missing, by the step it blocks. Keys: title, items [(link text, rest, url)], glyph, icon, note."""
    return {"groups": list(groups)}


@register.inclusion_tag("components/_skeleton.html")
def skeleton(widths: str, rows: int = 6) -> dict[str, Any]:
    """Grey bars in the columns of the table to come: ``"w2 w3 w1"`` is one width (w1–w4) per column."""
    return {"widths": widths.split(), "rows": range(rows)}


@register.inclusion_tag("components/_pager.html", takes_context=True)
def pager(context: Any, page: Any) -> dict[str, Any]:
    """Previous and next of a keyset page (common.keyset.Page; keys [ and ]), keeping the other query values.

    Loads into #list, or into ``pager_target`` of the context.
    """
    return {
        "next_url": _page_url(context, page.next_cursor),
        "previous_url": _page_url(context, page.previous_cursor),
        "target": context.get("pager_target", "list"),
    }


def _page_url(context: Any, cursor: str | None) -> str:
    if not cursor:
        return ""
    query = context["request"].GET.copy()
    query["cursor"] = cursor
    return f"?{query.urlencode()}"


@register.inclusion_tag("components/_columns.html", takes_context=True)
def columns(context: Any, every: Iterable[tuple[Any, ...]], chosen: Iterable[str], url: str) -> dict[str, Any]:
    """Button and popover to choose columns: ``every`` = (key, label), many as (key, label, what it is about) together
    with their like; posts ``columns`` to ``url``."""
    picked = set(chosen)
    groups = [
        (about, [(key, label, key in picked) for key, label, *_about in group])
        for about, group in groupby(every, key=lambda one: one[2] if len(one) > 2 else "")
    ]
    return {
        "groups": groups,
        "url": url,
        "next": context["request"].get_full_path(),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("components/_error_summary.html")
def error_summary(*forms_or_sets: Any, title: Any = "") -> dict[str, Any]:
    """All errors of the given forms and formsets, each a link to its field; gets the focus. Nothing when valid."""
    errors: list[tuple[str, Any, str]] = []
    for source in forms_or_sets:
        for number, form in enumerate(getattr(source, "forms", [source]), start=1):
            line = number if hasattr(source, "forms") else 0
            errors += _errors_of(form, line)
        if hasattr(source, "non_form_errors"):
            errors += [("", text, "") for text in source.non_form_errors()]
    return {"errors": errors, "title": title}


def _errors_of(form: Any, line: int) -> list[tuple[str, Any, str]]:
    """(DOM id, message, label) of each error; the label of a formset's form names its line."""
    found: list[tuple[str, Any, str]] = [("", text, "") for text in form.non_field_errors()]
    for bound in form:
        label = f"{line} · {bound.label}" if line else bound.label
        found += [(bound.id_for_label or bound.auto_id, text, label) for text in bound.errors]
    return found


_WIDGET_CLASSES = (
    ((forms.RadioSelect, forms.CheckboxSelectMultiple), ""),
    (forms.CheckboxInput, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.Widget, "form-control"),
)


@register.inclusion_tag("components/_field.html")
def field(
    bound: Any, cls: str = "", label: Any = "", hint: Any = "", readonly: bool = False, **attrs: Any
) -> dict[str, Any]:
    """A form field with label, control, help and error, tied together for screen readers.

    Further keywords become attributes of the control, ``_`` read as ``-``: ``placeholder=…``, ``data_ac_url=…``.
    """
    widget = bound.field.widget
    is_group = isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    control = {name.replace("_", "-"): value for name, value in attrs.items() if value not in (None, False)}
    control["class"] = f"{_widget_class(widget)} {control.get('class', '')}".strip()
    if isinstance(widget, forms.DateInput):
        widget.format = "%Y-%m-%d"
        control |= {"data-date": True, "placeholder": "YYYY-MM-DD", "inputmode": "numeric", "autocomplete": "off"}
        control["class"] += " so-num"
    if isinstance(bound.field, forms.DecimalField | forms.IntegerField) and not isinstance(widget, forms.Select):
        widget.input_type = "text"  # a number box changes its value under the mouse wheel
        control["class"] += " so-num"
        control.setdefault("inputmode", "decimal")
    if readonly:
        control["readonly"] = True
    name = str(control.get("id") or bound.auto_id)
    described = [f"{name}-help"] if (hint or bound.help_text) else []
    if bound.errors:
        described.append(f"{name}-error")
        control |= {"aria-invalid": "true", "class": f"{control['class']} is-invalid"}
    if described and not is_group:
        control["aria-describedby"] = " ".join(described)
    return {
        "bound": bound,
        "id": name,
        "for": control.get("id") or bound.id_for_label,
        "control": mark_safe(bound.as_widget(attrs=control) + _as_shown(bound)),
        "label": label or bound.label,
        "help": hint or bound.help_text,
        "cls": cls,
        "kind": "group" if is_group else "check" if isinstance(widget, forms.CheckboxInput) else "line",
        "readonly": readonly,
        "is_required": (bound.field.required or bool(attrs.get("required"))) and not readonly,
        "described": " ".join(described),
    }


def _as_shown(bound: Any) -> str:
    return bound.as_hidden(only_initial=True) if bound.field.show_hidden_initial else ""


def _widget_class(widget: forms.Widget) -> str:
    for kinds, css_class in _WIDGET_CLASSES:
        if isinstance(widget, kinds):
            return css_class
    return "form-control"
