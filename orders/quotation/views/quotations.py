"""Doors of quotations: list, page, entry, and the verbs."""

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common import citations, clock, dates, doors, errors, keyset, masters, pages
from customers import queries as customers
from orders.entry import relating
from orders.order.doors import order_url, sent
from orders.printing import operations as printing
from orders.printing.doors import as_answer
from orders.quotation import desk, entering, forms, mailing, operations, paper, policies, queries
from orders.quotation.filters import QuotationFilter

PAGE_SIZE = 50


def url_of(quotation: Any, code: str = "") -> str:
    """The page of a quotation, at one of its versions."""
    url = reverse("orders:quotation-detail", args=[quotation.number])
    return f"{url}?version={code}" if code else url


@require_safe
def list_quotations(request: HttpRequest) -> HttpResponse:
    """Quotations, newest first."""
    found = doors.filter_of(QuotationFilter, request.GET, queries.list_quotations(request.user))
    page = keyset.paginate(
        found.qs,
        sorts=queries.SORTS,
        sort=request.GET.get("sort") or queries.DEFAULT_SORT,
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    context = {
        "page": page,
        "rows": [(one, desk.glyph_of(one)) for one in page.items],
        "views": desk.views(request.GET, "orders:quotation-list", desk.quotation_tabs()),
        "may_create": desk.may_create(request.user),
    }
    return pages.render(request, "orders/quotation/list.html", context, parts=("list",))


@require_safe
def show_quotation(request: HttpRequest, number: str) -> HttpResponse:
    """One quotation: its versions, one of them in full, the alternatives compared, the orders made of it."""
    quotation = queries.get_quotation(actor=request.user, number=number)
    offers = queries.offers_of(quotation)
    offer = desk.chosen(quotation, offers, request.GET.get("version", ""))
    newest = desk.newest(offers)
    context = {
        "quotation": quotation,
        "glyph": desk.glyph_of(quotation),
        "contact": [policies.shown(request.user, quotation, name) for name in ("contact_name", "contact_phone")],
        "offers": offers,
        "offer": offer,
        "lines": [(line, offer.ordered.get(line.pk), offer.left(line)) for line in offer.lines],
        "newest": newest,
        "compared": desk.compare(newest) if len(newest) > 1 else [],
        "orders": queries.orders_of(request.user, quotation),
        "mails": mailing.mails_of(request.user, quotation),
        "actions": desk.actions(request.user, quotation, offers),
        "may": desk.doable(request.user, quotation),
    }
    return pages.render(request, "orders/quotation/detail.html", context)


# --- entry -------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def new_quotation(request: HttpRequest) -> HttpResponse:
    """Make a quotation."""
    if request.method != "POST":
        return _show(request, entering.start(request.user, request.GET, clock.now()))
    entering.require_entry(request.user)
    entered = entering.read(request.user, request.POST)

    def save() -> str:
        quotation = entering.save(request.user, entered, None, clock.now())
        if quotation is None:
            raise errors.Invalid
        return url_of(quotation)

    try:
        url = doors.once(request, save)
    except errors.Invalid:
        return _show(request, entered, status=422)
    return pages.leave(request, url, _("Quotation saved"))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_version(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Edit a version that was not sent: head and lines in one go."""
    stored = entering.open_version(request.user, number, code)
    if request.method != "POST":
        return _show(request, stored)
    entered = entering.read(request.user, request.POST, stored)
    try:
        quotation = entering.save(request.user, entered, doors.version_of(request.POST), clock.now())
    except errors.Stale as error:
        entered.problems.append(("", citations.told(error)))
        return _show(request, entered, status=409)
    if quotation is None:
        return _show(request, entered, status=422)
    return pages.leave(request, url_of(quotation, code.upper()), _("Quotation saved"))


def _show(request: HttpRequest, entered: entering.Entry, status: int = 200) -> HttpResponse:
    form = entered.form
    context = {
        "entry": entered,
        "form": form,
        "quotation": entered.quotation,
        "offer": entered.offer,
        "inquiry": entered.inquiry,
        "is_empty": entered.quotation is None and not form["customer"].value(),
        "main_fields": [form[name] for name in forms.MAIN],
        "more_fields": [form[name] for name in forms.MORE],
        "line_fields": [entering.OPTIONAL],
        "quantity": entering.quantity_of(entered),
        "max_lines": entering.most_lines(),
        "related": relating.beside(
            request.user, form["customer"].value(), entered.lines, dates.business_day(clock.now())
        ),
    }
    return pages.render(request, "orders/quotation/edit.html", context, status=status)


@require_POST
def preview_rows(request: HttpRequest) -> HttpResponse:
    """Names, prices, stock and sums for the rows as typed: JSON, see static/js/grid.js."""
    entering.require_entry(request.user)
    try:
        asked = json.loads(request.body)
    except ValueError:
        raise errors.Invalid(_("The browser sent something this page does not understand.")) from None
    found = entering.figures(request.user, asked, clock.now())
    checks = render_to_string("orders/order/_checks.html", {"warnings": found.warnings, "given": found.given}, request)
    return pages.answer_json({"rows": found.rows, "totals": found.totals, "gifts": found.gifts, "checks": checks})


# --- verbs -------------------------------------------------------------------------------------


def _ask(
    request: HttpRequest, number: str, form: Any, verb: str, call: Callable[..., Any], *, title: str, saved: str
) -> HttpResponse:
    """A dialog about the quotation: draw it for who may, or make the call with the version that was shown."""
    quotation = queries.get_quotation(actor=request.user, number=number)
    policies.require(request.user, verb, quotation)

    def save(version: int | None) -> Any:
        return call(actor=request.user, quotation_id=quotation.pk, version=version, at=clock.now())

    words = {"title": title % {"number": quotation.number}, "saved": saved, "back": url_of(quotation)}
    return masters.edit(request, form, quotation, save, **words)


@require_http_methods(["GET", "POST"])
def send_quotation(request: HttpRequest, number: str) -> HttpResponse:
    """Freeze what was not sent yet: it goes to the customer."""
    form = forms.ConfirmForm(sent(request))
    title = _("Send %(number)s? What is sent is never changed; a change makes a new version.")
    call = operations.send_quotation
    return _ask(request, number, form, "quotation.send", call, title=title, saved=_("Noted as sent"))


@require_http_methods(["GET", "POST"])
def win_quotation(request: HttpRequest, number: str) -> HttpResponse:
    """The customer accepts."""
    quotation = queries.get_quotation(actor=request.user, number=number)
    held = queries.standing(queries.versions_of(quotation))
    form = forms.WinForm(sent(request), held=held)

    def call(**call: Any) -> Any:
        return operations.win_quotation(**form.cleaned_data, **call)

    title = _("Was %(number)s won?")
    return _ask(request, number, form, "quotation.decide", call, title=title, saved=_("Noted as won"))


@require_http_methods(["GET", "POST"])
def lose_quotation(request: HttpRequest, number: str) -> HttpResponse:
    """The customer does not order."""
    form = forms.LoseForm(sent(request))

    def call(**call: Any) -> Any:
        return operations.lose_quotation(**form.cleaned_data, **call)

    title = _("Was %(number)s lost?")
    return _ask(request, number, form, "quotation.decide", call, title=title, saved=_("Noted as lost"))


@require_http_methods(["GET", "POST"])
def withdraw_quotation(request: HttpRequest, number: str) -> HttpResponse:
    """We do not stand by it any more."""
    form = forms.ReasonForm(sent(request))

    def call(**call: Any) -> Any:
        return operations.withdraw_quotation(reason=form.cleaned_data["reason"], **call)

    title = _("Withdraw %(number)s?")
    return _ask(request, number, form, "quotation.decide", call, title=title, saved=_("Withdrawn"))


@require_http_methods(["GET", "POST"])
def add_alternative(request: HttpRequest, number: str) -> HttpResponse:
    """Offer something else beside it."""
    quotation = queries.get_quotation(actor=request.user, number=number)
    form = forms.AlternativeForm(sent(request), versions=queries.versions_of(quotation))

    def call(**call: Any) -> Any:
        return operations.add_alternative(**form.cleaned_data, **call)

    title = _("Another alternative of %(number)s")
    return _ask(request, number, form, "quotation.edit", call, title=title, saved=_("Alternative added"))


@require_http_methods(["GET", "POST"])
def revise_quotation(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Begin a new version of an alternative."""
    form = forms.ConfirmForm(sent(request))

    def call(**call: Any) -> Any:
        return operations.revise_quotation(alternative=code[:1], **call)

    title = _("New version of %(number)s? What the customer holds stands until the new one is sent.")
    return _ask(request, number, form, "quotation.edit", call, title=title, saved=_("New version begun"))


@require_http_methods(["GET", "POST"])
def drop_version(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Take an unsent version away, or give an alternative up."""
    form = forms.ConfirmForm(sent(request))

    def call(**call: Any) -> Any:
        return operations.drop_version(code=code, **call)

    title = _("Drop a version of %(number)s? The customer may not order it any more.")
    return _ask(request, number, form, "quotation.edit", call, title=title, saved=_("Version dropped"))


@require_http_methods(["GET", "POST"])
def convert_quotation(request: HttpRequest, number: str) -> HttpResponse:
    """Make an order of all or a part of what the customer holds."""
    quotation = queries.get_quotation(actor=request.user, number=number)
    policies.require(request.user, "quotation.convert", quotation)
    held = [one for one in queries.offers_of(quotation) if one.is_standing]
    if not held:
        raise errors.WrongState(_("There is nothing that the customer holds: send a version first."), possible=["send"])
    offer = desk.chosen(quotation, held, request.POST.get("code") or request.GET.get("version", ""))
    form = forms.ConvertForm(sent(request), lines=[(line, offer.left(line)) for line in offer.lines])
    made: list[str] = []

    def call() -> str:
        order = operations.convert_quotation(
            actor=request.user,
            quotation_id=quotation.pk,
            code=offer.version.code,
            picks=form.picks(),
            requested_date=form.cleaned_data["requested_date"],
            version=doors.version_of(request.POST),
            at=clock.now(),
        )
        return order_url(order)

    if request.method == "POST" and doors.accepted(form, lambda: made.append(doors.once(request, call))):
        return pages.leave(request, made[0], _("Order made: a draft with the quoted prices"))
    context = {
        "quotation": quotation,
        "offer": offer,
        "held": held,
        "form": form,
        "version": doors.shown_version(request, quotation),
    }
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "orders/quotation/convert.html", context, status=status)


@require_safe
def show_paper(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """The PDF of a version, in the browser; in the customer's language unless another is asked for."""
    offer = queries.version_named(queries.get_quotation(actor=request.user, number=number), code)
    printed = printing.print_paper(
        actor=request.user,
        kind=paper.KIND,
        subject_id=offer.pk,
        language=request.GET.get("language", ""),
        at=clock.now(),
    )
    return as_answer(printed, inline=True)


@require_safe
def customer_quotations(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The newest quotations and inquiries of a customer: a part of his page."""
    customer = customers.get_customer(actor=request.user, customer_id=customer_id)
    rows = queries.list_quotations(request.user).filter(customer_id=customer.pk).order_by("-quote_date", "-pk")
    asked = queries.list_inquiries(request.user).filter(customer_id=customer.pk).order_by("-received_at", "-pk")
    context = {
        "customer": customer,
        "rows": [(one, desk.glyph_of(one)) for one in rows[:20]],
        "inquiries": [(one, desk.glyph_of(one)) for one in asked[:10]],
        "may_create": desk.may_create(request.user),
    }
    return pages.render(request, "orders/panel/customer_quotations.html", context, parts=("customer-quotations",))
