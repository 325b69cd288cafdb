"""Doors of how content customers are: the list, its figures, asking, sending again, taking back."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common import clock, doors, keyset, pages
from orders.order import policies
from orders.order.doors import order_of, sent
from orders.service import queries as service
from orders.service.rights import SERVE
from orders.service.satisfaction import forms, operations, queries, statistics
from orders.service.satisfaction.filters import SatisfactionFilter

PAGE_SIZE = 50


@require_GET
def list_requests(request: HttpRequest) -> HttpResponse:
    """Whom we asked, and what they answered."""
    chosen = doors.filter_of(SatisfactionFilter, request.GET, queries.list_requests(request.user))
    page = keyset.paginate(
        chosen.qs,
        sorts=queries.SORTS,
        sort=request.GET.get("sort") or queries.DEFAULT_SORT,
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    for one in page.items:
        queries.told(request.user, one)
    context = {"page": page, "views": _tabs(request.GET.dict()), "now": clock.now(), "scores": forms.SCORES}
    return pages.render(request, "orders/satisfaction/list.html", context, parts=("list",))


@require_GET
def show_figures(request: HttpRequest) -> HttpResponse:
    """Averages by month and by salesperson."""
    rows = doors.filtered(SatisfactionFilter, request.GET, queries.list_requests(request.user))
    context = {"figures": statistics.figures(rows), "views": _tabs({"figures": "1"})}
    return pages.render(request, "orders/satisfaction/figures.html", context)


@require_http_methods(["GET", "POST"])
def ask_customer(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask the customer of an order."""
    order = order_of(request, reference)
    policies.require(request.user, SERVE, order)
    contacts = [(f"{one.name} <{one.email}>", one.email) for one in service.contacts_shown(request.user, order)]
    form = forms.AskForm(sent(request), initial={"recipient": contacts[0][1] if contacts else ""})

    def ask() -> str:
        operations.ask_customer(actor=request.user, order_id=order.pk, at=clock.now(), **form.cleaned_data)
        return _back(order)

    done = _("The customer is asked by mail")
    context = {"order": order, "contacts": contacts}
    return _dialog(request, "ask", form, lambda: doors.once(request, ask), order, done, context)


@require_POST
def resend(request: HttpRequest, request_id: int) -> HttpResponse:
    """Send the mail once more."""
    found = queries.get_request(request.user, request_id)
    version = doors.version_of(request.POST)
    operations.resend(actor=request.user, request_id=found.pk, version=version, at=clock.now())
    return pages.leave(request, _back(found.order), _("Sent again"))


@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, request_id: int) -> HttpResponse:
    """Take a question back."""
    found = queries.get_request(request.user, request_id)
    policies.require(request.user, SERVE, found.order)
    form = forms.RevokeForm(sent(request))

    def take_back() -> None:
        version = doors.version_of(request.POST)
        operations.revoke(actor=request.user, request_id=found.pk, version=version, at=clock.now(), **form.cleaned_data)

    context = {"version": doors.shown_version(request, found)}
    return _dialog(request, "revoke", form, take_back, found.order, _("Taken back"), context)


def _tabs(asked: dict[str, str]) -> list[dict[str, Any]]:
    base, figures = reverse("orders:satisfaction-list"), reverse("orders:satisfaction-figures")
    chosen = "figures" if "figures" in asked else asked.get("view", "")
    views = [("", _("All"), base), ("figures", _("In figures"), figures)]
    views[1:1] = [
        ("discontent", _("Not content"), f"{base}?view=discontent&score_to=2"),
        ("open", _("Not answered yet"), f"{base}?view=open&state=ASKED"),
    ]
    return [{"label": label, "url": url, "current": key == chosen} for key, label, url in views]


def _back(order: Any) -> str:
    return reverse("orders:order-aftercare", args=[order.reference])


def _dialog(
    request: HttpRequest,
    name: str,
    form: Any,
    call: Callable[[], Any],
    order: Any,
    done: str,
    context: dict[str, Any],
) -> HttpResponse:
    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, _back(order), done)
    status = 422 if request.method == "POST" else 200
    context = {**context, "form": form, "url": request.path, "dialog_back": _back(order)}
    return pages.dialog(request, f"orders/satisfaction/_{name}.html", context, status=status)
