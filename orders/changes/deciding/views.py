"""Doors of the approval of a change request: who decides and who decided, asking another approver, an earlier step."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from common import clock, doors, pages
from orders.changes import policies, queries
from orders.changes.deciding import forms, operations
from orders.changes.deciding import queries as deciding
from orders.lifecycle.deciding.forms import AddApproverForm
from orders.order.doors import sent


@require_GET
def show_approval(request: HttpRequest, reference: str) -> HttpResponse:
    """Who would have to approve a draft, and why; who was asked and what they said."""
    user: Any = request.user
    change = queries.get_request(actor=user, reference=reference)
    context = {
        "change": change,
        "simulation": deciding.simulate(user, change, clock.now()),
        "requests": deciding.history(user, change),
        "dialog_back": _url_of(change),
    }
    return pages.render(request, "orders/changes/deciding/approval.html", context, parts=("approval",))


@require_http_methods(["GET", "POST"])
def add_approver(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask somebody else to approve as well."""
    user: Any = request.user
    change = queries.get_request(actor=user, reference=reference)
    policies.require(user, policies.APPROVE, change.order)
    form = AddApproverForm(sent(request), people=deciding.addable(change))

    def do() -> None:
        operations.add_approver(
            actor=user,
            request_id=change.pk,
            person_id=int(form.cleaned_data["person"]),
            is_before=form.cleaned_data["place"] == "before",
            question=form.cleaned_data["question"],
            version=doors.version_of(request.POST),
            at=clock.now(),
        )

    if request.method == "POST" and doors.accepted(form, do):
        return pages.leave(request, _url_of(change), _("Asked as well"))
    return _dialog(request, change, form, "_add_approver")


@require_http_methods(["GET", "POST"])
def return_to_step(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask an earlier step again."""
    user: Any = request.user
    change = queries.get_request(actor=user, reference=reference)
    policies.require(user, policies.APPROVE, change.order)
    form = forms.ReturnForm(sent(request), steps=deciding.returnable(change))

    def do() -> None:
        version, given = doors.version_of(request.POST), form.cleaned_data
        what = {"step": given["step"], "reason": given["reason"], "version": version}
        operations.return_to_step(actor=user, request_id=change.pk, at=clock.now(), **what)

    if request.method == "POST" and doors.accepted(form, do):
        return pages.leave(request, _url_of(change), _("Asked again"))
    return _dialog(request, change, form, "_return")


def _url_of(change: Any) -> str:
    return reverse("orders:change-detail", args=[change.reference])


def _dialog(request: HttpRequest, change: Any, form: Form, name: str) -> HttpResponse:
    context = {
        "change": change,
        "form": form,
        "version": doors.shown_version(request, change),
        "url": request.path,
        "dialog_back": _url_of(change),
    }
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, f"orders/changes/deciding/{name}.html", context, status=status)
