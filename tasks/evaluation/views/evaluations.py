"""Doors of evaluations: list, page, scoring, reasons, the end; performance of people and departments."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policies as rights
from common import clock, currencies, dates, doors, errors, keyset, pages
from orders.order.doors import order_of, sent
from tasks.evaluation import desk, forms, operations, performance, policies, queries
from tasks.evaluation.filters import EvaluationFilter

PAGE_SIZE = 50


@require_GET
def list_evaluations(request: HttpRequest) -> HttpResponse:
    """Evaluations, those that are open first asked for."""
    rights.require(request.user, policies.VIEW)
    asked = request.GET.copy()
    if not asked.keys() & EvaluationFilter.base_filters.keys():
        asked["state"] = "OPEN"
    chosen = EvaluationFilter(asked, queries.list_evaluations(request.user))
    doors.require_readable(chosen)
    page = keyset.paginate(
        chosen.qs,
        sorts=queries.SORTS,
        sort=request.GET.get("sort") or queries.DEFAULT_SORT,
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    context = {"page": page, "views": desk.tabs(asked.dict()), "today": dates.business_day(clock.now()), "asked": asked}
    return pages.render(request, "tasks/evaluation/list.html", context, parts=("list",))


@require_POST
def open_evaluation(request: HttpRequest, reference: str) -> HttpResponse:
    """Open the evaluation of a closed order, or go to it."""
    order = order_of(request, reference)
    made = operations.open_evaluation(actor=request.user, order_id=order.pk, at=clock.now())
    return pages.leave(request, desk.url_of(made), "")


@require_GET
def show_evaluation(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """One with its figures, the rows behind them, scores, reasons, and which delay was decisive."""
    found = queries.get_evaluation(request.user, evaluation_id)
    context = {
        "evaluation": found,
        "figures": queries.figures_shown(request.user, found),
        "scored": desk.score_rows(request.user, found, queries.scores_of(found)),
        "reasons": desk.reasons(found),
        "actions": desk.actions(request.user, found),
        "today": dates.business_day(clock.now()),
        "base": currencies.base(),
    }
    return pages.render(request, "tasks/evaluation/detail.html", context)


@require_http_methods(["GET", "POST"])
def score(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Score somebody, or the order as a whole."""
    found = queries.get_evaluation(request.user, evaluation_id)
    form = forms.ScoreForm(sent(request), workers=queries.scorable_by(request.user, found))

    def call() -> None:
        operations.give_scores(actor=request.user, evaluation_id=found.pk, at=clock.now(), **form.columns())

    return _ask(request, found, "_score", form, call, _("Scored"))


@require_http_methods(["GET", "POST"])
def explain(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Say why a figure is not as planned."""
    found = queries.get_evaluation(request.user, evaluation_id)
    form = forms.ReasonForm(sent(request), initial={"figure": request.GET.get("figure", "days")})
    return _ask(request, found, "_explain", form, _verb(request, found, operations.explain, form), _("Written down"))


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """End it with a conclusion."""
    found, form = queries.get_evaluation(request.user, evaluation_id), forms.EndForm(sent(request))
    return _ask(request, found, "_end", form, _verb(request, found, operations.end_evaluation, form), _("Ended"))


@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Take it up again."""
    found, form = queries.get_evaluation(request.user, evaluation_id), forms.ReopenForm(sent(request))
    call = _verb(request, found, operations.reopen_evaluation, form)
    return _ask(request, found, "_reopen", form, call, _("Open again"))


def _verb(request: HttpRequest, found: Any, operation: Any, form: Any) -> Any:
    return lambda: operation(
        actor=request.user,
        evaluation_id=found.pk,
        version=doors.version_of(request.POST),
        at=clock.now(),
        **form.cleaned_data,
    )


def _ask(request: HttpRequest, found: Any, template: str, form: Any, call: Any, done: str) -> HttpResponse:
    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, desk.url_of(found), done)
    context = {
        "evaluation": found,
        "version": doors.shown_version(request, found),
        "form": form,
        "url": request.path,
        "dialog_back": desk.url_of(found),
    }
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, f"tasks/evaluation/{template}.html", context, status=status)


@require_GET
def show_performance(request: HttpRequest) -> HttpResponse:
    """What people or departments did in a period; each figure opens to its tasks."""
    rights.require(request.user, policies.VIEW)
    by = request.GET.get("by") if request.GET.get("by") in desk.WAYS else "person"
    first, last = _period(request)
    rows = performance.performance(request.user, by=by or "person", first=first, last=last)
    context = {
        "rows": desk.performance_rows(rows, by or "person", first, last),
        "views": desk.performance_tabs(by or "person", request.GET),
        "form": forms.PeriodForm(first, last, request.GET),
        "by": by,
    }
    return pages.render(request, "tasks/evaluation/performance.html", context, parts=("list",))


def _period(request: HttpRequest) -> tuple[date, date]:
    """The days asked for; without: this month. Raises Invalid."""
    today = dates.business_day(clock.now())
    try:
        first = date.fromisoformat(request.GET.get("first") or today.replace(day=1).isoformat())
        last = date.fromisoformat(request.GET.get("last") or dates.month_end(today).isoformat())
    except ValueError:
        raise errors.Invalid(fields={"first": [_("Enter a day like 2026-11-21.")]}) from None
    return first, last
