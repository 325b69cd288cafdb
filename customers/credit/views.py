"""Dialogs on a customer's credit: propose, decide, stop, keep papers. Each asks, then makes one call."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import policies as rights
from common import citations, clock, dates, doors, errors, pages, settings
from customers import policies
from customers import queries as customers
from customers.credit import forms, operations, queries
from customers.credit.policies import DECIDE, PROPOSE
from customers.credit.terms import SETTING
from customers.operations import resume_credit as resume
from customers.operations import stop_credit as stop


def _page(customer_id: int) -> str:
    return f"{reverse('customers:customer-detail', args=[customer_id])}?tab=credit"


def _ask(
    request: HttpRequest, customer: Any, name: str, form: Any, call: Callable[[], Any], done: str, **more: Any
) -> HttpResponse:
    """Draw the dialog ``credit/_<name>.html``, or make the call and go back to the customer's credit."""
    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, _page(customer.pk), done)
    context = {"form": form, "customer": customer, "url": request.path, "dialog_back": _page(customer.pk), **more}
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, f"customers/credit/_{name}.html", context, status=status)


def _customer(request: HttpRequest, customer_id: int, verb: str = PROPOSE) -> Any:
    customer = customers.get_customer(actor=request.user, customer_id=customer_id)
    policies.require(request.user, verb, customer)
    if not policies.sees_credit(request.user):  # the dialogs show what stands there now
        raise errors.NotAllowed()
    return customer


def _entries(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "at": clock.now()}


def _seen(request: HttpRequest) -> dict[str, Any]:
    return {**_entries(request), "version": doors.version_of(request.POST)}


def _once(request: HttpRequest, call: Callable[[], Any]) -> Callable[[], Any]:
    def run() -> str:
        call()
        return ""

    return lambda: doors.once(request, run)


@require_http_methods(["GET", "POST"])
def propose_limit(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Propose another limit."""
    customer = _customer(request, customer_id)
    now = {
        "amount": customer.credit_limit,
        "order_cap": customer.credit_order_cap,
        "days_overdue": customer.credit_days_overdue,
        "valid_from": dates.business_day(clock.now()),
        "valid_until": customer.credit_valid_until,
    }
    form = forms.LimitForm(request.POST or None, initial=now)

    def call() -> None:
        operations.propose_limit(customer_id=customer_id, **form.cleaned_data, **_entries(request))

    return _ask(request, customer, "limit", form, _once(request, call), _("Limit proposed; somebody else decides it"))


@require_http_methods(["GET", "POST"])
def decide_limit(request: HttpRequest, limit_id: int) -> HttpResponse:
    """Approve or refuse a proposed limit."""
    limit = queries.get(queries.list_limits(request.user), limit_id)
    customer = _customer(request, limit.customer_id, DECIDE)
    form = forms.DecisionForm(request.POST or None)

    def call() -> None:
        operations.decide_limit(limit_id=limit_id, **form.said(), **_seen(request))

    more = {"row": limit, "version": doors.shown_version(request, limit), "kind": "limit"}
    return _ask(request, customer, "decide", form, call, _("Decided"), **more)


@require_POST
def withdraw_limit(request: HttpRequest, limit_id: int) -> HttpResponse:
    """Take a proposal back."""
    limit = operations.withdraw_limit(limit_id=limit_id, **_seen(request))
    return pages.leave(request, _page(limit.customer_id), _("Withdrawn"))


@require_http_methods(["GET", "POST"])
def stop_credit(request: HttpRequest, customer_id: int) -> HttpResponse:
    """No order passes any more."""
    customer = _customer(request, customer_id)
    form = forms.StopForm(request.POST or None)

    def call() -> None:
        stop(customer_id=customer_id, reason=form.cleaned_data["reason"], **_seen(request))

    more = {"version": doors.shown_version(request, customer)}
    return _ask(request, customer, "stop", form, call, _("Credit stopped"), **more)


@require_POST
def resume_credit(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The limit holds again."""
    resume(customer_id=customer_id, **_seen(request))
    return pages.leave(request, _page(customer_id), _("The credit stop is lifted"))


@require_http_methods(["GET", "POST"])
def propose_grade(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Propose a grade by judgement."""
    customer = _customer(request, customer_id)
    form = forms.GradeForm(request.POST or None, initial={"grade": customer.credit_grade})

    def call() -> None:
        operations.propose_grade(customer_id=customer_id, **form.cleaned_data, **_entries(request))

    return _ask(request, customer, "grade", form, _once(request, call), _("Grade proposed; somebody else decides it"))


@require_http_methods(["GET", "POST"])
def decide_grade(request: HttpRequest, grading_id: int) -> HttpResponse:
    """Accept or refuse a proposed grade."""
    grading = queries.get(queries.list_gradings(request.user), grading_id)
    customer = _customer(request, grading.customer_id, DECIDE)
    form = forms.DecisionForm(request.POST or None)

    def call() -> None:
        operations.decide_grade(grading_id=grading_id, **form.said(), **_seen(request))

    more = {"row": grading, "version": doors.shown_version(request, grading), "kind": "grade"}
    return _ask(request, customer, "decide", form, call, _("Decided"), **more)


@require_http_methods(["GET", "POST"])
def add_report(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Keep what somebody else says of the customer's credit."""
    customer = _customer(request, customer_id)
    form = forms.ReportForm(request.POST or None, initial={"report_date": dates.business_day(clock.now())})

    def call() -> None:
        operations.add_report(customer_id=customer_id, **form.cleaned_data, **_entries(request))

    return _ask(request, customer, "report", form, _once(request, call), _("Report kept; attach its file to it"))


@require_http_methods(["GET", "POST"])
def void_report(request: HttpRequest, report_id: int) -> HttpResponse:
    """A report counts no more."""
    report = queries.get(queries.list_reports(request.user), report_id)
    customer = _customer(request, report.customer_id)
    form = forms.ReasonForm(request.POST or None)

    def call() -> None:
        operations.void_report(report_id=report_id, reason=form.cleaned_data["reason"], **_seen(request))

    more = {"row": report, "version": doors.shown_version(request, report)}
    return _ask(request, customer, "end", form, call, _("It counts no more"), **more)


@require_http_methods(["GET", "POST"])
def add_guarantee(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Enter who answers for the customer."""
    customer = _customer(request, customer_id)
    form = forms.GuaranteeForm(request.POST or None, initial={"valid_from": dates.business_day(clock.now())})

    def call() -> None:
        operations.add_guarantee(customer_id=customer_id, **form.cleaned_data, **_entries(request))

    done = _("Guarantee entered; somebody else checks its papers")
    return _ask(request, customer, "guarantee", form, _once(request, call), done)


@require_http_methods(["GET", "POST"])
def decide_guarantee(request: HttpRequest, guarantee_id: int) -> HttpResponse:
    """The papers of a guarantee are in order, or not."""
    guarantee = queries.get(queries.list_guarantees(request.user), guarantee_id)
    customer = _customer(request, guarantee.customer_id, DECIDE)
    form = forms.DecisionForm(request.POST or None)

    def call() -> None:
        decided = form.said()["is_approved"]
        operations.decide_guarantee(guarantee_id=guarantee_id, is_approved=decided, **_seen(request))

    more = {"row": guarantee, "version": doors.shown_version(request, guarantee), "kind": "guarantee"}
    return _ask(request, customer, "decide", form, call, _("Decided"), **more)


@require_http_methods(["GET", "POST"])
def release_guarantee(request: HttpRequest, guarantee_id: int) -> HttpResponse:
    """A guarantee is given back."""
    guarantee = queries.get(queries.list_guarantees(request.user), guarantee_id)
    customer = _customer(request, guarantee.customer_id)
    form = forms.ReasonForm(request.POST or None)

    def call() -> None:
        operations.release_guarantee(guarantee_id=guarantee_id, reason=form.cleaned_data["reason"], **_seen(request))

    more = {"row": guarantee, "version": doors.shown_version(request, guarantee)}
    return _ask(request, customer, "end", form, call, _("It counts no more"), **more)


@require_http_methods(["GET", "HEAD", "POST"])
def show_terms(request: HttpRequest) -> HttpResponse:
    """Which payment terms each grade allows and proposes, in the console."""
    rights.require(request.user, "setting.manage")
    settings.forget()  # this page shows what is stored now
    form = forms.TermsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            shown = json.loads(request.POST.get("shown") or "null")
            changed = operations.save_terms(actor=request.user, table=form.table(), shown=shown, at=clock.now())
        except errors.Invalid as error:
            doors.explain(form, error)
        except ValueError:
            form.add_error(None, _("The browser sent something this page does not understand."))
        except errors.Stale as error:
            form.add_error(None, citations.told(error))
        else:
            words = _("The table is changed. Drafts are judged by it.")
            return pages.leave(request, reverse("admin:credit-terms"), words if changed else _("Nothing was changed."))
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Payment terms by grade"),
        "form": form,
        "shown": json.dumps(settings.get(SETTING), sort_keys=True),
    }
    return pages.render(request, "customers/credit/terms.html", context, status=422 if form.errors else 200)
