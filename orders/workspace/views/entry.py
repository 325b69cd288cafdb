"""Doors of order entry: a new order, a draft, and what the grid asks while people type."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import trigger_client_event

from common import citations, clock, dates, doors, errors, pages, typed
from common.templatetags import fmt
from orders.entry import forms, preview, relating, rows, suggesting
from orders.entry import queries as entry
from orders.entry.pasting import matching
from orders.order.doors import order_of, order_url, undo_submission
from orders.workspace import entering, pasted
from segments.custom_fields import definitions


@require_http_methods(["GET", "HEAD", "POST"])
def new_order(request: HttpRequest) -> HttpResponse:
    """Enter an order."""
    if request.method != "POST":
        return _show(request, entering.start(request.user, request.GET, clock.now()))
    entering.require_entry(request.user)
    entered = entering.read(request.user, request.POST)
    saved: list[Any] = []

    def save() -> str:
        order = entering.save(request.user, entered, None, clock.now())
        if order is None:
            raise errors.Invalid
        saved.append(order)
        return order_url(order)

    try:
        url = doors.once(request, save)
    except errors.Invalid:
        return _refuse(request, entered)
    if request.POST.get("then") == entering.AUTO:
        return _kept(request, saved[0] if saved else order_of(request, resolve(url).kwargs["reference"]), entered)
    if not saved:  # the same form once more: it was saved the first time
        return pages.leave(request, url)
    if request.POST.get("then") == entering.SUBMIT:
        return _submit(request, saved[0])
    return pages.leave(request, reverse("orders:order-edit", args=[saved[0].reference]), _("Draft saved"))


@require_safe
def show_guide(request: HttpRequest) -> HttpResponse:
    """How to enter an order, on one page (R307)."""
    entering.require_entry(request.user)
    return pages.render(request, "orders/order/guide.html", {})


@require_http_methods(["GET", "HEAD", "POST"])
def edit_order(request: HttpRequest, reference: str) -> HttpResponse:
    """Edit a draft: header and lines in one go."""
    try:
        entered = entering.open_draft(request.user, reference)
    except errors.WrongState as error:
        return _went_on(request, order_of(request, reference), error)
    if request.method != "POST":
        return _show(request, entered)
    entered = entering.read(request.user, request.POST, entered.order)
    try:
        is_auto = request.POST.get("then") == entering.AUTO
        order = entering.save(request.user, entered, doors.version_of(request.POST), clock.now(), by_itself=is_auto)
    except errors.Stale as error:
        if pages.wants_part(request):
            entering.name_fields(error)
            raise
        entering.explain_stale(entered, error)
        return _refuse(request, entered, status=409)
    if order is None:
        return _refuse(request, entered)
    if request.POST.get("then") == entering.AUTO:
        return _kept(request, order, entered)
    if request.POST.get("then") == entering.SUBMIT:
        return _submit(request, order)
    if pages.wants_part(request):
        return _saved(request, order, entered)
    return pages.leave(request, reverse("orders:order-edit", args=[order.reference]), _("Draft saved"))


def _went_on(request: HttpRequest, order: Any, error: errors.WrongState) -> HttpResponse:
    """It is no draft any more: to its page; what was typed meanwhile stays on the form, and is said not to be kept."""
    if request.method != "POST":
        return pages.leave(request, order_url(order), citations.told(error), "err")
    entered = entering.read(request.user, request.POST, order)
    words = _("Meanwhile this became %(number)s. Your entries were not saved; they are still here.")
    entered.problems += [("", citations.told(error)), ("", words % {"number": order.display_number})]
    return _refuse(request, entered, status=409)


def _submit(request: HttpRequest, order: Any) -> HttpResponse:
    """After saving: submit, or back to the draft with the first gap in focus."""
    submitted, why_not = entering.submit(request.user, order, clock.now())
    if submitted is None:
        url = reverse("orders:order-edit", args=[order.reference])
        return pages.leave(request, f"{url}?gaps=1", why_not, "err")
    words = _("Submitted for approval: %(number)s") % {"number": submitted.number}
    return pages.leave(request, order_url(submitted), words, undo=undo_submission(submitted))


def _context(request: HttpRequest, entered: entering.Entry) -> dict[str, Any]:
    form, order = entered.form, entered.order
    return {
        "entry": entered,
        "form": form,
        "order": order,
        "is_empty": order is None and not form["customer"].value(),
        "main_fields": [form[name] for name in forms.MAIN],
        "party_fields": [(form[f"{name}_name"], form[name], f"#id_{name}") for name in forms.PARTIES],
        "seldom": forms.SELDOM,
        "more_fields": [form[name] for name in forms.MORE],
        "custom_fields": [form[name] for name in form.custom_names],
        "line_fields": definitions.visible(request.user, definitions.Subject.LINE),
        "gaps": entering.gaps(request.user, order, entered.lines) if order is not None else [],
        "asks_for_gaps": "gaps" in request.GET,
        "credit": entering.credit(
            request.user, form["customer"].value(), clock.now(), planned=entering.worth_of(order)
        ),
        "max_lines": entering.most_lines(),
        "repeated": entering.repeated(request.user, order) if order is not None else None,
        "words": pasted.words(),
        "related": relating.beside(
            request.user, form["customer"].value(), entered.lines, dates.business_day(clock.now())
        ),
    }


def _show(request: HttpRequest, entered: entering.Entry) -> HttpResponse:
    return pages.render(request, "orders/order/edit.html", _context(request, entered))


def _refuse(request: HttpRequest, entered: entering.Entry, status: int = 422) -> HttpResponse:
    """The summary and the marked cells for a script that stays on the page, else the whole form; 409 for a stale
    form."""
    if not pages.wants_part(request):
        return pages.render(request, "orders/order/edit.html", _context(request, entered), status=status)
    response = pages.part(request, "orders/order/_entry_errors.html", {"entry": entered}, status=422)
    fields = {name: str(texts[0]) for name, texts in entered.form.errors.items() if name != "__all__"}
    return _mark(response, entered, fields)


def _mark(response: HttpResponse, entered: entering.Entry, fields: dict[str, str]) -> HttpResponse:
    cells = {row.key: row.faults for row in entered.lines if row.faults}
    return trigger_client_event(response, "so:faults", {"cells": cells, "fields": fields})


def _saved(request: HttpRequest, order: Any, entered: entering.Entry) -> HttpResponse:
    """Saved in place: the new version, the numbers of new lines, what is still missing."""
    pages.toast(request, _("Draft saved"))
    gaps = entering.gaps(request.user, order, entered.lines)
    context = {"order": order, "entry": entered, "gaps": gaps, "saved_at": clock.now()}
    return _mark(pages.part(request, "orders/order/_entry_saved.html", context), entered, {})


def _kept(request: HttpRequest, order: Any, entered: entering.Entry) -> HttpResponse:
    """Saved by itself while the person goes on typing: JSON, see static/js/orders-draft.js. Nothing is marked yet."""
    gaps = {"order": order, "gaps": entering.gaps(request.user, order, entered.lines)}
    time = fmt.local(clock.now())
    return pages.answer_json(
        {
            "version": order.version,
            "reference": order.display_number,
            "url": reverse("orders:order-edit", args=[order.reference]),
            "lines": {row.key: row.line_no for row in entered.lines if row.line_no is not None},
            "saved": _("saved by itself %(time)s") % {"time": f"{time:%H:%M:%S}"},
            "gaps": render_to_string("orders/order/_gaps.html", gaps, request),
        }
    )


@require_POST
def preview_rows(request: HttpRequest) -> HttpResponse:
    """Names, prices, stock and sums for the rows as typed: JSON, see static/js/grid.js."""
    entering.require_entry(request.user)
    try:
        asked = json.loads(request.body)
        shown, changed, data = rows.read_json(asked["rows"]), set(asked.get("changed") or asked["rows"]), asked["head"]
        head = preview.head_of(request.user, data, clock.now())
    except (ValueError, KeyError, TypeError, AttributeError):
        raise errors.Invalid(_("The browser sent something this page does not understand.")) from None
    found = preview.preview(request.user, head, shown, changed)
    checks = render_to_string("orders/order/_checks.html", {"warnings": found.warnings, "given": found.given}, request)
    answer = {"rows": found.rows, "totals": found.totals, "gifts": found.gifts, "checks": checks}
    if head.customer_id:
        credit = entering.credit(request.user, head.customer_id, clock.now(), planned=found.worth)
        answer["credit"] = render_to_string("orders/order/_credit.html", {"credit": credit}, request)
    return pages.answer_json(answer)


@require_safe
def show_defaults(request: HttpRequest) -> HttpResponse:
    """What choosing a customer writes into the header, and how his credit stands."""
    entering.require_entry(request.user)
    at, asked = clock.now(), typed.read_key(request.GET.get("customer"))
    if asked is None:
        raise errors.Invalid(fields={"customer": [_("Choose a customer.")]})
    found = entry.defaults_for(request.user, asked, dates.business_day(at))
    credit = entering.credit(request.user, found["customer_id"], at)
    html = render_to_string("orders/order/_credit.html", {"credit": credit}, request)
    return pages.answer_json({"values": entering.filled(request.user, found), "credit": html})


@require_safe
def suggest_products(request: HttpRequest) -> HttpResponse:
    """Products for a cell of the grid: its text becomes the code."""
    entering.require_entry(request.user)
    columns = [_("Code"), _("Name"), _("Specification"), _("Free stock"), _("List price")]
    customer_id = typed.read_key(request.GET.get("customer"))
    found = suggesting.suggestions(request.user, request.GET.get("q", "")[:80], customer_id)
    return pages.options(request, found, columns)


@require_POST
def read_paste(request: HttpRequest) -> HttpResponse:
    """Pasted text as rows and candidates: JSON, see static/js/orders-paste.js."""
    user, customer_id = request.user, typed.read_key(request.POST.get("customer"))
    day = dates.business_day(clock.now())
    if raws := request.POST.getlist("raw"):
        reading = matching.read_again(actor=user, raws=raws, customer_id=customer_id, today=day)  # type: ignore[arg-type]
    else:
        text = request.POST.get("text", "")
        reading = matching.read_lines(actor=user, text=text, customer_id=customer_id, today=day)  # type: ignore[arg-type]
    return pages.answer_json(pasted.pasted(user, reading))
