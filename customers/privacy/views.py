"""Pages of people who are to be forgotten, and of customers whose data must stay. Each asks, then makes one call."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policies as rights
from common import clock, dates, doors, errors, keyset, pages
from customers import queries as customers
from customers.privacy import forms, holds, operations, policies, queries
from customers.privacy.filters import AnonymisationFilter

PAGE_SIZE = 50


@require_GET
def list_requests(request: HttpRequest) -> HttpResponse:
    """People who are to be forgotten, the newest request first; the holds that are in force."""
    if not policies.may_see(request.user):
        raise errors.NotAllowed()
    rows = doors.filtered(AnonymisationFilter, request.GET, queries.list_requests(request.user))
    page = keyset.paginate(
        rows, sorts=queries.SORTS, sort=queries.DEFAULT_SORT, cursor=request.GET.get("cursor"), size=PAGE_SIZE
    )
    context = {
        "page": page,
        "filter": forms.ListForm(request.GET),
        "is_narrowed": doors.is_narrowed(request.GET),
        "today": dates.business_day(clock.now()),
        "holds": queries.list_holds(request.user).filter(lifted_at=None)[:PAGE_SIZE],
        "may_hold": rights.can(request.user, policies.HOLD),
    }
    return pages.render(request, "customers/privacy/list.html", context, parts=("list",))


@require_http_methods(["GET", "POST"])
def note_request(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Note that a contact of a customer is to be made unknown."""
    policies.require(request.user, policies.PREPARE)
    customer = customers.get_customer(actor=request.user, customer_id=customer_id)
    start = {"contact": request.GET.get("contact", ""), "asked_on": dates.business_day(clock.now())}
    form = forms.RequestForm(request.POST or None, customer=customer, initial=start)
    found: list[str] = []

    def call() -> str:
        made = operations.note_request(actor=request.user, customer_id=customer_id, at=clock.now(), **form.asked())
        return reverse("customers:anonymisation-detail", args=[made.pk])

    if request.method == "POST" and doors.accepted(form, lambda: found.append(doors.once(request, call))):
        return pages.leave(request, found[0], _("Looked through everything; decide and have it confirmed"))
    context = {"form": form, "customer": customer, "url": request.path, "dialog_back": _contacts(customer_id)}
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, "customers/privacy/_note.html", context, status=status)


@require_GET
def show_request(request: HttpRequest, anonymisation_id: int) -> HttpResponse:
    """What was found of a person, what waits for a decision, and what was done."""
    sheet = queries.sheet(actor=request.user, request_id=anonymisation_id)
    row = sheet.request
    context = {
        "sheet": sheet,
        "row": row,
        "look": forms.LookForm(request_row=row, initial={"replacement": row.replacement_id or ""}),
        "choices": forms.CHOICES,
        "may_prepare": rights.can(request.user, policies.PREPARE),
        "may_confirm": sheet.may_confirm and sheet.is_switched_on,
        "off": policies.OFF,
    }
    return pages.render(request, "customers/privacy/detail.html", context)


@require_POST
def look_again(request: HttpRequest, anonymisation_id: int) -> HttpResponse:
    """Look through everything again."""
    row = queries.get_request(actor=request.user, request_id=anonymisation_id)
    form = forms.LookForm(request.POST, request_row=row)
    if not form.is_valid():
        raise errors.Invalid(fields={"replacement": [_("Choose another contact of this customer.")]})
    operations.look_again(replacement_id=form.chosen(), **_entries(request, anonymisation_id))
    return pages.leave(request, _page(anonymisation_id), _("Looked through everything"))


@require_POST
def decide_texts(request: HttpRequest, anonymisation_id: int) -> HttpResponse:
    """Say what is done with the texts that were ticked."""
    row = queries.get_request(actor=request.user, request_id=anonymisation_id)
    form = forms.DecisionForm(request.POST, text_ids=queries.texts_of(row, request.POST.getlist("texts")))
    if not form.is_valid():
        raise errors.Invalid(fields={"choice": [_("Choose texts, and what is done with them.")]})
    said = form.cleaned_data
    operations.decide_texts(
        text_ids=said["texts"], choice=said["choice"], reason=said["reason"], **_entries(request, anonymisation_id)
    )
    return pages.leave(request, _page(anonymisation_id), _("Decided"))


@require_http_methods(["GET", "POST"])
def confirm_request(request: HttpRequest, anonymisation_id: int) -> HttpResponse:
    """Make the person unknown: the second person says so."""
    policies.require(request.user, policies.CONFIRM)
    sheet = queries.sheet(actor=request.user, request_id=anonymisation_id)
    if request.method == "POST":
        operations.confirm_request(**_entries(request, anonymisation_id))
        return pages.leave(request, _page(anonymisation_id), _("Anonymised"))
    context = {"sheet": sheet, "row": sheet.request, "url": request.path, "dialog_back": _page(anonymisation_id)}
    return pages.dialog(request, "customers/privacy/_confirm.html", context)


@require_http_methods(["GET", "POST"])
def refuse_request(request: HttpRequest, anonymisation_id: int) -> HttpResponse:
    """End a request without doing it."""
    row = queries.get_request(actor=request.user, request_id=anonymisation_id)
    return _with_reason(
        request,
        "refuse",
        lambda reason: operations.refuse_request(reason=reason, **_entries(request, anonymisation_id)),
        _page(anonymisation_id),
        _("Refused"),
        row=row,
        version=doors.shown_version(request, row),
    )


@require_http_methods(["GET", "POST"])
def hold_data(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Hold a customer's data."""
    rights.require(request.user, policies.HOLD)
    customer = customers.get_customer(actor=request.user, customer_id=customer_id)

    def hold(reason: str) -> None:
        holds.hold_data(actor=request.user, customer_id=customer_id, reason=reason, at=clock.now())

    return _with_reason(request, "hold", hold, _contacts(customer_id), _("Data put on hold"), customer=customer)


@require_http_methods(["GET", "POST"])
def release_data(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Lift the hold on a customer's data."""
    rights.require(request.user, policies.HOLD)
    customer = customers.get_customer(actor=request.user, customer_id=customer_id)

    def release(reason: str) -> None:
        holds.release_data(actor=request.user, customer_id=customer_id, reason=reason, at=clock.now())

    held = queries.hold_of(customer)
    done = _("Hold on data lifted")
    return _with_reason(request, "release", release, _contacts(customer_id), done, customer=customer, held=held)


def _with_reason(
    request: HttpRequest, name: str, call: Callable[[str], Any], back: str, done: str, **more: Any
) -> HttpResponse:
    """A dialog that asks why, then makes the call."""
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and doors.accepted(form, lambda: call(form.cleaned_data["reason"])):
        return pages.leave(request, back, done)
    context = {"form": form, "url": request.path, "dialog_back": back, **more}
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, f"customers/privacy/_{name}.html", context, status=status)


def _entries(request: HttpRequest, request_id: int) -> dict[str, Any]:
    return {
        "actor": request.user,
        "request_id": request_id,
        "version": doors.version_of(request.POST),
        "at": clock.now(),
    }


def _page(request_id: int) -> str:
    return reverse("customers:anonymisation-detail", args=[request_id])


def _contacts(customer_id: int) -> str:
    return f"{reverse('customers:customer-detail', args=[customer_id])}?tab=contacts"
