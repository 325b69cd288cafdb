"""Dialogs on what a customer said: write down, answer, done, take back."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common import clock, doors, pages
from customers import policies
from customers import queries as customers
from customers.voice import forms, operations, queries


def _ask(
    request: HttpRequest, customer: Any, template: str, form: Any, call: Callable[[], Any], done: str, **context: Any
) -> HttpResponse:
    back = f"{reverse('customers:customer-detail', args=[customer.pk])}?tab=voice"
    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, back, done)
    context |= {"form": form, "customer": customer, "url": request.path, "dialog_back": back}
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, f"customers/note/_{template}.html", context, status=status)


@require_http_methods(["GET", "POST"])
def add_note(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Write down what the customer said."""
    customer = customers.get_customer(actor=request.user, customer_id=customer_id)
    policies.require(request.user, operations.VERB, customer)
    form = forms.NoteForm(request.POST or None, initial={"order_number": request.GET.get("order", "")[:20]})

    def call() -> str:
        operations.add_note(actor=request.user, customer_id=customer_id, at=clock.now(), **form.columns())
        return ""

    return _ask(request, customer, "new", form, lambda: doors.once(request, call), _("Written down"))


@require_http_methods(["GET", "POST"])
def answer_note(request: HttpRequest, customer_id: int, note_id: int) -> HttpResponse:
    """Write down what the customer was told."""
    note = queries.get_note(actor=request.user, customer_id=customer_id, note_id=note_id)
    _require(request, note)
    form = forms.AnswerForm(request.POST or None, initial={"answer": note.answer})

    def call() -> Any:
        return operations.answer_note(
            actor=request.user,
            note_id=note_id,
            answer=form.cleaned_data["answer"],
            version=doors.version_of(request.POST),
            at=clock.now(),
        )

    return _ask(request, note.customer, "answer", form, call, _("Answer saved"), note=note)


@require_http_methods(["GET", "POST"])
def finish_note(request: HttpRequest, customer_id: int, note_id: int) -> HttpResponse:
    """Nothing is owed any more."""
    note = queries.get_note(actor=request.user, customer_id=customer_id, note_id=note_id)
    _require(request, note)
    form = forms.DoneForm(request.POST or None)

    def call() -> Any:
        version = doors.version_of(request.POST)
        return operations.finish_note(actor=request.user, note_id=note_id, version=version, at=clock.now())

    return _ask(request, note.customer, "done", form, call, _("Done"), note=note)


@require_http_methods(["GET", "POST"])
def withdraw_note(request: HttpRequest, customer_id: int, note_id: int) -> HttpResponse:
    """It was written down wrongly and counts no more."""
    note = queries.get_note(actor=request.user, customer_id=customer_id, note_id=note_id)
    policies.require(request.user, operations.VERB, note.customer)
    form = forms.WithdrawForm(request.POST or None)

    def call() -> Any:
        return operations.withdraw_note(
            actor=request.user,
            note_id=note_id,
            reason=form.cleaned_data["reason"],
            version=doors.version_of(request.POST),
            at=clock.now(),
        )

    return _ask(request, note.customer, "withdraw", form, call, _("Taken back"), note=note)


def _require(request: HttpRequest, note: Any) -> None:
    if note.responsible_id != request.user.pk:
        policies.require(request.user, operations.VERB, note.customer)
