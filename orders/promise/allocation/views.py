"""Doors of giving goods out anew: the run with its preview, the move of one line's goods, a line's own rule."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common import clock, dates, doors, pages, typed
from orders.order.doors import order_of, order_url, sent
from orders.promise.allocation import forms, operations, queries


@require_http_methods(["GET", "POST"])
def run_allocation(request: HttpRequest) -> HttpResponse:
    """The products that orders contend for; of those chosen what a run would do; sent, it is done."""
    asked = request.POST if request.method == "POST" else request.GET
    chosen = {number for one in asked.getlist("product") if (number := typed.read_key(one)) is not None}
    here = reverse("orders:allocation-run")
    if request.method == "POST":
        plan = operations.run(
            actor=request.user, product_ids=chosen, token=request.POST.get("token", ""), at=clock.now()
        )
        words = _("Given out anew: %(lines)s lines, %(later)s promises later")
        return pages.leave(request, here, words % {"lines": len(plan.changes), "later": len(plan.broken)})
    today = dates.business_day(clock.now())
    context = {
        "contended": queries.contended(request.user),
        "chosen": chosen,
        "preview": queries.preview_run(request.user, chosen, today) if chosen else None,
    }
    return pages.render(request, "orders/allocation/run.html", context)


@require_http_methods(["GET", "POST"])
def move_goods(request: HttpRequest, line_id: int) -> HttpResponse:
    """Goods that one line holds for another: chosen, looked at, done."""
    line = queries.holder(request.user, line_id)
    form = forms.MoveForm(sent(request), takers=queries.takers(request.user, line))
    preview = None
    if request.method == "POST" and form.is_valid():
        wanted = {"from_id": line.pk, "to_id": form.cleaned_data["to"], "quantity": form.cleaned_data["quantity"]}
        token = request.POST.get("token", "")
        if token and request.POST.get("shown") == _named(form):
            operations.move(actor=request.user, **wanted, token=token, at=clock.now())
            return pages.leave(request, order_url(line.order), _("The goods were moved"))
        found: list[queries.Preview] = []
        today = dates.business_day(clock.now())
        if doors.accepted(form, lambda: found.append(queries.preview_move(request.user, **wanted, today=today))):
            preview = found[0]
    context = {
        "line": line,
        "form": form,
        "preview": preview,
        "shown": _named(form) if preview else "",
        "url": request.path,
        "dialog_back": order_url(line.order),
    }
    return pages.dialog(
        request,
        "orders/allocation/_move.html",
        context,
        status=422 if request.method == "POST" and not preview else 200,
    )


def _named(form: Any) -> str:
    """What a preview is of: it is done only while the form says the same."""
    return f"{form.cleaned_data['to']}:{form.cleaned_data['quantity'].normalize():f}"


@require_http_methods(["GET", "POST"])
def set_rule(request: HttpRequest, reference: str, line_no: int) -> HttpResponse:
    """What a line may win or lose when goods are given out anew."""
    order = order_of(request, reference)
    line = queries.line_of(request.user, order, line_no)
    form = forms.RuleForm(sent(request), initial={"rule": line.allocation_rule})
    if request.method == "POST" and doors.accepted(
        form,
        lambda: operations.set_rule(
            actor=request.user,
            order_id=order.pk,
            line_no=line_no,
            version=doors.version_of(request.POST),
            at=clock.now(),
            **form.cleaned_data,
        ),
    ):
        return pages.leave(request, order_url(order), _("Line %(line)s: saved") % {"line": line_no})
    context = {
        "line": line,
        "form": form,
        "version": doors.shown_version(request, order),
        "url": request.path,
        "dialog_back": order_url(order),
    }
    return pages.dialog(
        request, "orders/allocation/_rule.html", context, status=422 if request.method == "POST" else 200
    )
