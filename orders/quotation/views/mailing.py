"""Doors of a quotation's mail: whom, which versions, in which words, with the mail as its reader will see it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common import clock, doors, pages
from orders.order.doors import sent
from orders.quotation import forms, mailing, operations, policies, queries
from orders.quotation.views.quotations import url_of


@require_http_methods(["GET", "POST"])
def mail_quotation(request: HttpRequest, number: str) -> HttpResponse:
    """Send a quotation by mail."""
    quotation, form = _asked(request, number, sent(request))

    def mail() -> str:
        operations.mail_quotation(
            actor=request.user,  # type: ignore[arg-type]
            quotation_id=quotation.pk,
            version=doors.version_of(request.POST),
            at=clock.now(),
            **form.entries(),
        )
        return url_of(quotation)

    if request.method == "POST" and doors.accepted(form, lambda: doors.once(request, mail)):
        return pages.leave(request, url_of(quotation), _("Goes to the customer by mail"))
    context = {
        "quotation": quotation,
        "form": form,
        "letter": _letter(quotation, form),
        "version": doors.shown_version(request, quotation),
        "url": request.path,
        "dialog_back": url_of(quotation),
    }
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, "orders/quotation/_mail.html", context, status=status)


@require_safe
def preview_mail(request: HttpRequest, number: str) -> HttpResponse:
    """The mail as it would go with what is chosen now: a part of the dialog."""
    quotation, form = _asked(request, number, request.GET)
    return pages.part(request, "orders/quotation/_mail_preview.html", {"letter": _letter(quotation, form)})


def _asked(request: HttpRequest, number: str, given: Any) -> tuple[Any, forms.MailForm]:
    quotation = queries.get_quotation(actor=request.user, number=number)  # type: ignore[arg-type]
    policies.require(request.user, "quotation.send", quotation)  # type: ignore[arg-type]
    versions = queries.versions_of(quotation)
    contacts = queries.contacts_of(request.user, quotation)  # type: ignore[arg-type]
    return quotation, forms.MailForm(given, versions=queries.sendable(versions), contacts=contacts)


def _letter(quotation: Any, form: forms.MailForm) -> mailing.Letter:
    chosen = form.chosen()
    language = chosen["language"] or mailing.language_of(quotation)
    return mailing.letter(quotation, form.versions_named(chosen["versions"]), language, chosen["note"])
