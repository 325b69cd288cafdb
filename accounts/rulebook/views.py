"""Pages of the rulebook: for everybody to read, for its keeper to word and to bind."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies as rights
from accounts.rulebook import forms, operations, policies, queries
from common import clock, dates, doors, pages

REVIEWED = timedelta(days=90)


def _today() -> date:
    return dates.business_day(clock.now())


@require_GET
def show_rulebook(request: HttpRequest) -> HttpResponse:
    """The clauses that hold today, by chapter; printable."""
    is_keeper = rights.can(request.user, policies.MANAGE)
    clauses = queries.list_clauses(_today(), everything=is_keeper)
    chapters = [
        (rows[0].clause.get_chapter_display(), rows)
        for rows in (list(group) for _chapter, group in groupby(clauses, key=lambda one: one.clause.chapter))
    ]
    context = {
        "chapters": chapters,
        "today": _today(),
        "may_manage": is_keeper,
        "may_review": rights.can(request.user, policies.REVIEW),
    }
    return pages.render(request, "accounts/rulebook/rulebook.html", context)


@require_GET
def show_clause(request: HttpRequest, number: str) -> HttpResponse:
    """A clause with all its wordings and the checks that enforce it."""
    shown = queries.get_clause(number, _today())
    context = {
        "shown": shown,
        "wordings": queries.wordings_of(shown.clause),
        "may_manage": rights.can(request.user, policies.MANAGE),
    }
    return pages.render(request, "accounts/rulebook/clause.html", context)


@require_GET
def review(request: HttpRequest) -> HttpResponse:
    """Which clauses were run against in a period; clauses without a check, checks without a clause."""
    rights.require(request.user, policies.REVIEW)
    form = forms.PeriodForm(request.GET or None)
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    until = given.get("until") or _today()
    since = given.get("since") or dates.back(until, REVIEWED)
    shown_form = form if form.is_bound else forms.PeriodForm(initial={"since": since, "until": until})
    context = {"form": shown_form, "found": queries.review(since, until, _today()), "since": since, "until": until}
    return pages.render(request, "accounts/rulebook/review.html", context)


@require_http_methods(["GET", "POST"])
def add_clause(request: HttpRequest) -> HttpResponse:
    """A new clause."""
    rights.require(request.user, policies.MANAGE)
    form = forms.ClauseForm(request.POST or None, initial={"valid_from": _today()})

    def save() -> str:
        operations.add_clause(actor=request.user, at=clock.now(), **form.cleaned_data)
        return ""

    title = _("A new clause")
    return _edit(request, form, lambda: doors.once(request, save), title, reverse("accounts:rulebook"))


@require_http_methods(["GET", "POST"])
def reword_clause(request: HttpRequest, number: str) -> HttpResponse:
    """The next wording of a clause, begun from the one that holds."""
    rights.require(request.user, policies.MANAGE)
    shown = queries.get_clause(number, _today())
    last = queries.wordings_of(shown.clause)[0]
    begun = {name: getattr(last, name) for name in ("title_zh", "title_en", "text_zh", "text_en", "valid_to")}
    form = forms.WordingForm(request.POST or None, initial={**begun, "valid_from": _today()})

    def save() -> Any:
        version = doors.version_of(request.POST)
        given = {"actor": request.user, "number": number, "version": version, "at": clock.now()}
        return operations.reword_clause(**given, **form.cleaned_data)

    title = _("Clause %(number)s: the next wording") % {"number": number}
    return _edit(request, form, save, title, reverse("accounts:clause", args=[number]), version=shown.clause.version)


def _edit(
    request: HttpRequest, form: Any, save: Callable[[], Any], title: str, back: str, version: int | None = None
) -> HttpResponse:
    if request.method == "POST" and doors.accepted(form, save):
        return pages.leave(request, back, _("Saved"))
    context = {"form": form, "title": title, "url": request.path, "back": back, "version": version}
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "accounts/rulebook/edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
def bind_checks(request: HttpRequest, number: str) -> HttpResponse:
    """Which checks enforce a clause."""
    rights.require(request.user, policies.MANAGE)
    shown = queries.get_clause(number, _today())
    form = forms.ChecksForm(request.POST or None, initial={"checks": [key for key, _check in shown.bound]})
    back = reverse("accounts:clause", args=[number])

    def save() -> Any:
        keys, version = form.cleaned_data["checks"], doors.version_of(request.POST)
        return operations.bind_checks(actor=request.user, number=number, keys=keys, version=version, at=clock.now())

    title = _("Checks that enforce clause %(number)s") % {"number": number}
    return _edit(request, form, save, title, back, version=shown.clause.version)
