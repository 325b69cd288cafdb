"""The small parts of a page (`{% load ui %}`), each safe to use in every table row; no domain words.

Atoms here, larger parts in ``parts.py`` (same load): see there for panels, lists and forms.
Sizes, colours and when to use what: the styleguide page shows all of them.

    {% icon "truck" %}  {% status "wait" text pill=True %}  {% flag text "warn" "box-seam" %}  {% kbd "Ctrl S" %}
    {% bar "sg:30 sh:25 rs:20" label=text size="w44" %}  {% pct 38 "sg:14 sh:24" label=text %}
    {% money amount "CNY" bare=True big=True signed=True zero_dash=True %}
    {% day d full=True %}  {% moment at %}  {% due d done=True %}  {% person name %}  {% nonce %}
    {% chip key value url %}  {% th label sort="amount" cls="n" %}  {% maybe_url "orders:order-new" as url %}
"""

import re
import uuid
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from common.templatetags import fmt, parts

register = template.Library()
register.tags.update(parts.register.tags)

CHIP_LETTERS = 24
Segments = str | Iterable[tuple[str, Any]]


@lru_cache(maxsize=1)
def _sprite() -> str:
    return static("img/icons.svg")


@register.simple_tag
def icon(name: str, cls: str = "") -> SafeString:
    """An icon of static/img/icons.svg, hidden from screen readers: the words beside it carry the meaning."""
    return format_html(
        '<svg class="bi {}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>', cls, _sprite(), name
    )


@register.simple_tag
def status(glyph: str, text: Any, pill: bool = False) -> SafeString:
    """A state of the ladder: round glyph and word. Glyphs: draft wait active run closed archived reject block void."""
    return format_html('<span class="so-st{}" data-st="{}">{}</span>', " pill" if pill else "", glyph, text)


@register.simple_tag
def flag(text: Any, tone: str = "", icon_name: str = "", title: Any = "") -> SafeString:
    """A fact beside the ladder: square, icon first. Tones: bad warn chg frz ok run line or none."""
    shown_icon = icon(icon_name) if icon_name else ""
    shown_title = format_html(' title="{}"', title) if title else ""
    return format_html('<span class="so-flag {}"{}>{}{}</span>', tone, shown_title, shown_icon, text)


def segment_pairs(segments: Segments) -> list[tuple[str, Decimal]]:
    """(class, percent) pairs from ``"sg:30 sh:25"`` or pairs; together never beyond 100, none negative."""
    pairs = [part.split(":") for part in segments.split()] if isinstance(segments, str) else segments
    left, result = Decimal(100), []
    for css_class, value in pairs:
        share = min(max(fmt.as_decimal(value) or Decimal(0), Decimal(0)), left)
        left -= share
        if share:
            result.append((str(css_class), share.quantize(Decimal("0.01"))))
    return result


@register.simple_tag
def bar(segments: Segments, label: Any = "", size: str = "") -> SafeString:
    """A progress bar. Classes: sg signed, sh shipped, rs reserved, wn bd mu cg c1–c4. The label says the numbers."""
    at, rects = Decimal(0), []
    for css_class, share in segment_pairs(segments):
        rects.append((css_class, at, share))
        at += share
    named = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    body = format_html_join("", '<rect class="{}" x="{}%" width="{}%" height="100%"/>', rects)
    return format_html(
        '<svg class="so-bar {}" {}><rect class="tr" width="100%" height="100%"/>{}</svg>', size, named, body
    )


@register.simple_tag
def pct(value: Any, segments: Segments = "", label: Any = "", size: str = "") -> SafeString:
    """A bar with its percentage beside it; ``value`` is a percent (0–100, may exceed). Cut, never rounded up."""
    number = fmt.as_decimal(value)
    text = fmt.percent(number / 100) if number is not None else fmt.DASH
    drawn = bar(segments or [("sh", number or 0)], label or text, size)
    return format_html('<span class="so-pct">{}<span class="p">{}</span></span>', drawn, text)


@register.simple_tag
def money(
    amount: Any,
    currency: str = "",
    bare: bool = False,
    big: bool = False,
    signed: bool = False,
    zero_dash: bool = False,
) -> SafeString:
    """An amount with quiet decimals; red and − when negative. ``bare``: the column head carries the unit."""
    number = fmt.as_decimal(amount)
    if number is None or (zero_dash and number == 0):
        return format_html('<span class="so-money t3">{}</span>', fmt.DASH)
    whole, cents = fmt.group(abs(number), 2).split(".")
    is_negative = number.quantize(Decimal("0.01")) < 0
    sign = fmt.MINUS if is_negative else "+" if signed and number > 0 else ""
    classes = "so-money" + (" neg" if is_negative else "") + (" xl" if big else "")
    unit = "" if bare else fmt.symbol(currency)
    return format_html('<span class="{}">{}{}{}<span class="d">.{}</span></span>', classes, sign, unit, whole, cents)


@register.simple_tag
def day(value: Any, full: bool = False, cls: str = "") -> SafeString:
    """A day in a list (MM-DD, year if another) or in a form (``full``: YYYY-MM-DD). None → –."""
    shown = fmt.as_day(value)
    if shown is None:
        return format_html('<span class="t3">{}</span>', fmt.DASH)
    text = fmt.full_day(shown) if full else fmt.day(shown)
    return format_html('<time class="so-date {}" datetime="{}">{}</time>', cls, shown.isoformat(), text)


@register.simple_tag
def moment(value: Any, cls: str = "") -> SafeString:
    """A moment: the hour if today, else day and hour; the full company time in the title. None → –."""
    if not hasattr(value, "hour"):
        return format_html('<span class="t3">{}</span>', fmt.DASH)
    return format_html(
        '<time class="so-date {}" datetime="{}" title="{}">{}</time>',
        cls,
        value.isoformat(),
        fmt.full_moment(value),
        fmt.moment(value),
    )


@register.simple_tag
def due(value: Any, done: Any = False, today: Any = None) -> SafeString:
    """A day that can be missed: late red with the days, today and tomorrow amber; plain once ``done``."""
    shown = fmt.as_day(value)
    tone, words = fmt.due_words(shown, today or fmt.today()) if shown and not done else ("", "")
    if shown is None or not tone:
        return day(value)
    mark = icon("exclamation-circle-fill" if tone == "late" else "clock-fill", "f12")
    return format_html(
        '<time class="so-date {}" datetime="{}">{} {}<small>{}</small></time>',
        tone,
        shown.isoformat(),
        mark,
        fmt.day(shown),
        words,
    )


@register.simple_tag
def person(name: Any, cls: str = "") -> SafeString:
    """A round first letter and the name; only where people are the subject, not in lists."""
    text = str(name or "")
    tone = sum(map(ord, text)) % 6 + 1
    avatar = format_html('<span class="so-av a{} {}" aria-hidden="true">{}</span>', tone, cls, text[:1].upper())
    return format_html('<span class="so-who">{}{}</span>', avatar, text)


@register.simple_tag
def kbd(keys: str) -> SafeString:
    """Key caps on the control that they trigger: ``{% kbd "Ctrl Enter" %}``; the control carries data-key."""
    return format_html('<kbd aria-hidden="true">{}</kbd>', keys.replace("Enter", "↵") if " " in keys else keys)


@register.simple_tag
def chip(key: Any, value: Any, remove_url: str = "", on: bool = True) -> SafeString:
    """A filter in force: grey key, bold value, × is a link to the list without it."""
    cross = (
        format_html(
            '<a class="x" href="{}" aria-label="{}">{}</a>',
            remove_url,
            _("Remove %(filter)s") % {"filter": key},
            icon("x"),
        )
        if remove_url
        else ""
    )
    whole = format_html(' title="{}"', value) if len(str(value)) > CHIP_LETTERS else ""  # its end may be cut off
    return format_html(
        '<span class="so-chip{}"><span class="k">{}</span><span class="v"{}>{}</span>{}</span>',
        " on" if on else "",
        key,
        whole,
        value,
        cross,
    )


@register.simple_tag(takes_context=True)
def th(context: Any, label: Any, sort: str = "", cls: str = "", title: Any = "") -> SafeString:
    """A table head; with ``sort`` (a key of the list's sorts) a link that sorts by it, then turns it round.

    Reads ``sort`` ("-amount", "+amount") from the context, or from its ``page``; keeps the request's filters
    and goes back to the first page.
    """
    hint = format_html(' title="{}"', title) if title else ""
    if not sort:
        return format_html('<th scope="col" class="{}"{}>{}</th>', cls, hint, label)
    current = str(context.get("sort") or getattr(context.get("page"), "sort", ""))
    is_current, falls = current.lstrip("+-") == sort, current.startswith("-")
    query = context["request"].GET.copy()
    query.pop("cursor", None)
    query["sort"] = f"{'+' if falls else '-'}{sort}" if is_current else sort
    state = mark_safe(f' aria-sort="{"descending" if falls else "ascending"}"') if is_current else ""
    mark = format_html(' <span class="srt" aria-hidden="true">{}</span>', "▼" if falls else "▲") if is_current else ""
    return format_html(
        '<th scope="col" class="{}"{}{}><a href="?{}">{}{}</a></th>', cls, hint, state, query.urlencode(), label, mark
    )


@register.simple_tag
def nonce() -> SafeString:
    """A hidden one-time value, so that the same form sent twice does its work once."""
    return format_html('<input type="hidden" name="nonce" value="{}">', uuid.uuid4().hex)


@register.simple_tag
def maybe_url(name: str, *args: Any, **kwargs: Any) -> str:
    """Like ``url``, but empty where no such page exists: for parts of the shell that other apps provide."""
    try:
        return reverse(name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def repeat_block(context: Any, name: str) -> SafeString:
    """What the page put into a block, once more: the title is also crumb and heading. Only in a page's own template."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    return mark_safe(str(block.render(context)).strip()) if block else SafeString()


@register.filter
def toast_tone(level: str) -> str:
    """The look of a toast for a level of Django's messages."""
    return {"error": "err", "info": "prog", "warning": "wrn"}.get(level, "")


@register.filter
def dom_id(value: Any) -> str:
    """Text as a DOM id: letters, digits and hyphens only."""
    return re.sub(r"[^A-Za-z0-9]+", "-", str(value)).strip("-").lower()
