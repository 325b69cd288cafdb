"""Doors of the plan: the board, and pinning an order."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common import clock, dates, doors, keyset, pages
from orders.order import policies
from orders.order.doors import order_of, order_url, sent
from orders.order.filters import OrderFilter
from orders.priority import choosing, forms, operations, queries

PAGE_SIZE = 50


def _chosen(request: HttpRequest) -> Any:
    found = OrderFilter(request.GET, queries.planned(request.user), actor=request.user)
    doors.require_readable(found)
    return found.qs


@require_GET
def planning(request: HttpRequest) -> HttpResponse:
    """Open orders by score, with days, what is open, the promise and its risk."""
    today = dates.business_day(clock.now())
    page = keyset.paginate(
        _chosen(request), sorts=queries.SORTS, sort="priority", cursor=request.GET.get("cursor"), size=PAGE_SIZE
    )
    context = {
        "page": page,
        "rows": queries.board(request.user, page.items, today),
        "form": choosing.PlanForm(request.GET, user=request.user),
        "with_money": "total_amount" not in policies.hidden_columns(request.user),
        "may_pin": request.user.can(operations.PIN),
        "pager_target": "list",
        "today": today,
    }
    return pages.render(request, "orders/planning/board.html", context, parts=("list",))


@require_GET
def planning_load(request: HttpRequest) -> HttpResponse:
    """What the departments have before them, of the orders chosen."""
    rows = queries.load(_chosen(request), dates.business_day(clock.now()))
    return pages.render(request, "orders/planning/load.html", {"rows": rows}, parts=("planning-load",))


@require_http_methods(["GET", "POST"])
def pin_order(request: HttpRequest, reference: str) -> HttpResponse:
    """Put an order above all others, with the reason."""
    order = order_of(request, reference)
    policies.require(request.user, operations.PIN, order)
    form = forms.PinForm(sent(request), initial={"reason": order.pin_reason})

    def pin() -> None:
        operations.pin_order(
            actor=request.user,
            order_id=order.pk,
            version=doors.version_of(request.POST),
            at=clock.now(),
            **form.cleaned_data,
        )

    if request.method == "POST" and doors.accepted(form, pin):
        return pages.leave(request, order_url(order), _("Pinned to the top of the plan"))
    context = {"order": order, "form": form, "url": request.path, "dialog_back": order_url(order)}
    context["version"] = doors.shown_version(request, order)
    return pages.dialog(request, "orders/order/_pin.html", context, status=422 if form.errors else 200)


@require_POST
def unpin_order(request: HttpRequest, reference: str) -> HttpResponse:
    """Let the order stand where its score puts it."""
    order = order_of(request, reference)
    operations.unpin_order(
        actor=request.user, order_id=order.pk, version=doors.version_of(request.POST), at=clock.now()
    )
    return pages.leave(request, reverse("orders:order-detail", args=[order.reference]), _("Pinned no more"))
