"""Doors of service policies and of progress letters."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policies as rights
from common import clock, doors, keyset, pages
from customers import policies as customer_policies
from customers import queries as customers
from orders.order import policies as order_policies
from orders.order.doors import order_of, sent
from orders.service.letters import forms, operations, paging, policies, queries
from orders.service.letters.filters import ProgressLetterFilter
from orders.service.rights import SERVE

PAGE_SIZE = 50


@require_GET
def list_letters(request: HttpRequest) -> HttpResponse:
    """Letters that wait to be sent, unless something else is asked for."""
    user: Any = request.user
    asked = request.GET.copy()
    if not asked.keys() & ProgressLetterFilter.base_filters.keys():
        asked["state"] = "DRAFT"
    rows = doors.filtered(ProgressLetterFilter, asked, queries.list_letters(user))
    sort = request.GET.get("sort") or queries.DEFAULT_SORT
    page = keyset.paginate(rows, sorts=queries.SORTS, sort=sort, cursor=request.GET.get("cursor"), size=PAGE_SIZE)
    base = reverse("orders:progress-letters")
    views = [
        (pgettext("progress letter", "To be sent"), "state=DRAFT", ["DRAFT"]),
        (pgettext("progress letter", "Sent"), "state=SENT", ["SENT"]),
        (pgettext("progress letter", "All"), "q=", []),
    ]
    tabs = [
        {"label": label, "url": f"{base}?{query}", "current": asked.getlist("state") == states}
        for label, query, states in views
    ]
    context = {"page": page, "views": tabs, "asked": asked.dict()}
    return pages.render(request, "orders/progress_letter/list.html", context, parts=("list",))


@require_GET
def show_letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """One letter as it reads."""
    row = queries.get_letter(request.user, letter_id)
    context = {"row": row, "recipient": queries.shown(request.user, row), "way": paging.said_of(row)}
    return pages.render(request, "orders/progress_letter/detail.html", context)


@require_http_methods(["GET", "POST"])
def draft_letter(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Draft a letter to a customer."""
    user: Any = request.user
    customer = customers.get_customer(actor=user, customer_id=customer_id)
    customer_policies.require(user, SERVE, customer)
    back = _record_of(customer.pk)
    return _draft(request, {"customer_id": customer.pk}, {"customer": customer}, back)


@require_http_methods(["GET", "POST"])
def draft_order_letter(request: HttpRequest, reference: str) -> HttpResponse:
    """Draft a letter about one order alone."""
    order = order_of(request, reference)
    order_policies.require(request.user, SERVE, order)
    back = reverse("orders:order-detail", args=[order.reference])
    return _draft(request, {"order_id": order.pk}, {"customer": order.customer, "order": order}, back)


def _draft(request: HttpRequest, place: dict[str, int], about: dict[str, Any], back: str) -> HttpResponse:
    form = forms.EmptyForm(sent(request))

    def call() -> str:
        row = operations.draft_letter(actor=request.user, at=clock.now(), **place)  # type: ignore[arg-type]
        return reverse("orders:progress-letter", args=[row.pk])

    places: list[str] = []
    if request.method == "POST" and doors.accepted(form, lambda: places.append(doors.once(request, call))):
        return pages.leave(request, places[0], _("Progress letter drafted"))
    context = {**about, "form": form, "url": request.path, "dialog_back": back}
    return pages.dialog(request, "orders/progress_letter/_draft.html", context, status=_status(request))


@require_http_methods(["GET", "POST"])
def change_letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Change the words of a draft."""
    row = queries.get_letter(request.user, letter_id)
    rights.require(request.user, SERVE)
    form = forms.LetterForm(sent(request), initial={"subject": row.subject, "text": row.text})
    return _ask(request, row, "edit", form, operations.change_letter, _("Saved"))


@require_http_methods(["GET", "POST"])
def send_letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Send a draft."""
    row = queries.get_letter(request.user, letter_id)
    rights.require(request.user, SERVE)
    form = forms.SendForm(sent(request), initial={"recipient": queries.shown(request.user, row)})
    done = _("Progress letter sent")
    return _ask(request, row, "send", form, operations.send_letter, done, way=paging.said_of(row))


@require_POST
def resend_letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Send the same words once more."""
    row = queries.get_letter(request.user, letter_id)
    version = doors.version_of(request.POST)
    operations.resend_letter(actor=request.user, letter_id=row.pk, version=version, at=clock.now())
    return pages.leave(request, reverse("orders:progress-letter", args=[row.pk]), _("Sent again"))


@require_http_methods(["GET", "POST"])
def drop_letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """A draft is not sent."""
    row = queries.get_letter(request.user, letter_id)
    rights.require(request.user, SERVE)
    form = forms.EmptyForm(sent(request))
    return _ask(request, row, "drop", form, operations.drop_letter, _("Dropped"))


@require_http_methods(["GET", "POST"])
def company_policy(request: HttpRequest) -> HttpResponse:
    """What customers without a policy of their own are told by themselves."""
    rights.require(request.user, policies.EDIT)
    return _policy(request, None, reverse("orders:service-policy"))


@require_http_methods(["GET", "POST"])
def customer_policy(request: HttpRequest, customer_id: int) -> HttpResponse:
    """What one customer is told by itself."""
    customer = customers.get_customer(actor=request.user, customer_id=customer_id)
    customer_policies.require(request.user, SERVE, customer)
    return _policy(request, customer, _record_of(customer.pk))


@require_http_methods(["GET", "POST"])
def drop_policy(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Let the company's policy count for a customer again."""
    customer = customers.get_customer(actor=request.user, customer_id=customer_id)
    customer_policies.require(request.user, SERVE, customer)
    row = queries.policy_of(customer.pk)
    form = forms.EmptyForm(sent(request))

    def call() -> None:
        version = doors.version_of(request.POST)
        operations.drop_policy(actor=request.user, customer_id=customer.pk, version=version, at=clock.now())

    back = _record_of(customer.pk)
    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, back, _("The company's policy counts again"))
    context = {
        "form": form,
        "customer": customer,
        "version": doors.shown_version(request, row),
        "url": request.path,
        "dialog_back": back,
    }
    return pages.dialog(request, "orders/progress_letter/_policy_drop.html", context, status=_status(request))


def _record_of(customer_id: int) -> str:
    return f"{reverse('customers:customer-detail', args=[customer_id])}?tab=communication"


def _policy(request: HttpRequest, customer: Any, back: str) -> HttpResponse:
    row = queries.policy_of(customer.pk) if customer else queries.company_policy()
    form = forms.PolicyForm(sent(request), initial={name: getattr(row, name) for name in operations.FIELDS})
    is_own = customer is not None and row.customer_id == customer.pk
    row.version = queries.version_for(customer.pk if customer else None, row)

    def call() -> None:
        operations.save_policy(
            actor=request.user,
            customer_id=customer.pk if customer else None,
            version=doors.version_of(request.POST),
            at=clock.now(),
            **form.cleaned_data,
        )

    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, back, _("Service policy saved"))
    context = {
        "form": form,
        "customer": customer,
        "is_own": is_own,
        "version": doors.shown_version(request, row),
        "url": request.path,
        "dialog_back": back,
    }
    if customer is None:
        return pages.render(request, "orders/progress_letter/policy.html", context, status=_status(request))
    return pages.dialog(request, "orders/progress_letter/_policy.html", context, status=_status(request))


def _ask(
    request: HttpRequest, row: Any, name: str, form: Any, operation: Callable[..., Any], done: str, **more: Any
) -> HttpResponse:
    back = reverse("orders:progress-letter", args=[row.pk])

    def call() -> None:
        version = doors.version_of(request.POST)
        operation(actor=request.user, letter_id=row.pk, version=version, at=clock.now(), **form.cleaned_data)

    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, back, done)
    context = {
        "row": row,
        "form": form,
        "version": doors.shown_version(request, row),
        "url": request.path,
        "dialog_back": back,
        **more,
    }
    return pages.dialog(request, f"orders/progress_letter/_{name}.html", context, status=_status(request))


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200
