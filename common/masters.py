"""Doors of the small masters (carriers, suppliers, warehouses, …): a list with search and pages, and a dialog."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise

from common import doors, keyset, pages, reference

PAGE_SIZE = 50
SORTS = {"code": keyset.Sort("code", descending=False)}
Text = str | Promise


@dataclass(frozen=True)
class Column:
    """A column of a list: its label, what a row shows in it, its class."""

    label: Text
    cell: Callable[[Any], Any]
    css: str = ""


@dataclass(frozen=True)
class Master:
    """How a small master is shown: its words, its addresses, its columns.

    ``subject`` is what the audit page knows the rows as; ``nowhere`` is said where there is no row at all;
    ``has_page``: a row is edited on a page of its own, not in the dialog. ``export``: the list that it is taken away as
    (``common.exports.lists``), "" where it is not.
    """

    title: Text
    note: Text
    new: Text
    change: Text
    saved: Text
    nowhere: Text
    list_url: str
    new_url: str
    edit_url: str
    columns: tuple[Column, ...]
    subject: str = ""
    icon: str = "list"
    has_page: bool = False
    export: str = ""

    def words(self, row: Any) -> dict[str, Any]:
        """What ``edit`` says and where it goes back to."""
        title = self.new if row is None else self.change
        return {"title": title, "saved": self.saved, "back": reverse(self.list_url)}


def show(request: HttpRequest, master: Master, rows: QuerySet, *, may_edit: bool) -> HttpResponse:
    """The list by code, narrowed by ``?q=``; the search is offered once there is more than one page."""
    typed = request.GET.get("q", "").strip()[:80]
    page = keyset.paginate(
        found(rows, typed), sorts=SORTS, sort="code", cursor=request.GET.get("cursor"), size=PAGE_SIZE
    )
    may_audit = bool(master.subject) and request.user.can("audit.view")  # type: ignore[union-attr]
    context = {
        "master": master,
        "page": page,
        "rows": [_shown(master, row, may_edit, may_audit) for row in page.items],
        "typed": typed,
        "has_search": bool(typed or page.next_cursor or page.previous_cursor),
        "list_url": reverse(master.list_url),
        "new_url": reverse(master.new_url) if may_edit else "",
    }
    return pages.render(request, "common/master/list.html", context, parts=("list",))


def edit(
    request: HttpRequest,
    form: Any,
    row: Any,
    call: Callable[[int | None], Any],
    *,
    title: Text,
    saved: Text,
    back: str,
) -> HttpResponse:
    """Draw the dialog of a new row (None) or of ``row``, or make the call with the version that was shown."""

    def save() -> Any:
        return call(doors.version_of(request.POST) if row is not None else None)

    if request.method == "POST" and doors.accepted(form, save):
        return pages.leave(request, back, saved)
    context = {
        "form": form,
        "title": title,
        "shown_version": doors.shown_version(request, row) if row is not None else "",
        "url": request.path,
        "dialog_back": back,
    }
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, "common/master/_edit.html", context, status=status)


def found(rows: QuerySet, typed: str) -> QuerySet:
    """Rows whose code or name, as stored or as shown, has ``typed`` in it."""
    if not typed:
        return rows
    return rows.filter(Q(code__icontains=typed) | Q(name__icontains=typed) | Q(name__in=reference.shipped_like(typed)))


def _shown(master: Master, row: Any, may_edit: bool, may_audit: bool) -> dict[str, Any]:
    return {
        "cells": [(column.css, column.label, column.cell(row)) for column in master.columns],
        "is_active": getattr(row, "is_active", True),
        "edit_url": reverse(master.edit_url, args=[row.pk]) if may_edit else "",
        "audit_url": reverse("accounts:audit", args=[master.subject, row.pk]) if may_audit else "",
    }
