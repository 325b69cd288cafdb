"""Doors of contacts with customers: the list, one contact, the dialogs, the record of a customer and of an order."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from common import clock, dates, doors, keyset, pages
from customers import queries as customers
from orders.answers.communication import Asked, record_of
from orders.order.doors import order_of, sent
from orders.service.contacts import desk, forms, operations, policies, queries
from orders.service.contacts.filters import ContactFilter

PAGE_SIZE = 50


@require_GET
def list_contacts(request: HttpRequest) -> HttpResponse:
    """Contacts: one's own that are planned, unless something else is asked for."""
    user: Any = request.user
    asked = request.GET.copy()
    if not asked.keys() & ContactFilter.base_filters.keys():
        asked["mine"], asked["state"] = "true", "PLANNED"
    rows = doors.filtered(ContactFilter, asked, queries.list_contacts(user), actor=user)
    sort = request.GET.get("sort") or queries.DEFAULT_SORT
    page = keyset.paginate(rows, sorts=queries.SORTS, sort=sort, cursor=request.GET.get("cursor"), size=PAGE_SIZE)
    context = {
        "page": page,
        "rows": desk.rows(user, page.items),
        "views": desk.tabs(asked.dict()),
        "asked": asked,
        "here": request.get_full_path(),
    }
    return pages.render(request, "orders/follow_up/list.html", context, parts=("list",))


@require_GET
def show_contact(request: HttpRequest, follow_up_id: int) -> HttpResponse:
    """One contact: what is to be said, what was said, what it was agreed in and what was agreed in it."""
    user: Any = request.user
    row = queries.get_contact(user, follow_up_id)
    context = {
        "row": queries.told(user, row),
        "may_hold": policies.can(user, row),
        "next": queries.next_of(user, row),
        "guides": queries.guides(row.purpose),
        "here": request.path,
    }
    return pages.render(request, "orders/follow_up/detail.html", context)


@require_http_methods(["GET", "POST"])
def plan_contact(request: HttpRequest) -> HttpResponse:
    """Plan a contact with a customer, or about an order."""
    return _new(request, "plan", forms.PlanForm, operations.plan_contact, _("Contact planned"))


@require_http_methods(["GET", "POST"])
def write_down_contact(request: HttpRequest) -> HttpResponse:
    """Write down a contact that nobody planned."""
    return _new(request, "write", forms.WriteDownForm, operations.write_down_contact, _("Written down"))


def _new(request: HttpRequest, name: str, form_class: Any, operation: Callable[..., Any], done: str) -> HttpResponse:
    user: Any = request.user
    about = desk.about(user, request)
    policies.require_serve(user, about.customer, about.order)
    form = form_class(sent(request), contacts=queries.people_of(user, about.customer.pk), initial=about.initial)
    back = desk.back(request, about.url)

    def call() -> str:
        operation(actor=user, at=clock.now(), **about.ids, **form.columns())
        return back

    if request.method == "POST" and doors.accepted(form, lambda: doors.once(request, call)):
        return pages.leave(request, back, done)
    context = {"form": form, "about": about, "guides": queries.guides(), "url": request.path, "dialog_back": back}
    return pages.dialog(request, f"orders/follow_up/_{name}.html", context, status=_status(request))


@require_http_methods(["GET", "POST"])
def hold_contact(request: HttpRequest, follow_up_id: int) -> HttpResponse:
    """A planned contact was held; perhaps the next one is agreed."""
    row = _mine(request, follow_up_id)
    contacts = queries.people_of(request.user, row.customer_id)
    form = forms.HoldForm(sent(request), contacts=contacts, initial={"way": row.way, "contact": row.contact_id})
    return _ask(request, row, "hold", form, operations.hold_contact, _("Written down"), form.held)


@require_http_methods(["GET", "POST"])
def change_contact(request: HttpRequest, follow_up_id: int) -> HttpResponse:
    """Change a planned contact."""
    row = _mine(request, follow_up_id)
    names = ("subject", "purpose", "way", "due_date", "plan")
    initial = {name: getattr(row, name) for name in names} | {"contact": row.contact_id}
    if row.contact_id is None:
        initial["contact_name"] = queries.told(request.user, row).contact_name
    contacts = queries.people_of(request.user, row.customer_id)
    form = forms.ChangeForm(sent(request), contacts=contacts, initial=initial)
    return _ask(request, row, "change", form, operations.change_contact, _("Saved"), form.columns)


@require_http_methods(["GET", "POST"])
def move_contact(request: HttpRequest, follow_up_id: int) -> HttpResponse:
    """Give a planned contact to somebody else."""
    row = _mine(request, follow_up_id)
    form = forms.MoveForm(sent(request), initial={"owner": row.owner_id})
    entries = lambda: {"owner_id": form.cleaned_data["owner"]}  # noqa: E731
    return _ask(request, row, "move", form, operations.move_contact, _("Moved"), entries)


@require_http_methods(["GET", "POST"])
def drop_contact(request: HttpRequest, follow_up_id: int) -> HttpResponse:
    """A planned contact is not needed any more."""
    row = _mine(request, follow_up_id)
    form = forms.ReasonForm(sent(request))
    return _ask(request, row, "drop", form, operations.drop_contact, _("Dropped"), lambda: form.cleaned_data)


@require_safe
def customer_record(request: HttpRequest, customer_id: int) -> HttpResponse:
    """What was said with a customer, and what is planned: a part of his page."""
    user: Any = request.user
    customer = customers.get_customer(actor=user, customer_id=customer_id)
    context = {
        "record": record_of(Asked(user, customer.pk)),
        "rows": desk.rows(user, queries.planned_with(user, customer.pk)),
        "may_serve": policies.can_serve(user, customer),
        "more_acts": desk.more_acts(user, customer),
        "query": f"customer={customer.pk}",
        "here": f"{reverse('customers:customer-detail', args=[customer.pk])}?tab=communication",
    }
    return pages.render(request, "orders/panel/customer_communication.html", context, parts=("customer-communication",))


@require_safe
def order_record(request: HttpRequest, reference: str) -> HttpResponse:
    """What was said with the customer about an order, and what is planned."""
    user: Any = request.user
    order = order_of(request, reference)
    context = {
        "order": order,
        "record": record_of(Asked(user, order.customer_id, order.pk, order.number or "")),
        "rows": desk.rows(user, queries.planned_about(user, order.pk)),
        "may_serve": policies.can_serve(user, order.customer, order),
        "query": f"order={order.reference}",
        "here": request.path,
    }
    return pages.render(request, "orders/follow_up/order.html", context)


def _mine(request: HttpRequest, follow_up_id: int) -> Any:
    """A contact, for who may hold it: before a form of it is drawn."""
    user: Any = request.user
    row = queries.get_contact(user, follow_up_id)
    policies.require(user, row)
    return row


def _ask(
    request: HttpRequest,
    row: Any,
    name: str,
    form: Any,
    operation: Callable[..., Any],
    done: str,
    entries: Callable[[], dict[str, Any]],
) -> HttpResponse:
    """A question about a planned contact, with the version that it is asked of."""
    back = desk.back(request, reverse("orders:follow-up-detail", args=[row.pk]))

    def call() -> None:
        version = doors.version_of(request.POST)
        operation(actor=request.user, follow_up_id=row.pk, version=version, at=clock.now(), **entries())

    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, back, done)
    context = {
        "row": row,
        "form": form,
        "guides": queries.guides(row.purpose),
        "version": doors.shown_version(request, row),
        "today": dates.business_day(clock.now()),
        "url": request.path,
        "dialog_back": back,
    }
    return pages.dialog(request, f"orders/follow_up/_{name}.html", context, status=_status(request))


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200
