"""Doors of checks: the lists, the checks of an order, recording one, moving one, corrective actions."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from common import clock, dates, doors, keyset, pages
from orders.order import doors as order_doors
from orders.order.doors import sent
from tasks.checks import desk, forms, operations, policies, queries
from tasks.checks.filters import ActionFilter, CheckFilter

PAGE_SIZE = 50


@require_GET
def list_checks(request: HttpRequest) -> HttpResponse:
    """Checks that wait; those missed and made by the tabs."""
    user: Any = request.user
    asked = request.GET.copy()
    if not asked.keys() & CheckFilter.base_filters.keys():
        asked["state"] = "DUE"
    rows = doors.filtered(CheckFilter, asked, queries.list_checks(user), actor=user)
    page = keyset.paginate(
        rows,
        sorts=queries.SORTS,
        sort=request.GET.get("sort") or queries.DEFAULT_SORT,
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    context = {
        "page": page,
        "views": desk.tabs(asked.dict()),
        "asked": asked,
        "today": dates.business_day(clock.now()),
        "here": request.get_full_path(),
        "mine": policies.checkable(user, page.items),
    }
    return pages.render(request, "tasks/check/list.html", context, parts=("list",))


@require_GET
def list_actions(request: HttpRequest) -> HttpResponse:
    """Corrective actions that are not done; others by the tabs."""
    user: Any = request.user
    asked = request.GET.copy()
    if not asked.keys() & ActionFilter.base_filters.keys():
        asked["open"] = "true"
    rows = doors.filtered(ActionFilter, asked, queries.list_actions(user), actor=user)
    page = keyset.paginate(
        rows, sorts=queries.ACTION_SORTS, sort="due_date", cursor=request.GET.get("cursor"), size=PAGE_SIZE
    )
    context = {"page": page, "views": desk.tabs({"actions": "1", **asked.dict()}), "here": request.get_full_path()}
    return pages.render(request, "tasks/action/list.html", context, parts=("list",))


@require_GET
def show_order(request: HttpRequest, reference: str) -> HttpResponse:
    """The checks of an order: how it stands, the one that waits, those that were made."""
    user: Any = request.user
    order = order_doors.order_of(request, reference)
    sheet = queries.sheet(order, dates.business_day(clock.now()))
    context = {
        "order": order,
        "sheet": sheet,
        "checks": [one for one in queries.of_order(order) if one.state != "DUE"],
        "may_check": order.status == "EFFECTIVE" and policies.may_check(user, order, sheet.waiting),
        "here": request.path,
    }
    return pages.render(request, "tasks/order/checks.html", context)


@require_http_methods(["GET", "POST"])
def record_check(request: HttpRequest, reference: str) -> HttpResponse:
    """Record how an order stands."""
    user: Any = request.user
    order = order_doors.order_of(request, reference)
    sheet = queries.sheet(order, dates.business_day(clock.now()))
    policies.require(user, order, sheet.waiting)
    form = forms.RecordForm(sent(request), initial={"progress": sheet.facts.progress})
    back = desk.back(request, reverse("tasks:order-checks", args=[order.reference]))

    def save() -> str:
        version = doors.version_of(request.POST)
        entries = form.entries()
        operations.record_check(actor=user, order_id=order.pk, version=version, at=clock.now(), **entries)
        return back

    if request.method == "POST" and doors.accepted(form, lambda: doors.once(request, save)):
        return pages.leave(request, back, _("Checked"))
    version = request.POST.get("version", sheet.waiting.version if sheet.waiting else 0)
    context = {"order": order, "sheet": sheet, "form": form, "version": version, **_frame(request, back)}
    return pages.dialog(request, "tasks/order/_check.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def move_check(request: HttpRequest, check_id: int) -> HttpResponse:
    """Let a check be made on another day, or by somebody else."""
    user: Any = request.user
    check = queries.get_check(user, check_id)
    policies.require(user, check.order, check)
    form = forms.MoveForm(sent(request), initial={"due_date": check.due_date, "owner": check.owner_id})
    back = desk.back(request, reverse("tasks:check-list"))

    def move() -> None:
        version, data = doors.version_of(request.POST), form.cleaned_data
        given = {"due_date": data["due_date"], "owner_id": data["owner"], "reason": data["reason"]}
        operations.move_check(actor=user, check_id=check.pk, version=version, at=clock.now(), **given)

    if request.method == "POST" and doors.accepted(form, move):
        return pages.leave(request, back, _("Moved"))
    version = doors.shown_version(request, check)
    context = {"check": check, "form": form, "version": version, **_frame(request, back)}
    return pages.dialog(request, "tasks/check/_move.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def finish_action(request: HttpRequest, action_id: int) -> HttpResponse:
    """A corrective action was done."""
    user: Any = request.user
    row = queries.get_action(user, action_id)
    form = forms.ResultForm(sent(request))
    back = desk.back(request, reverse("tasks:action-list"))

    def finish() -> None:
        version = doors.version_of(request.POST)
        operations.finish_action(actor=user, action_id=row.pk, version=version, at=clock.now(), **form.cleaned_data)

    if request.method == "POST" and doors.accepted(form, finish):
        return pages.leave(request, back, _("Done"))
    version = doors.shown_version(request, row)
    context = {"row": row, "form": form, "version": version, **_frame(request, back)}
    return pages.dialog(request, "tasks/action/_done.html", context, status=422 if request.method == "POST" else 200)


def _frame(request: HttpRequest, back: str) -> dict[str, Any]:
    return {"url": request.path, "dialog_back": back}
