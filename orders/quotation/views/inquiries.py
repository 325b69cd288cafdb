"""Doors of inquiries: list, page, recording, closing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import policies as rights
from common import clock, doors, keyset, masters, pages, typed
from customers import queries as customers
from orders.order.doors import sent
from orders.quotation import desk, forms, operations, policies, queries
from orders.quotation.filters import InquiryFilter

PAGE_SIZE = 50


def url_of(inquiry: Any) -> str:
    """The page of an inquiry."""
    return reverse("orders:inquiry-detail", args=[inquiry.number])


@require_safe
def list_inquiries(request: HttpRequest) -> HttpResponse:
    """Inquiries, newest first."""
    found = doors.filter_of(InquiryFilter, request.GET, queries.list_inquiries(request.user))
    page = keyset.paginate(
        found.qs,
        sorts=queries.INQUIRY_SORTS,
        sort=request.GET.get("sort") or "received_at",
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    context = {
        "page": page,
        "rows": [(one, desk.glyph_of(one)) for one in page.items],
        "views": desk.views(request.GET, "orders:inquiry-list", desk.inquiry_tabs()),
        "may_create": desk.may_create(request.user),
    }
    return pages.render(request, "orders/inquiry/list.html", context, parts=("list",))


@require_safe
def show_inquiry(request: HttpRequest, number: str) -> HttpResponse:
    """One inquiry with what was quoted on it."""
    inquiry = queries.get_inquiry(actor=request.user, number=number)
    may_edit = inquiry.status == "OPEN" and policies.can(request.user, "quotation.edit", inquiry)
    context = {
        "inquiry": inquiry,
        "glyph": desk.glyph_of(inquiry),
        "contact": [policies.shown(request.user, inquiry, name) for name in ("contact_name", "contact_phone")],
        "quotations": [(one, desk.glyph_of(one)) for one in queries.quotations_of(request.user, inquiry)],
        "may_edit": may_edit,
        "may_quote": inquiry.status != "CLOSED" and desk.may_create(request.user),
    }
    return pages.render(request, "orders/inquiry/detail.html", context)


@require_http_methods(["GET", "POST"])
def record_inquiry(request: HttpRequest) -> HttpResponse:
    """Record what somebody asked."""
    rights.require(request.user, "quotation.create")
    initial: dict[str, Any] = {}
    if customer_id := typed.read_key(request.GET.get("customer")):
        initial["customer"] = customer_id
        initial["customer_name"] = customers.label(actor=request.user, customer_id=customer_id)
    form = forms.InquiryForm(sent(request), initial=initial)
    made: list[str] = []

    def call() -> str:
        return url_of(operations.record_inquiry(actor=request.user, values=form.values(), at=clock.now()))

    if request.method == "POST" and doors.accepted(form, lambda: made.append(doors.once(request, call))):
        return pages.leave(request, made[0], _("Inquiry recorded"))
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "orders/inquiry/new.html", {"form": form, "inquiry": None}, status=status)


@require_http_methods(["GET", "POST"])
def edit_inquiry(request: HttpRequest, number: str) -> HttpResponse:
    """Change an open inquiry."""
    inquiry = queries.get_inquiry(actor=request.user, number=number)
    policies.require(request.user, "quotation.edit", inquiry)
    names = ("company", "contact_name", "contact_phone", "channel", "requested_date", "asked")
    initial = {name: policies.shown(request.user, inquiry, name) for name in names}
    initial["customer"] = inquiry.customer_id
    initial["customer_name"] = f"{inquiry.customer.code} {inquiry.customer.name}" if inquiry.customer else ""
    form = forms.InquiryForm(sent(request), initial=initial)

    def call() -> Any:
        hidden = policies.unseen_columns(request.user) - set(form.changed_data)
        values = {name: value for name, value in form.values().items() if name not in hidden}
        version = doors.version_of(request.POST)
        return operations.change_inquiry(
            actor=request.user, inquiry_id=inquiry.pk, version=version, values=values, at=clock.now()
        )

    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, url_of(inquiry), _("Inquiry saved"))
    context = {"form": form, "inquiry": inquiry, "version": doors.shown_version(request, inquiry)}
    return pages.render(request, "orders/inquiry/new.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def close_inquiry(request: HttpRequest, number: str) -> HttpResponse:
    """Say that nothing will come of it."""
    inquiry = queries.get_inquiry(actor=request.user, number=number)
    policies.require(request.user, "quotation.edit", inquiry)
    form = forms.ReasonForm(sent(request))

    def save(version: int | None) -> Any:
        reason = form.cleaned_data["reason"]
        return operations.close_inquiry(
            actor=request.user, inquiry_id=inquiry.pk, reason=reason, version=version, at=clock.now()
        )

    title = _("Close %(number)s?") % {"number": inquiry.number}
    return masters.edit(request, form, inquiry, save, title=title, saved=_("Inquiry closed"), back=url_of(inquiry))
