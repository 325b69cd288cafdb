"""Doors of printing an order."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from common import clock, doors, pages
from orders.order.doors import order_of, order_url, sent
from orders.printing import forms, operations, queries, stock_papers
from orders.printing.doors import as_answer
from orders.printing.making import make_paper
from orders.printing.order_papers import SUBJECT


@require_http_methods(["GET", "POST"])
def print_order(request: HttpRequest, reference: str) -> HttpResponse:
    """Which paper of the order, and what was printed before; sent, the file is kept with the order."""
    order = order_of(request, reference)
    form = forms.PrintForm(sent(request), kinds=queries.kinds_of(SUBJECT))
    if request.method == "POST" and doors.accepted(form, lambda: _keep(request, order, form.cleaned_data)):
        return pages.leave(request, reverse("orders:order-files", args=[order.reference]), _("Kept with the order"))
    context = {
        "order": order,
        "form": form,
        "url": request.path,
        "pdf_url": reverse("orders:order-paper", args=[order.reference]),
        "prints": [(one, queries.get_paper(one.kind).label) for one in _prints(request, order)],
        "dialog_back": order_url(order),
    }
    return pages.dialog(request, "orders/order/_print.html", context, status=422 if form.errors else 200)


def _prints(request: HttpRequest, order: Any) -> Any:
    return queries.prints_of(request.user, SUBJECT, order.pk, limit=5)


def _keep(request: HttpRequest, order: Any, given: dict[str, Any]) -> None:
    """Made first: nothing is locked while the file is set."""
    actor, at = request.user, clock.now()
    made = make_paper(actor=actor, subject_id=order.pk, at=at, **given)
    doors.once(request, lambda: str(operations.keep_made(actor=actor, made=made, at=at).record.pk))


@require_GET
def show_paper(request: HttpRequest, reference: str) -> HttpResponse:
    """The PDF of one of the order's papers, in the browser."""
    order = order_of(request, reference)
    printed = operations.print_paper(
        actor=request.user,
        kind=request.GET.get("kind", ""),
        subject_id=order.pk,
        language=request.GET.get("language", ""),
        at=clock.now(),
    )
    return as_answer(printed, inline=True)


@require_GET
def show_stock_paper(request: HttpRequest, number: str) -> HttpResponse:
    """The PDF of a paper of the warehouse, in the browser."""
    kind, paper_id = stock_papers.kind_of(request.user, number)
    printed = operations.print_paper(actor=request.user, kind=kind, subject_id=paper_id, at=clock.now())
    return as_answer(printed, inline=True)
