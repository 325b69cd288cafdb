"""Doors of goods on their way: telling the customer, and writing down what a carrier said."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import policies as rights
from common import clock, dates, doors, pages
from customers import queries as customers
from orders.fulfilment import queries as documents
from orders.fulfilment.transit import forms, operations
from orders.fulfilment.transit.operations import News
from orders.fulfilment.transit.operations.news import SUBMIT, require_taken
from orders.fulfilment.transit.operations.telling import TELL
from orders.order.doors import sent

BY_HAND = "MANUAL"  # the system of what people write down


@require_http_methods(["GET", "POST"])
def tell_customer(request: HttpRequest, number: str) -> HttpResponse:
    """The customer is told which day his goods arrive."""
    document = documents.get_document_for(request.user, number, TELL)
    form = forms.TellForm(sent(request), contacts=customers.contact_rows(request.user, document.customer))
    back = reverse("orders:outbound-detail", args=[number])

    def tell() -> str:
        operations.tell_customer(
            actor=request.user,
            document_id=document.pk,
            version=doors.version_of(request.POST),
            at=clock.now(),
            **form.entries(),
        )
        return back

    if request.method == "POST" and doors.accepted(form, lambda: doors.once(request, tell)):
        return pages.leave(request, back, _("Written down that the customer was told"))
    context = {"document": document, "version": doors.shown_version(request, document), "form": form}
    context |= {"url": request.path, "dialog_back": back}
    return pages.dialog(request, "orders/outbound/_tell.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def record_news(request: HttpRequest, number: str) -> HttpResponse:
    """Somebody heard from the carrier."""
    document = documents.get_document(request.user, number)
    rights.require(request.user, SUBMIT)
    now = clock.now().astimezone(dates.business_zone())
    form = forms.NewsForm(sent(request), initial={"day": now.date(), "time": now.strftime("%H:%M")})
    back = reverse("orders:outbound-detail", args=[number])

    def record() -> str:
        row = _news(form, number, request.POST.get("nonce", ""), form.happened_at())
        (answer,) = operations.record_news(actor=request.user, rows=[row], at=clock.now())
        require_taken(answer)
        return back

    if request.method == "POST" and doors.accepted(form, lambda: doors.once(request, record)):
        return pages.leave(request, back, _("Written down"))
    context = {"document": document, "form": form, "url": request.path, "dialog_back": back}
    return pages.dialog(request, "orders/outbound/_news.html", context, status=422 if form.errors else 200)


def _news(form: forms.NewsForm, number: str, nonce: str, happened_at: datetime) -> News:
    data = form.cleaned_data
    names = ("kind", "place", "text", "person", "arrival_date")
    said = {name: data[name] for name in names}
    return News(BY_HAND, nonce[:100], outbound=number, happened_at=happened_at, **said)
