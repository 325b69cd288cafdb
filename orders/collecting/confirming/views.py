"""Doors of those who have statements of account confirmed: ask, send again, take back, record what came otherwise."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common import clock, doors, pages
from orders.collecting import policies, queries
from orders.collecting.confirming import forms, operations
from orders.collecting.rights import ASK
from orders.order.doors import sent


@require_http_methods(["GET", "POST"])
def ask_customer(request: HttpRequest, number: str) -> HttpResponse:
    """Send a statement to its customer to be confirmed."""
    statement = _for(request, number)
    contacts = queries.mails_to(request.user, statement.customer)
    first = contacts[0][1] if contacts else ""
    form = forms.AskForm(sent(request), initial={"recipient": first})

    def ask() -> str:
        operations.ask_customer(**_entries(request, statement), **form.cleaned_data)
        return _back(statement)

    done = _("The customer is asked by mail")
    return _dialog(request, "ask", statement, form, lambda: doors.once(request, ask), done, contacts=contacts)


@require_http_methods(["GET", "POST"])
def record_answer(request: HttpRequest, number: str) -> HttpResponse:
    """Record what the customer said in another way."""
    statement = _for(request, number)
    files = request.FILES if request.method == "POST" else None
    form = forms.RecordForm(sent(request), files, orders=operations.orders_on(statement))

    def record() -> str:
        operations.record_answer(**_entries(request, statement), **form.entries())
        return _back(statement)

    return _dialog(request, "record", statement, form, lambda: doors.once(request, record), _("Recorded"))


@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, number: str) -> HttpResponse:
    """Take a question back."""
    statement = _for(request, number)
    form = forms.RevokeForm(sent(request))

    def take_back() -> None:
        operations.revoke(**_entries(request, statement), **form.cleaned_data)

    return _dialog(request, "revoke", statement, form, take_back, _("Taken back"))


@require_POST
def resend(request: HttpRequest, number: str) -> HttpResponse:
    """Send the mail once more."""
    statement = _for(request, number)
    operations.resend(**_entries(request, statement))
    return pages.leave(request, _back(statement), _("Sent again"))


def _for(request: HttpRequest, number: str) -> Any:
    """The statement for somebody who may have it confirmed: before a form is drawn."""
    statement = queries.get_statement(request.user, number)
    policies.require(request.user, ASK, statement.customer)
    return statement


def _entries(request: HttpRequest, statement: Any) -> dict[str, Any]:
    version = doors.version_of(request.POST)
    return {"actor": request.user, "statement_id": statement.pk, "version": version, "at": clock.now()}


def _back(statement: Any) -> str:
    return f"{reverse('orders:statement-detail', args=[statement.number])}#confirmation"


def _dialog(
    request: HttpRequest, name: str, statement: Any, form: Any, call: Callable[[], Any], done: str, **more: Any
) -> HttpResponse:
    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, _back(statement), done)
    context = {
        "statement": statement,
        "form": form,
        "version": doors.shown_version(request, statement),
        "url": request.path,
        "dialog_back": _back(statement),
        **more,
    }
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, f"orders/statement/_{name}.html", context, status=status)
