"""Doors of renegotiations: started from a warning of the market, moved, concluded."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from common import clock, dates, doors, keyset, pages
from orders.order.doors import sent
from orders.risk import forms, operations, queries, showing
from orders.risk.choices import TalksState
from orders.risk.filters import RenegotiationFilter
from orders.risk.views import warnings

PAGE_SIZE = 50
DAYS = 7  # until when, if nobody says otherwise


@require_GET
def list_renegotiations(request: HttpRequest) -> HttpResponse:
    """Those that go on; all with ``state=``."""
    asked = request.GET.copy()
    if not any(asked.get(name) for name in RenegotiationFilter.base_filters):
        asked["state"] = TalksState.OPEN
    chosen = RenegotiationFilter(asked, queries.list_renegotiations(request.user))
    doors.require_readable(chosen)
    cursor = request.GET.get("cursor")
    page = keyset.paginate(chosen.qs, sorts=queries.TALKS_SORTS, sort="-id", cursor=cursor, size=PAGE_SIZE)
    may = queries.manageable(request.user, [one.warning for one in page.items])
    rows = []
    for one in page.items:
        is_his = one.warning_id in may or one.owner_id == request.user.pk
        rows.append(showing.talks(request.user, one, is_his and one.state == TalksState.OPEN))
    context = {
        "page": page,
        "rows": rows,
        "tabs": warnings.tabs(request, "renegotiations"),
        "states": [(state.value, state.label, state.value in asked.getlist("state")) for state in TalksState],
    }
    return pages.render(request, "orders/risk/renegotiations.html", context, parts=("list",))


@require_http_methods(["GET", "POST"])
def renegotiate(request: HttpRequest, warning_id: int) -> HttpResponse:
    """Start it from a warning."""
    warning = queries.get_warning(actor=request.user, warning_id=warning_id)
    due = dates.business_day(clock.now()) + timedelta(days=DAYS)
    initial = {"owner": warning.owner_id or request.user.pk, "due_date": due}
    form = forms.RenegotiationForm(sent(request), initial=initial)

    def call() -> None:
        operations.renegotiate(warning_id=warning_id, **warnings.seen(request), **form.columns())

    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, reverse("orders:renegotiation-list"), _("The renegotiation is started"))
    context = {"row": showing.row(request.user, warning, True), "form": form, "version": _version(request, warning)}
    return _dialog(request, "_renegotiate", context)


@require_http_methods(["GET", "POST"])
def change_renegotiation(request: HttpRequest, renegotiation_id: int) -> HttpResponse:
    """Give it to another, or move its day."""
    one = queries.get_renegotiation(request.user, renegotiation_id)
    form = forms.MoveForm(sent(request), initial={"owner": one.owner_id, "due_date": one.due_date})

    def call() -> None:
        operations.change_renegotiation(renegotiation_id=one.pk, **warnings.seen(request), **form.columns())

    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, reverse("orders:renegotiation-list"), _("Saved"))
    return _dialog(request, "_move_talks", {"one": one, "form": form, "version": _version(request, one)})


@require_http_methods(["GET", "POST"])
def end_renegotiation(request: HttpRequest, renegotiation_id: int) -> HttpResponse:
    """Say what came of it."""
    one = queries.get_renegotiation(request.user, renegotiation_id)
    form = forms.ConcludeForm(sent(request))

    def call() -> None:
        operations.end_renegotiation(renegotiation_id=one.pk, **warnings.seen(request), **form.cleaned_data)

    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, reverse("orders:renegotiation-list"), _("Saved"))
    return _dialog(request, "_conclude", {"one": one, "form": form, "version": _version(request, one)})


def _version(request: HttpRequest, row: Any) -> Any:
    return doors.shown_version(request, row)


def _dialog(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    context |= {"url": request.path, "dialog_back": reverse("orders:renegotiation-list")}
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, f"orders/risk/{name}.html", context, status=status)
