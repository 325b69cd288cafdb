"""Doors of outbound documents: list, page, drafting a delivery notice, and the verbs."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies as rights
from common import clock, dates, doors, keyset, pages
from orders.checking import queries as checklists
from orders.checking.choices import Occasion
from orders.checking.forms import ChecklistForm
from orders.fulfilment import departure, desk, forms, operations, paper, queries, rules, sheet
from orders.fulfilment.filters import OutboundFilter
from orders.fulfilment.handover.code import code_of
from orders.fulfilment.transit import attention
from orders.fulfilment.transit import queries as transit
from orders.order.doors import order_of, order_url, sent
from orders.printing import codes
from orders.printing.doors import as_answer
from orders.printing.operations import print_paper

PAGE_SIZE = 50


def url_of(document: Any) -> str:
    """The page of an outbound document."""
    return reverse("orders:outbound-detail", args=[document.number])


@require_GET
def list_documents(request: HttpRequest) -> HttpResponse:
    """Outbound documents, newest first."""
    chosen = OutboundFilter(request.GET, queries.list_documents(request.user))
    doors.require_readable(chosen)
    page = keyset.paginate(
        chosen.qs,
        sorts=queries.SORTS,
        sort=request.GET.get("sort") or queries.DEFAULT_SORT,
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    context = {
        "page": page,
        "orders": queries.orders_of(request.user, page.items),
        "filter": chosen,
        "views": desk.views(request.GET.getlist("status"), request.GET.get("attention", "")),
        "kept": [(name, value) for name in ("status", "attention") for value in request.GET.getlist(name)],
        "needs": attention.flags(page.items, dates.business_day(clock.now())),
    }
    return pages.render(request, "orders/outbound/list.html", context, parts=("list",))


@require_GET
def show_document(request: HttpRequest, number: str) -> HttpResponse:
    """One document with its lines and what may be done to it."""
    context = sheet.of(request.user, number, clock.now())
    return pages.render(request, "orders/outbound/detail.html", context)


@require_GET
def print_document(request: HttpRequest, number: str) -> HttpResponse:
    """The document on paper: no amounts, room for the signature."""
    document = desk.open_document(request.user, number)
    code = code_of(request.user, document, clock.now())
    drawn = mark_safe(codes.svg(code.address)) if code else ""  # noqa: S308 made here from our own address
    context = {"document": document, "lines": queries.lines_of(request.user, document), "code": code, "drawn": drawn}
    return pages.render(request, "orders/outbound/print.html", context)


@require_GET
def show_paper(request: HttpRequest, number: str) -> HttpResponse:
    """The delivery note as PDF, in the browser."""
    document = queries.get_document(request.user, number)
    language = request.GET.get("language", "")
    printed = print_paper(
        actor=request.user, kind=paper.KIND, subject_id=document.pk, language=language, at=clock.now(), by_hand=True
    )
    return as_answer(printed, inline=True)


@require_http_methods(["GET", "POST"])
def draft_document(request: HttpRequest) -> HttpResponse:
    """Write a delivery notice for one order, or for several of one customer; where none is named, the list of those
    that it can be written for."""
    rights.require(request.user, "outbound.draft")
    if request.method == "GET" and not request.GET.getlist("ids"):
        words = _("Pick orders of one customer and press Delivery notice.")
        return pages.leave(request, f"{reverse('orders:order-list')}?status=EFFECTIVE", words)
    notice = desk.prepare(request.user, request.GET.getlist("ids"), request.GET.get("warehouse", ""))
    form = forms.NoticeForm(sent(request), proposals=notice.proposals, initial=notice.initial)
    urls: list[str] = []
    if request.method == "POST" and doors.accepted(
        form,
        lambda: urls.append(doors.once(request, lambda: url_of(desk.draft(request.user, form, clock.now())))),
    ):
        return pages.leave(request, urls[0], _("Delivery notice written"))
    context = {"notice": notice, "form": form}
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "orders/outbound/new.html", context, status=status)


@require_http_methods(["GET", "POST"])
def edit_document(request: HttpRequest, number: str) -> HttpResponse:
    """Change a delivery notice, or how goods on their way travel."""
    document = queries.get_document_for(request.user, number, "outbound.draft")
    lines = queries.lines_of(request.user, document)
    initial = desk.head_of(request.user, document)
    form = forms.ChangeForm(sent(request), document=document, lines=lines, initial=initial)
    if request.method == "POST" and doors.accepted(
        form,
        lambda: operations.update_outbound(
            actor=request.user,
            document_id=document.pk,
            version=doors.version_of(request.POST),
            changes=form.changes(),
            lines=form.lines(),
            at=clock.now(),
        ),
    ):
        return pages.leave(request, url_of(document), _("Delivery notice saved"))
    context = {"document": document, "form": form}
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "orders/outbound/edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
def check_goods(request: HttpRequest, number: str) -> HttpResponse:
    """Hold the goods against their orders before they leave."""
    document = queries.get_document_for(request.user, number, "outbound.audit")
    form = ChecklistForm(sent(request), points=checklists.points(Occasion.DELIVERY), line_nos=())
    if request.method == "POST" and doors.accepted(
        form,
        lambda: operations.check_goods(
            actor=request.user,
            document_id=document.pk,
            answers=form.answers(),
            version=doors.version_of(request.POST),
            at=clock.now(),
        ),
    ):
        return pages.leave(request, url_of(document), _("The check was recorded"))
    return _dialog(request, "_check", document, form, url_of(document))


@require_http_methods(["GET", "POST"])
def audit_document(request: HttpRequest, number: str) -> HttpResponse:
    """The goods left: issue the stock."""
    document = queries.get_document_for(request.user, number, "outbound.audit")
    form = forms.AuditForm(sent(request), initial={"ship_date": dates.business_day(clock.now())})
    if request.method == "POST" and doors.accepted(
        form,
        lambda: operations.audit_outbound(
            actor=request.user,
            document_id=document.pk,
            ship_date=form.cleaned_data["ship_date"],
            version=doors.version_of(request.POST),
            at=clock.now(),
        ),
    ):
        return pages.leave(request, url_of(document), _("Audited; the stock was issued"))
    gates = [one for one in departure.standing(request.user, document, clock.now()) if not one.is_open]
    return _dialog(request, "_audit", document, form, url_of(document), {"gates": gates})


@require_http_methods(["GET", "POST"])
def sign_document(request: HttpRequest, number: str) -> HttpResponse:
    """The customer signed: what arrived, what was lost."""
    document = queries.get_document_for(request.user, number, "outbound.sign")
    lines = queries.lines_of(request.user, document)
    today = dates.business_day(clock.now())
    initial = desk.start_signing(document, request.user, today, transit.journey(request.user, document, today))
    files = request.FILES if request.method == "POST" else None
    form = forms.SignForm(sent(request), files, lines=lines, initial=initial)
    if request.method == "POST" and doors.accepted(
        form,
        lambda: operations.sign_outbound(
            actor=request.user,
            document_id=document.pk,
            version=doors.version_of(request.POST),
            at=clock.now(),
            **form.entries(),
        ),
    ):
        return pages.leave(request, url_of(document), _("Signing recorded"))
    return _dialog(request, "_sign", document, form, url_of(document))


@require_http_methods(["GET", "POST"])
def take_back_document(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Un-audit, take a signing back, or make a delivery notice void: with a reason."""
    document = queries.get_document_for(request.user, number, f"outbound.{verb}")
    form = forms.ReasonForm(sent(request))
    operation, done = desk.TAKING_BACK[verb]
    if request.method == "POST" and doors.accepted(
        form,
        lambda: operation(
            actor=request.user,
            document_id=document.pk,
            reason=form.cleaned_data["reason"],
            version=doors.version_of(request.POST),
            at=clock.now(),
        ),
    ):
        return pages.leave(request, url_of(document), done())
    return _dialog(request, f"_{verb}", document, form, url_of(document))


@require_http_methods(["GET", "POST"])
def perform_service(request: HttpRequest, reference: str, line_no: int) -> HttpResponse:
    """A service line was performed: takes the place of an outbound document."""
    order = order_of(request, reference)
    line = desk.service_line(request.user, order, line_no)
    initial = {"performed_date": dates.business_day(clock.now()), "quantity": rules.plain(line.open)}
    form = forms.PerformForm(sent(request), initial=initial)
    if request.method == "POST" and doors.accepted(
        form,
        lambda: doors.once(
            request,
            lambda: desk.perform(
                request.user, order, line_no, form, version=doors.version_of(request.POST), at=clock.now()
            ),
        ),
    ):
        return pages.leave(request, order_url(order), _("Service recorded"))
    return _dialog(request, "_perform", order, form, order_url(order), {"order": order, "line": line})


@require_http_methods(["GET", "POST"])
def revoke_service(request: HttpRequest, reference: str, record_id: int) -> HttpResponse:
    """Take the record of a service back, with a reason."""
    order = order_of(request, reference)
    record = desk.service_record(request.user, order, record_id)
    form = forms.ReasonForm(sent(request))
    if request.method == "POST" and doors.accepted(
        form,
        lambda: operations.revoke_service(
            actor=request.user,
            order_id=order.pk,
            record_id=record.pk,
            reason=form.cleaned_data["reason"],
            version=doors.version_of(request.POST),
            at=clock.now(),
        ),
    ):
        return pages.leave(request, order_url(order), _("Taken back; the service is to be performed again"))
    return _dialog(request, "_revoke_service", order, form, order_url(order), {"order": order, "record": record})


def _dialog(
    request: HttpRequest, name: str, subject: Any, form: Any, back: str, more: dict[str, Any] | None = None
) -> HttpResponse:
    """A question about a document or an order, with the version that it is asked of."""
    context = {
        "document": subject,
        "version": doors.shown_version(request, subject),
        "form": form,
        "url": request.path,
        "dialog_back": back,
        **(more or {}),
    }
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, f"orders/outbound/{name}.html", context, status=status)
