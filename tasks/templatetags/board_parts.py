"""Tasks on boards, charts and calendars (`{% load board_parts %}`): built in code, for a page draws hundreds."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.templatetags import fmt, ui
from orders.templatetags import order_parts
from tasks.board import columns
from tasks.board.gantt import Bar
from tasks.task.states import State

register = template.Library()

_NOTHING = SafeString("")


def url_of(task: Any) -> str:
    """The page of a task, "" where no pages are installed."""
    return _url("tasks:task-detail", task.pk)


def _url(name: str, *args: Any) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@register.filter
def hours(value: Any) -> str:
    """Hours with at most one decimal: 6.5, 84."""
    number = (fmt.as_decimal(value) or Decimal(0)).quantize(Decimal("0.1"))
    return fmt.qty(number)


@register.filter
def month_name(day: Any) -> str:
    """A month in the head of a chart."""
    return date_format(day, pgettext("format of a month", "M"))


@register.simple_tag
def task_mark(task: Any) -> SafeString:
    """What stands before a task in a list: done, critical, or neither; the words for who does not see the sign."""
    if task.state == State.DONE:
        return _mark("check-circle-fill", "ok", State.DONE.label)
    if task.state == State.BLOCKED:
        return _mark("pause-circle", "bad", State.BLOCKED.label)
    if task.is_critical:
        return _mark("signpost-split", "bad", _("Critical"))
    return _mark("circle-half" if task.state == State.RUNNING else "circle", "t3", task.get_state_display())


def _mark(name: str, tone: str, words: Any) -> SafeString:
    return format_html('{}<span class="sr">{}</span>', ui.icon(name, tone), words)


@register.simple_tag
def task_link(task: Any) -> SafeString:
    """The task's title, a link to its page."""
    words = _("%(task)s, line %(line)s") % {"task": task.title, "line": task.line_no} if task.line_no else task.title
    whole = format_html(' title="{}"', words)
    url = url_of(task)
    if not url:
        return format_html('<span class="clip"{}>{}</span>', whole, task.title)
    return format_html('<a class="t-in clip" href="{}"{}>{}</a>', url, whole, task.title)


@register.simple_tag
def task_move_link(task: Any, back: str) -> SafeString:
    """The end of a task as the door to moving it."""
    url = f"{reverse('tasks:move', args=[task.pk])}?next={quote(back)}"
    label = _("Move the days of %(task)s") % {"task": task.title}
    return format_html(
        '<a class="t-in" href="{}" hx-get="{}" hx-target="#dialog" aria-label="{} ({})" data-move>{}</a>',
        url,
        url,
        label,
        fmt.full_day(task.planned_end),
        ui.day(task.planned_end),
    )


@register.simple_tag
def gantt_bar(bar: Bar, screen: Any, back: str) -> SafeString:
    """A bar of the chart; one that the reader may move says where the dialog of its move is."""
    row = bar.row
    drag = _NOTHING
    if row.key is not None and row.key in screen.may_schedule:
        drag = format_html(
            ' data-drag="{}?next={}" data-start="{}" data-end="{}"',
            reverse("tasks:move", args=[row.key]),
            quote(back),
            row.start.isoformat() if row.start else "",
            row.end.isoformat() if row.end else "",
        )
    shape = format_html('<rect class="br" x="{}" y="{}" width="{}" height="14" rx="3"/>', bar.x, bar.y, bar.width)
    if bar.done:
        shape += format_html('<rect class="dn" x="{}" y="{}" width="{}" height="14" rx="3"/>', bar.x, bar.y, bar.done)
    if drag:
        shape += format_html('<rect class="hn" x="{}" y="{}" width="6" height="14"/>', bar.x + bar.width - 6, bar.y)
    if row.is_milestone:
        shape += format_html('<polygon class="ms" points="{}"/>', bar.tip)
    return format_html('<g class="{}" data-bar="{}"{}>{}{}</g>', row.look, row.key or "", drag, _tip(bar), shape)


def _tip(bar: Bar) -> SafeString:
    row = bar.row
    words = f"{fmt.day(row.start)} – {fmt.day(row.end)} · {row.progress}%"
    return format_html("<title>{}</title>", words)


@register.simple_tag
def load_bar(one: Any) -> SafeString:
    """Hours of others and of this order, against a tick where the possible ones end."""
    label = _("%(name)s: %(hours)s of %(capacity)s hours") % {
        "name": one.person,
        "hours": hours(one.hours),
        "capacity": hours(one.capacity),
    }
    at, rects = Decimal(0), []
    for css_class, share in one.segments:
        rects.append((css_class, at, share))
        at += share
    return format_html(
        '<svg class="so-bar full h8" role="img" aria-label="{}"><rect class="tr" width="{}%" height="100%"/>{}'
        '<rect class="tk" x="{}%" width="1.5" height="100%"/></svg>',
        label,
        one.tick,
        format_html_join("", '<rect class="{}" x="{}%" width="{}%" height="100%"/>', rects),
        min(one.tick, Decimal("99.2")),
    )


@register.simple_tag
def task_card(task: Any, board: Any, back: str, with_order: bool = False) -> SafeString:
    """A card of a board. ``data-to-…`` says which address moves it to a column, where the reader may."""
    may_assign = task.pk in board.may_assign
    foot = _give(task, back) if may_assign and task.state == State.OPEN and not task.is_picked else _owner(task)
    order = _NOTHING
    if with_order:
        customer = task.order.customer
        order = format_html(
            '<div class="m"><span class="clip" title="{}">{} {}</span></div>',
            customer.name,
            order_parts.order_link(task.order),
            customer.short_name or customer.name,
        )
    return format_html(
        '<article class="so-card{}" tabindex="0" id="card-{}" data-task="{}" data-version="{}"{}{}>'
        '<div>{}</div>{}<div class="m">{}</div><div class="m">{}{}</div></article>',
        " crit" if task.is_key and task.state != State.DONE else "",
        task.pk,
        task.pk,
        task.version,
        mark_safe(" data-ready") if task.is_ready else _NOTHING,
        _moves(task, task.pk in board.may_work),
        task_link(task),
        order,
        _say(task),
        ui.due(task.due_date, done=task.state == State.DONE),
        foot,
    )


def _say(task: Any) -> SafeString:
    """The one thing to know about a task in its state."""
    mark = ui.icon("signpost-split", "bad") if task.is_critical and task.state != State.DONE else _NOTHING
    if task.state == State.BLOCKED:
        words = task.block_words or task.get_block_reason_display()
        return format_html('<span class="bad clip" title="{}">{} {}</span>', words, mark, words)
    asked = getattr(task, "asked", ())
    if task.state == State.OPEN and not task.is_picked and asked:
        skills = ", ".join(_("%(skill)s %(level)s") % {"skill": one.skill, "level": one.level} for one in asked)
        return format_html('<span class="clip">{} {}</span>', mark, _("Asks for: %(skills)s") % {"skills": skills})
    if task.state == State.OPEN and not task.is_ready:
        return format_html(
            '<span class="clip">{} {} · {}</span>',
            mark,
            task.department,
            _("waits for %(n)s") % {"n": task.open_predecessors},
        )
    if task.state == State.RUNNING:
        return format_html('<span class="clip">{} {} · {}%</span>', mark, task.department, task.progress)
    return format_html('<span class="clip">{} {}</span>', mark, task.department)


def _give(task: Any, back: str) -> SafeString:
    url = f"{reverse('tasks:assign', args=[task.pk])}?next={quote(back)}"
    label = _("Give %(task)s to somebody") % {"task": task.title}
    return format_html(
        '<a class="btn btn-sm" href="{}" hx-get="{}" hx-target="#assign" data-pop="assign" data-give'
        ' aria-label="{}">{}…</a>',
        url,
        url,
        label,
        _("Give to"),
    )


def _owner(task: Any) -> SafeString:
    if task.state == State.OPEN and not task.is_picked:
        return format_html('<span class="warn">{}</span>', _("Nobody yet"))
    return ui.person(task.owner or "–")


# column → the verb of ``tasks.doing`` that brings a task there, by the column it comes from
_VERBS: Mapping[tuple[str, str], str] = {
    ("unpicked", "running"): "start",
    ("open", "running"): "start",
    ("unpicked", "blocked"): "block",
    ("open", "blocked"): "block",
    ("running", "blocked"): "block",
    ("open", "done"): "finish",
    ("running", "done"): "finish",
    ("blocked", "running"): "resume",
    ("done", "running"): "reopen",
}


def _moves(task: Any, may_work: bool) -> SafeString:
    if not may_work:
        return _NOTHING
    here = columns.column_of(task.state, task.is_picked)
    found = [(to, _url(f"tasks:task-{verb}", task.pk)) for (origin, to), verb in _VERBS.items() if origin == here]
    return format_html_join("", ' data-to-{}="{}"', [(to, url) for to, url in found if url])


@register.simple_tag
def load_cell(cell: Any) -> SafeString:
    """A day or a week of somebody's load: hours, redder than red where it is too much; empty where nothing is."""
    load = cell.load
    words = _("%(hours)s of %(capacity)s hours") % {"hours": hours(load.hours), "capacity": hours(load.capacity)}
    shown = hours(load.hours) if load.hours else mark_safe("·")
    return format_html(
        '<td class="lv lv{}" title="{}"><span class="sr">{}</span><span aria-hidden="true">{}</span></td>',
        cell.level,
        words,
        words,
        shown,
    )


@register.simple_tag
def total_bar(line: Any) -> SafeString:
    """What is planned of what is possible; red beyond it."""
    load = line.total
    share = (load.share or Decimal(0)) * 100
    label = _("%(hours)s of %(capacity)s hours") % {"hours": hours(load.hours), "capacity": hours(load.capacity)}
    return ui.bar(
        [("bd" if load.is_over else "sh", share if load.capacity or not load.hours else 100)], label, "full h8"
    )
