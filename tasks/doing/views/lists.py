"""Doors of the lists of tasks: one's own, and all."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.people import operations as people
from accounts.people import queries as people_queries
from common import clock, dates, doors, keyset, pages, typed
from tasks.doing import desk, forms, listing, queries
from tasks.doing.filters import TaskFilter
from tasks.task import queries as tasks

PAGE_SIZE = 50


@require_GET
def my_tasks(request: HttpRequest) -> HttpResponse:
    """One's tasks by when they are due, or those of somebody whom one leads."""
    today = dates.business_day(clock.now())
    led = queries.people_led_by(request.user)
    asked = typed.read_key(request.GET.get("person"))
    whose = next((one for one in led if one.pk == asked), None)
    found = queries.my_tasks(request.user, today=today, whose=whose)
    context = {
        "mine": found,
        "parts": desk.parts_of(found),
        "today": today,
        "steps": desk.STEPS,
        "led": led,
        "whose": whose,
        "to_give": queries.count_to_give_out(request.user) if whose is None else 0,
    }
    return pages.render(request, "tasks/my/tasks.html", context, parts=("mine",))


@require_GET
def list_tasks(request: HttpRequest) -> HttpResponse:
    """Tasks to do; others by the tabs and conditions."""
    asked = request.GET.copy()
    if not asked.keys() & TaskFilter.base_filters.keys():
        asked["open"] = "true"
    rows = doors.filtered(TaskFilter, asked, tasks.list_tasks(request.user), actor=request.user)
    page = keyset.paginate(
        tasks.as_rows(rows),
        sorts=tasks.SORTS,
        sort=request.GET.get("sort") or tasks.DEFAULT_SORT,
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    columns = listing.chosen(people_queries.preference(request.user, listing.COLUMNS_KEY))
    count, is_estimate = keyset.count_of(page, rows)
    context = {
        "page": page,
        "views": desk.tabs(asked.dict()),
        "kept": desk.kept(asked),
        "columns": columns,
        "every_column": listing.EVERY,
        "shown_keys": [column.key for column in columns],
        "rows": [{"pk": one.pk, "cells": listing.draw(one, columns)} for one in page.items],
        "count": count,
        "is_estimate": is_estimate,
        "filter": forms.ListForm(request.GET),
    }
    return pages.render(request, "tasks/task/list.html", context, parts=("list",))


@require_POST
def choose_columns(request: HttpRequest) -> HttpResponse:
    """Save which columns a person wants; ``reset`` goes back to the usual ones."""
    keys = [] if "reset" in request.POST else request.POST.getlist("columns")
    known = [key for key in keys if key in listing.COLUMNS]
    people.remember(actor=request.user, key=listing.COLUMNS_KEY, value=known or None, at=clock.now())
    home, back = reverse("tasks:task-list"), request.POST.get("next", "")
    return pages.leave(request, back if back.startswith(home) else home, _("Columns saved"))
