"""Doors of those who put changes before customers: the panel of a request, write and send, record, send again, take
back."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common import clock, doors, pages
from orders.answers import asking
from orders.changes import policies
from orders.changes import queries as requests
from orders.changes.letters import forms, operations, queries
from orders.changes.states import OPEN
from orders.order.doors import sent

LETTER = "change.letter"
_NAMES = {"zh-hans": "中文", "en": "English"}


@require_GET
def show_letters(request: HttpRequest, reference: str) -> HttpResponse:
    """What the customer was told of a request and answered, as a part of its page."""
    user: Any = request.user
    change = requests.get_request(actor=user, reference=reference)
    may_write = change.state in OPEN and policies.can(user, LETTER, change.order)
    context = {
        "change": change,
        "letters": queries.standings(user, change, at=clock.now()),
        "may_write": may_write,
    }
    return pages.render(request, "orders/changes/letters/_panel.html", context)


@require_http_methods(["GET", "POST"])
def send_letter(request: HttpRequest, reference: str) -> HttpResponse:
    """The letter as it was drafted, to be changed; sent, it goes to the customer. ``?language=``: in which."""
    user: Any = request.user
    change = _for(user, reference)
    language = request.POST.get("language") or request.GET.get("language") or asking.language_of(change.order.customer)
    language = language if language in asking.LANGUAGES else asking.LANGUAGES[0]
    drafted = operations.draft(actor=user, request_id=change.pk, language=language, at=clock.now())
    contacts = queries.contacts_of(user, change)
    first = contacts[0][1] if contacts else ""
    known = {"recipient": first, "language": language, "subject": drafted.subject, "text": drafted.text}
    known["keys"] = [one["key"] for one in drafted.options[1:]]  # type: ignore[assignment]
    form = forms.LetterForm(sent(request), initial=known, options=drafted.options)

    def send() -> str:
        version = doors.version_of(request.POST)
        data = {"keys": [], **form.cleaned_data}
        operations.send_letter(actor=user, request_id=change.pk, version=version, at=clock.now(), **data)
        return _back(change)

    other = next(one for one in asking.LANGUAGES if one != language)
    more = {
        "contacts": contacts,
        "other_url": f"{request.path}?language={other}",
        "other_language": _NAMES[other],
    }
    done = _("The customer is asked by mail")
    return _dialog(request, "send", change, form, lambda: doors.once(request, send), done, row=change, **more)


@require_http_methods(["GET", "POST"])
def record_answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Record what the customer said in another way."""
    user: Any = request.user
    change = _for(user, reference)
    waiting = queries.asked(change)
    is_current = waiting is not None and queries.still_stands(waiting, change)
    drafted = operations.draft(actor=user, request_id=change.pk, at=clock.now())
    options = waiting.options if waiting is not None and is_current else drafted.options
    files = request.FILES if request.method == "POST" else None
    form = forms.RecordForm(sent(request), files, options=options)

    def record() -> str:
        version = doors.version_of(request.POST)
        operations.record_answer(actor=user, request_id=change.pk, version=version, at=clock.now(), **form.entries())
        return _back(change)

    done = _("Recorded")
    return _dialog(request, "record", change, form, lambda: doors.once(request, record), done, row=change)


@require_http_methods(["GET", "POST"])
def revoke_letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Take a letter back."""
    user: Any = request.user
    letter = queries.get_letter(actor=user, letter_id=letter_id)
    policies.require(user, LETTER, letter.request.order)
    form = forms.RevokeForm(sent(request))

    def take_back() -> None:
        version = doors.version_of(request.POST)
        operations.revoke_letter(actor=user, letter_id=letter.pk, version=version, at=clock.now(), **form.cleaned_data)

    return _dialog(request, "revoke", letter.request, form, take_back, _("Taken back"), row=letter)


@require_POST
def resend_letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Send the mail once more."""
    user: Any = request.user
    letter = queries.get_letter(actor=user, letter_id=letter_id)
    version = doors.version_of(request.POST)
    operations.resend_letter(actor=user, letter_id=letter.pk, version=version, at=clock.now())
    return pages.leave(request, _back(letter.request), _("Sent again"))


def _for(user: Any, reference: str) -> Any:
    """The request for somebody who may put it before its customer: before a form is drawn."""
    change = requests.get_request(actor=user, reference=reference)
    policies.require(user, LETTER, change.order)
    return change


def _back(change: Any) -> str:
    return f"{reverse('orders:change-detail', args=[change.reference])}#letters"


def _dialog(
    request: HttpRequest,
    name: str,
    change: Any,
    form: Any,
    call: Callable[[], Any],
    done: str,
    *,
    row: Any,
    **more: Any,
) -> HttpResponse:
    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, _back(change), done)
    context = {
        "change": change,
        "form": form,
        "version": doors.shown_version(request, row),
        "url": request.path,
        "dialog_back": _back(change),
        **more,
    }
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, f"orders/changes/letters/_{name}.html", context, status=status)
