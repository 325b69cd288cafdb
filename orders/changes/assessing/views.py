"""Doors of those who say what changes mean: the panel of a request, the form of an answer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from common import clock, doors, errors, pages
from orders.changes import queries as requests
from orders.changes.assessing import forms, operations, policies, queries
from orders.order.doors import sent


@require_GET
def show_assessments(request: HttpRequest, reference: str) -> HttpResponse:
    """What every department was asked about a request and answered, as a part of its page."""
    user: Any = request.user
    change = requests.get_request(actor=user, reference=reference)
    context = {
        "change": change,
        "rows": queries.panel(user, change, clock.now()),
        "currency": change.order.currency_id,
    }
    return pages.render(request, "orders/changes/assessing/_panel.html", context)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Answer for a department."""
    user: Any = request.user
    change = requests.get_request(actor=user, reference=reference)
    row = next((one for one in queries.assessments_of(change) if one.kind == kind), None)
    if row is None:
        raise errors.NotFound()
    policies.require_answer(user, kind)
    names = ("verdict", "conditions", "days", "cost", "cost_kind")
    known = {name: getattr(row, name) for name in names} if row.verdict else {}
    form = forms.AnswerForm(sent(request), initial=known)

    def save() -> None:
        version = doors.version_of(request.POST)
        given = form.entries()
        operations.answer(actor=user, request_id=change.pk, kind=kind, version=version, at=clock.now(), **given)

    back = f"{reverse('orders:change-detail', args=[change.reference])}#assessments"
    if request.method == "POST" and doors.accepted(form, save):
        return pages.leave(request, back, _("Answered"))
    context = {
        "change": change,
        "row": row,
        "form": form,
        "said": change.reason_text or change.customer_words[:200] or change.reason or change.order,
        "version": doors.shown_version(request, row),
        "url": request.path,
        "dialog_back": back,
    }
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, "orders/changes/assessing/_answer.html", context, status=status)
