"""Doors of shifts of many orders."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policies as rights
from common import clock, doors, keyset, pages, typed
from orders.changes.shifting import forms, operations, policies, queries
from orders.order import policies as order_policies
from orders.order.doors import sent
from orders.order.filters import OrderFilter

PAGE_SIZE = 50
HOME = "orders:shift-list"


@require_GET
def list_shifts(request: HttpRequest) -> HttpResponse:
    """Shifts, the latest first."""
    rights.require(request.user, policies.REQUEST)  # type: ignore[arg-type]
    page: keyset.Page[Any] = keyset.paginate(
        queries.list_shifts(request.user),  # type: ignore[arg-type]
        sorts=queries.SORTS,
        sort=queries.DEFAULT_SORT,
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    return pages.render(request, "orders/shift/list.html", {"page": page}, parts=("list",))


@require_http_methods(["GET", "POST"])
def new_shift(request: HttpRequest) -> HttpResponse:
    """Begin a shift of picked orders (``ids``), or of those of a saved condition, and see what it would do."""
    rights.require(request.user, policies.REQUEST)  # type: ignore[arg-type]
    asked = request.POST if request.method == "POST" else request.GET
    keys = [key for one in asked.getlist("ids") if (key := typed.read_key(one)) is not None]
    form = forms.ShiftForm(sent(request)) if keys else forms.NewShiftForm(sent(request), actor=request.user)  # type: ignore[arg-type]
    made: list[str] = []
    if request.method == "POST" and doors.accepted(
        form, lambda: made.append(doors.once(request, lambda: _made(request, form, keys)))
    ):
        return pages.leave(request, made[0])
    context = {"form": form, "ids": keys}
    return pages.render(request, "orders/shift/new.html", context, status=422 if request.method == "POST" else 200)


def _made(request: HttpRequest, form: Any, keys: list[int]) -> str:
    actor: Any = request.user
    if not keys:
        query = QueryDict(f"segment={form.cleaned_data['segment']}")
        keys = queries.chosen(doors.filtered(OrderFilter, query, order_policies.visible_to(actor), actor=actor))
    shift = operations.create_shift(actor=actor, order_ids=keys, at=clock.now(), **form.given())
    return reverse("orders:shift-detail", args=[shift.pk])


@require_http_methods(["GET", "POST"])
def show_shift(request: HttpRequest, shift_id: int) -> HttpResponse:
    """What a shift would do, or did; sent, it is worked out anew."""
    actor: Any = request.user
    shift = queries.get_shift(actor=actor, shift_id=shift_id)
    form = forms.ShiftForm(sent(request), initial=_initial(shift))
    if request.method == "POST" and doors.accepted(
        form,
        lambda: operations.change_shift(
            actor=actor,
            shift_id=shift_id,
            version=doors.version_of(request.POST),
            without=[key for one in request.POST.getlist("without") if (key := typed.read_key(one)) is not None],
            at=clock.now(),
            **form.given(),
        ),
    ):
        return pages.leave(request, request.path, _("Worked out anew"))
    rows = queries.rows_of(actor, shift)
    movable = [row for row in rows if not row.obstacle]
    context = {
        "shift": shift,
        "form": form,
        "version": doors.shown_version(request, shift),
        "rows": rows,
        "movable": movable,
        "hindered": len(rows) - len(movable),
        "customers": len({row.customer for row in movable}),
        "lines": sum(len(row.lines) for row in movable),
        "broken": sum(row.broken for row in movable),
        "requests": queries.requests_of(actor, shift),
        "is_open": shift.state == "PREVIEW" and shift.created_by_id == actor.pk,
    }
    return pages.render(request, "orders/shift/detail.html", context, status=422 if request.method == "POST" else 200)


def _initial(shift: Any) -> dict[str, Any]:
    code = shift.reason.code if shift.reason else ""
    return {
        "name": shift.name,
        "days": shift.days,
        "source": shift.source,
        "reason": code,
        "reason_text": shift.reason_text,
    }


@require_POST
def publish_shift(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Make the requests."""
    shift = operations.publish_shift(
        actor=request.user,  # type: ignore[arg-type]
        shift_id=shift_id,
        version=doors.version_of(request.POST),
        at=clock.now(),
    )
    made = sum(1 for one in shift.preview["orders"] if one["request"])
    words = ngettext("%(n)s change request was made", "%(n)s change requests were made", made) % {"n": made}
    return pages.leave(request, reverse("orders:shift-detail", args=[shift_id]), words)


@require_POST
def discard_shift(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Throw it away."""
    operations.discard_shift(
        actor=request.user,  # type: ignore[arg-type]
        shift_id=shift_id,
        version=doors.version_of(request.POST),
        at=clock.now(),
    )
    return pages.leave(request, reverse(HOME), _("The shift was thrown away"))
