"""Doors of the delay ledger and of the phases of an order."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policies as rights
from common import clock, doors, errors, keyset, pages
from orders.order.doors import order_of, sent
from tasks.scheduling import desk, forms, operations, phases, queries
from tasks.scheduling.filters import MoveFilter
from tasks.task import policies as tasks

PAGE_SIZE = 50


@require_GET
def list_moves(request: HttpRequest) -> HttpResponse:
    """The delay ledger, the latest first, summed by cause and department."""
    rights.require(request.user, tasks.VIEW)
    rows = doors.filtered(MoveFilter, request.GET, queries.list_moves(request.user))
    sort = request.GET.get("sort") or queries.DEFAULT_SORT
    page = keyset.paginate(rows, sorts=queries.SORTS, sort=sort, cursor=request.GET.get("cursor"), size=PAGE_SIZE)
    context = {"page": page, "sort": sort, **desk.ledger(request, rows, page)}
    return pages.render(request, "tasks/ledger/list.html", context, parts=("list",))


@require_POST
def note_told(request: HttpRequest) -> HttpResponse:
    """The customer was told of these moves, or was not after all."""
    form = forms.ToldForm(request.POST)
    if not form.is_valid():
        raise errors.Invalid(_("Choose rows first."), fields={})
    data = form.cleaned_data
    count = operations.note_told(
        actor=request.user, move_ids=[int(one) for one in data["moves"]], is_told=data["is_told"], at=clock.now()
    )
    words = ngettext("%(n)s move noted", "%(n)s moves noted", count) % {"n": count}
    return pages.leave(request, _back(request, reverse("tasks:ledger")), words)


@require_GET
def show_phases(request: HttpRequest, reference: str) -> HttpResponse:
    """The phases of an order with their targets."""
    order = order_of(request, reference)
    may_set = tasks.can_for_order(request.user, tasks.SCHEDULE, order)
    context = {"order": order, "phases": phases.of_order(order), "may_set": may_set}
    return pages.render(request, "tasks/order/phases.html", context)


@require_http_methods(["GET", "POST"])
def set_target(request: HttpRequest, reference: str, phase_id: int) -> HttpResponse:
    """Until when a phase of an order is to be reached."""
    order = order_of(request, reference)
    tasks.require_for_order(request.user, tasks.SCHEDULE, order)
    row = desk.phase_of(order, phase_id)
    initial = {"target_date": row.target_date if row.is_by_hand else None, "target": row.target}
    form = forms.TargetForm(sent(request), initial=initial)
    back = reverse("tasks:order-phases", args=[order.reference])

    def save() -> None:
        version = doors.version_of(request.POST)
        at, whose = clock.now(), {"order_id": order.pk, "phase_id": phase_id}
        operations.set_target(actor=request.user, version=version, at=at, **whose, **form.cleaned_data)

    if request.method == "POST" and doors.accepted(form, save):
        return pages.leave(request, back, _("Target set"))
    context = {"row": row, "form": form, "version": row.version or 0, "url": request.path, "dialog_back": back}
    return pages.dialog(request, "tasks/order/_target.html", context, status=422 if request.method == "POST" else 200)


def _back(request: HttpRequest, usual: str) -> str:
    url: Any = request.POST.get("next", "")
    return url if url_has_allowed_host_and_scheme(url, {request.get_host()}) else usual
