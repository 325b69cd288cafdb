"""Doors of what is due: the list, and writing down what was said."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies as rights
from common import clock, doors, keyset, pages
from orders.order import policies as order_policies
from orders.order.doors import sent
from orders.settlement.dues import forms, operations, queries
from orders.settlement.dues.filters import DueFilter
from orders.settlement.dues.rights import FOLLOW

PAGE_SIZE = 50


@require_GET
def list_dues(request: HttpRequest) -> HttpResponse:
    """What is not paid in full, what is due longest first."""
    chosen = DueFilter(request.GET, queries.list_dues(request.user))
    doors.require_readable(chosen)
    page = keyset.paginate(
        chosen.qs,
        sorts=queries.SORTS,
        sort=request.GET.get("sort") or queries.DEFAULT_SORT,
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    context = {
        "page": page,
        "views": _tabs(request.GET),
        "kept": [(name, request.GET[name]) for name in _NARROWED if name in request.GET],
        "may_follow": rights.can(request.user, FOLLOW),
    }
    return pages.render(request, "orders/due/list.html", context, parts=("list",))


_NARROWED = ("kind", "overdue", "wanting", "control")


def _tabs(params: QueryDict) -> list[dict[str, Any]]:
    base = reverse("orders:due-list")
    tabs = [
        (pgettext("payments", "All open"), ""),
        (_("To ask for now"), "wanting=true"),
        (_("Overdue"), "overdue=true"),
        (_("Advances"), "kind=ADVANCE"),
        (_("Balances"), "kind=BALANCE"),
        (_("Stops production"), "control=PRODUCE"),
        (_("Stops shipment"), "control=SHIP"),
    ]
    current = next((query for name in _NARROWED if name in params for query in [f"{name}={params[name]}"]), "")
    return [
        {"label": label, "url": f"{base}?{query}" if query else base, "current": query == current, "key": str(place)}
        for place, (label, query) in enumerate(tabs, start=1)
    ]


@require_http_methods(["GET", "POST"])
def follow_up(request: HttpRequest, reference: str, sequence: int) -> HttpResponse:
    """Write down what the customer said, with what was said before."""
    row = queries.get_due(request.user, reference, sequence)
    order_policies.require(request.user, FOLLOW, row.order)
    form = forms.FollowUpForm(sent(request))
    back = reverse("orders:due-list")

    def note() -> str:
        operations.note_follow_up(
            actor=request.user, order=row.order.number, sequence=sequence, at=clock.now(), **form.cleaned_data
        )
        return back

    if request.method == "POST" and doors.accepted(form, lambda: doors.once(request, note)):
        return pages.leave(request, back, _("Written down"))
    context = {
        "row": row,
        "said": queries.follow_ups(row),
        "form": form,
        "url": request.path,
        "dialog_back": back,
    }
    return pages.dialog(request, "orders/due/_follow.html", context, status=422 if request.method == "POST" else 200)
