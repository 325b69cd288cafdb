"""Doors of the approval of one order: sending it back, asking another approver, who decides and who decided."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from common import clock, doors, pages
from orders.lifecycle import operations as lifecycle
from orders.lifecycle.deciding import forms, operations, queries
from orders.order import policies
from orders.order import queries as orders
from orders.order.doors import order_of, order_url, sent


@require_GET
def show_approval(request: HttpRequest, reference: str) -> HttpResponse:
    """Who would have to approve a draft, and why; who was asked and what they said."""
    order = order_of(request, reference)
    context = {
        "order": order,
        "simulation": queries.simulate(request.user, order, clock.now()),
        "requests": [] if "who" in request.GET else queries.history(request.user, order),
        "dialog_back": order_url(order),
    }
    return pages.render(request, "orders/order/approval.html", context, parts=("approval",))


@require_http_methods(["GET", "POST"])
def send_back(request: HttpRequest, reference: str) -> HttpResponse:
    """Send a submitted order back with a reason: to its draft, or to an earlier step."""
    order = order_of(request, reference)
    policies.require(request.user, "order.reject", order)
    form = forms.SendBackForm(sent(request), steps=queries.returnable(order), lines=orders.lines_of(order))

    def do() -> None:
        what = {"actor": request.user, "order_id": order.pk, "reason": form.cleaned_data["reason"], "at": clock.now()}
        what |= {"version": doors.version_of(request.POST), **form.error}
        if form.step is None:
            lifecycle.reject_order(**what)
        else:
            operations.return_order(step=form.step, **what)

    if request.method == "POST" and doors.accepted(form, do):
        return pages.leave(request, order_url(order), _("Sent back") if form.step is None else _("Asked again"))
    context = {
        "order": order,
        "form": form,
        "version": doors.shown_version(request, order),
        "url": request.path,
        "dialog_back": order_url(order),
    }
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, "orders/order/_send_back.html", context, status=status)


@require_http_methods(["GET", "POST"])
def add_approver(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask somebody else to approve as well."""
    order = order_of(request, reference)
    policies.require(request.user, "order.add_approver", order)
    form = forms.AddApproverForm(sent(request), people=queries.addable(order))

    def do() -> None:
        operations.add_approver(
            actor=request.user,
            order_id=order.pk,
            person_id=int(form.cleaned_data["person"]),
            is_before=form.cleaned_data["place"] == "before",
            question=form.cleaned_data["question"],
            version=doors.version_of(request.POST),
            at=clock.now(),
        )

    if request.method == "POST" and doors.accepted(form, do):
        return pages.leave(request, order_url(order), _("Asked as well"))
    context = {
        "order": order,
        "form": form,
        "version": doors.shown_version(request, order),
        "url": request.path,
        "dialog_back": order_url(order),
    }
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, "orders/order/_add_approver.html", context, status=status)
