"""Doors of the editor of change requests: the page, the figures while somebody types, products for its cells."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import policies as rights
from common import citations, clock, doors, errors, pages, typed
from orders.changes import operations, policies, queries
from orders.changes.editor import cells, entering
from orders.changes.states import State
from orders.entry import suggesting
from segments.custom_fields import definitions


@require_http_methods(["GET", "HEAD", "POST"])
def edit_change(request: HttpRequest, reference: str) -> HttpResponse:
    """The order beside what becomes of it; one that left its draft has a page of its own."""
    user: Any = request.user
    order, beyond = entering.editable(user, reference)
    if beyond is not None and request.method != "POST":
        return pages.leave(request, url_of(beyond), beyond.get_state_display(), "wrn")
    if request.method != "POST":
        return _show(request, entering.open_entry(user, reference, clock.now()))
    entry = entering.read(user, reference, request.POST, clock.now())

    def save() -> str:
        saved = entering.save(user, entry, request.POST, clock.now())
        if saved is None:
            raise errors.Invalid
        return saved.reference

    try:
        saved = doors.once(request, save)
    except errors.Invalid:
        return _show(request, entry, status=409 if entry.conflicts else 422)
    return _after(request, order, saved)


def url_of(change: Any) -> str:
    """The page of a request."""
    return reverse("orders:change-detail", args=[change.reference])


def _after(request: HttpRequest, order: Any, reference: str) -> HttpResponse:
    """Saved; asked of the departments too where that was the button, or said why it cannot be."""
    url = reverse("orders:change-detail", args=[reference])
    if request.POST.get("then") != "ask":
        return pages.leave(request, reverse("orders:order-change", args=[order.reference]), _("Change saved"))
    user: Any = request.user
    try:
        asked = operations.ask_departments(actor=user, request_id=queries.id_of(reference), at=clock.now())
    except errors.Invalid as fault:
        return pages.leave(request, url, fault.brief(), "err")
    except errors.Conflict as fault:
        return pages.leave(request, url, citations.told(fault), "err")
    told = _("The order changed meanwhile") if asked.state == State.STALE else _("Departments asked")
    return pages.leave(request, url_of(asked), told, "wrn" if asked.state == State.STALE else "ok")


def _show(request: HttpRequest, entry: entering.Entry, status: int = 200) -> HttpResponse:
    context = {
        "entry": entry,
        "form": entry.form,
        "order": entry.order,
        "change": entry.request,
        "line_fields": cells.own_definitions(request.user, definitions.Subject.LINE),  # type: ignore[arg-type]
        "max_lines": entering.most_lines(),
    }
    return pages.render(request, "orders/change/edit.html", context, status=status)


@require_POST
def preview_rows(request: HttpRequest, reference: str) -> HttpResponse:
    """Names, amounts and sums with the cells as typed: JSON, see static/js/grid.js."""
    try:
        asked = json.loads(request.body)
    except ValueError:
        raise errors.Invalid(_("The browser sent something this page does not understand.")) from None
    return pages.answer_json(entering.figures(request.user, reference, asked, clock.now()))


@require_safe
def suggest_products(request: HttpRequest) -> HttpResponse:
    """Products for a cell of the editor: its text becomes the code."""
    user: Any = request.user
    rights.require(user, policies.REQUEST)
    columns = [_("Code"), _("Name"), _("Specification"), _("Free stock"), _("List price")]
    customer_id = typed.read_key(request.GET.get("customer"))
    return pages.options(request, suggesting.suggestions(user, request.GET.get("q", "")[:80], customer_id), columns)
