"""Doors of links for signing: making one, and taking it back."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common import clock, doors, pages
from orders.fulfilment import queries as documents
from orders.fulfilment.handover import forms, operations
from orders.order.doors import sent


@require_http_methods(["GET", "POST"])
def issue_link(request: HttpRequest, number: str) -> HttpResponse:
    """Make a link under which a driver or the customer signs."""
    document = documents.get_document_for(request.user, number, operations.SIGN)
    form = forms.LinkForm(sent(request))
    back = reverse("orders:outbound-detail", args=[number])
    if request.method == "POST" and doors.accepted(
        form,
        lambda: operations.issue_link(
            actor=request.user,
            document_id=document.pk,
            version=doors.version_of(request.POST),
            at=clock.now(),
            **form.cleaned_data,
        ),
    ):
        return pages.leave(request, f"{back}#handover", _("The link is there; copy it and hand it on"))
    context = {"document": document, "version": doors.shown_version(request, document), "form": form}
    context |= {"url": request.path, "dialog_back": back}
    return pages.dialog(request, "orders/outbound/_link.html", context, status=422 if form.errors else 200)


@require_POST
def revoke_link(request: HttpRequest, number: str) -> HttpResponse:
    """Let the link open nothing any more."""
    document = documents.get_document_for(request.user, number, operations.SIGN)
    operations.revoke_link(actor=request.user, document_id=document.pk, at=clock.now())
    return pages.leave(request, reverse("orders:outbound-detail", args=[number]), _("The link is closed"))
