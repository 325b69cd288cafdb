"""Doors of the order's page: its tabs, one line, the way to its neighbours, what changes later, a copy."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policies as rights
from common import clock, doors, pages
from orders.changes import listing as changes
from orders.entry import drafting, line_fields
from orders.order import policies
from orders.order.doors import order_of, order_url, sent
from orders.workspace import aftercare, forms, lines, particulars, queries, review, tabs
from orders.workspace.sheet import open_sheet


def _show(request: HttpRequest, reference: str, tab: str, more: Any = None) -> HttpResponse:
    """The page with one of its tabs, or the tab alone."""
    sheet = open_sheet(request.user, reference, clock.now())
    if sheet.order.reference != reference and not pages.wants_part(request):  # a draft that got its number
        return redirect(request.get_full_path().replace(reference, sheet.order.reference, 1))
    context = {
        "sheet": sheet,
        "order": sheet.order,
        "rail": sheet.rail,
        "tabs": tabs.tabs(request.user, sheet, tab),
        "pane_template": f"orders/order/_{tab}.html",
        **(more(sheet) if more else {}),
    }
    return pages.render(request, "orders/order/detail.html", context, parts=("pane",))


@require_GET
def show_order(request: HttpRequest, reference: str) -> HttpResponse:
    """The order with its lines."""
    return _show(request, reference, "lines")


@require_GET
def show_particulars(request: HttpRequest, reference: str) -> HttpResponse:
    """Every field of the head."""

    def more(sheet: Any) -> dict[str, Any]:
        return {"groups": particulars.groups(request.user, sheet.order, sheet.hidden, sheet.margin)}

    return _show(request, reference, "particulars", more)


@require_GET
def show_shipments(request: HttpRequest, reference: str) -> HttpResponse:
    """Deliveries of the order, and services performed."""
    return _show(request, reference, "shipments", lambda sheet: queries.shipments(request.user, sheet.order))


@require_GET
def show_money(request: HttpRequest, reference: str) -> HttpResponse:
    """Payment plan and receipts; not for who may not see amounts."""
    order_of(request, reference)
    tabs.require_money(request.user)
    return _show(request, reference, "money", lambda sheet: queries.money(request.user, sheet.order))


@require_GET
def show_review(request: HttpRequest, reference: str) -> HttpResponse:
    """Verifications, the customer's confirmation, and errors that were found."""
    return _show(request, reference, "review", lambda sheet: review.parts(request.user, sheet.order))


@require_GET
def show_aftercare(request: HttpRequest, reference: str) -> HttpResponse:
    """Returns, losses, exceptions and complaints of the order."""
    return _show(request, reference, "aftercare", lambda sheet: {"care": aftercare.of(request.user, sheet.order)})


@require_GET
def show_requests(request: HttpRequest, reference: str) -> HttpResponse:
    """Changes that were requested of the order, and its revisions."""

    def more(sheet: Any) -> dict[str, Any]:
        return {"changes": changes.drawn(request.user, changes.of_order(sheet.order))}  # type: ignore[arg-type]

    return _show(request, reference, "requests", more)


@require_GET
def show_files(request: HttpRequest, reference: str) -> HttpResponse:
    """Files kept with the order."""
    return _show(request, reference, "files")


@require_GET
def show_history(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything that happened, and what people say about it."""
    return _show(request, reference, "history")


@require_GET
def show_changes(request: HttpRequest, reference: str) -> HttpResponse:
    """What the audit trail knows of the order; for who reads it."""
    order_of(request, reference)
    rights.require(request.user, "audit.view")  # type: ignore[arg-type]
    return _show(request, reference, "changes")


@require_GET
def show_line(request: HttpRequest, reference: str, line_no: int) -> HttpResponse:
    """One line in full with what may be done to it, in the dialog."""
    order = order_of(request, reference)
    context = {
        "order": order,
        "view": queries.line_view(request.user, order, line_no),
        "actions": lines.actions(request.user, order, line_no),
        "with_money": tabs.sees_money(request.user),
        "dialog_back": order_url(order),
    }
    return pages.dialog(request, "orders/order/_line.html", context)


@require_GET
def go_to_neighbour(request: HttpRequest, reference: str, direction: str) -> HttpResponse:
    """The order above or below in the list; at the end it stays where it is."""
    order = order_of(request, reference)
    other = queries.neighbour(request.user, order, direction)
    if other is None:
        return pages.leave(request, order_url(order), _("This is the end of the list"), "wrn")
    return pages.leave(request, order_url(other))


@require_http_methods(["GET", "POST"])
def edit_notes(request: HttpRequest, reference: str) -> HttpResponse:
    """Notes, contact, urgency and the state of the contract: at any time before the order is archived."""
    return _edit(request, reference, forms.NotesForm, "orders/order/_notes_form.html", _("Saved"))


@require_http_methods(["GET", "POST"])
def edit_line_fields(request: HttpRequest, reference: str, line_no: int) -> HttpResponse:
    """Custom fields of a line that are not part of what was approved: until the order is archived."""
    order = order_of(request, reference)
    policies.require(request.user, "order.edit", order)  # type: ignore[arg-type]
    form = forms.LineFieldsForm(request.user, queries.line_of(order, line_no), sent(request))
    if request.method == "POST" and doors.accepted(
        form,
        lambda: line_fields.update_line_fields(
            actor=request.user,
            order_id=order.pk,
            line_no=line_no,
            version=doors.version_of(request.POST),
            given=form.changes(),
            at=clock.now(),
        ),
    ):
        return pages.leave(request, order_url(order), _("Saved"))
    context = {"order": order, "line_no": line_no, "form": form, "url": request.path, "dialog_back": order_url(order)}
    context["version"] = request.POST.get("version", order.version)
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, "orders/order/_line_fields.html", context, status=status)


@require_http_methods(["GET", "POST"])
def reassign_order(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the order to another salesperson or executing owner."""
    return _edit(request, reference, forms.PeopleForm, "orders/order/_reassign.html", _("Given to other people"))


def _edit(request: HttpRequest, reference: str, form_class: Any, template: str, done: str) -> HttpResponse:
    order = order_of(request, reference)
    policies.require(request.user, form_class.verb, order)  # type: ignore[arg-type]
    form = form_class.of(request.user, order, sent(request))
    if request.method == "POST" and doors.accepted(
        form,
        lambda: drafting.update_notes(
            actor=request.user,
            order_id=order.pk,
            version=doors.version_of(request.POST),
            changes=form.changes(),
            at=clock.now(),
        ),
    ):
        return pages.leave(request, order_url(order), done)
    context = {"order": order, "form": form, "url": request.path, "dialog_back": order_url(order)}
    context["version"] = request.POST.get("version", order.version)
    return pages.dialog(request, template, context, status=422 if request.method == "POST" else 200)


@require_POST
def copy_order(request: HttpRequest, reference: str) -> HttpResponse:
    """A new draft like this order, opened for editing."""
    order = order_of(request, reference)

    def copy() -> str:
        made = drafting.copy_order(actor=request.user, order_id=order.pk, at=clock.now())
        return reverse("orders:order-edit", args=[made.reference])

    return pages.leave(request, doors.once(request, copy), _("Copied; this is the new draft"))
