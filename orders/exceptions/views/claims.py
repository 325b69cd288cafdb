"""Doors of claims against carriers."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from common import clock, currencies, dates, doors, keyset, pages
from orders.exceptions import desk, forms, operations, policies, queries
from orders.exceptions.filters import ClaimFilter
from orders.order.doors import sent

PAGE_SIZE = 50


@require_GET
def list_claims(request: HttpRequest) -> HttpResponse:
    """What carriers are asked to pay, newest first."""
    rows = doors.filtered(ClaimFilter, request.GET, queries.list_claims(request.user))
    page = keyset.paginate(rows, sorts=queries.CLAIM_SORTS, sort="id", cursor=request.GET.get("cursor"), size=PAGE_SIZE)
    context = {
        "page": page,
        "views": desk.tabs({"claims": "1"}, request.user.get_username()),
        "base": currencies.base(),
    }
    return pages.render(request, "orders/exception/claims.html", context, parts=("claims",))


@require_http_methods(["GET", "POST"])
def answer_claim(request: HttpRequest, claim_id: int) -> HttpResponse:
    """What the carrier said."""
    claim = _claim(request, claim_id)
    form = forms.ClaimAnswerForm(sent(request), initial={"accepted": claim.amount, "answer": claim.answer})
    return _ask(request, claim, "_claim_answer", form, operations.answer_claim, _("Answer saved"))


@require_http_methods(["GET", "POST"])
def pay_claim(request: HttpRequest, claim_id: int) -> HttpResponse:
    """The money came in."""
    claim = _claim(request, claim_id)
    initial = {"amount": claim.accepted, "day": dates.business_day(clock.now())}
    form = forms.RecoveryForm(sent(request), initial=initial)
    return _ask(request, claim, "_claim_pay", form, operations.record_recovery, _("Recorded"))


@require_http_methods(["GET", "POST"])
def drop_claim(request: HttpRequest, claim_id: int) -> HttpResponse:
    """The claim is given up."""
    form = forms.ReasonForm(sent(request))
    return _ask(request, _claim(request, claim_id), "_claim_drop", form, operations.drop_claim, _("Given up"))


def _claim(request: HttpRequest, claim_id: int) -> Any:
    claim = queries.get_claim(request.user, claim_id)
    policies.require(request.user, policies.CLAIM, claim.case)
    return claim


def _ask(
    request: HttpRequest, claim: Any, template: str, form: Any, operation: Callable[..., Any], done: str
) -> HttpResponse:
    """A question about a claim, with the version that it is asked of."""

    def call() -> None:
        version = doors.version_of(request.POST)
        operation(actor=request.user, claim_id=claim.pk, version=version, at=clock.now(), **form.cleaned_data)

    back = desk.url_of(claim.case)
    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, back, done)
    context = {
        "claim": claim,
        "version": doors.shown_version(request, claim),
        "form": form,
        "url": request.path,
        "dialog_back": back,
        "base": currencies.base(),
    }
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, f"orders/exception/{template}.html", context, status=status)
