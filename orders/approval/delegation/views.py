"""Doors of delegations: one's own, and those of the people whom one manages."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common import clock, dates, doors, keyset, pages
from orders.approval.delegation import operations, queries
from orders.approval.delegation.forms import DelegationForm
from orders.approval.tabs import tabs
from orders.order.doors import sent

PAGE_SIZE = 50


@require_GET
def list_delegations(request: HttpRequest) -> HttpResponse:
    """Who decides for whom, the latest first."""
    today = dates.business_day(clock.now())
    page = keyset.paginate(
        queries.visible_to(request.user),
        sorts=queries.SORTS,
        sort="last_day",
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    rows = [(row, queries.state_of(row, today), operations.may_end(request.user, row, today)) for row in page.items]
    context = {"page": page, "rows": rows, "tabs": tabs("delegations")}
    return pages.render(request, "orders/approval/delegations.html", context)


@require_http_methods(["GET", "POST"])
def new_delegation(request: HttpRequest) -> HttpResponse:
    """Let somebody else decide for some days."""
    today = dates.business_day(clock.now())
    form = DelegationForm(sent(request), user=request.user, initial={"first_day": today})
    back = reverse("orders:delegation-list")

    def do() -> str:
        operations.delegate(actor=request.user, at=clock.now(), **form.values())
        return back

    if request.method == "POST" and doors.accepted(form, lambda: doors.once(request, do)):
        return pages.leave(request, back, _("Delegated"))
    context = {"form": form, "url": request.path, "dialog_back": back}
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, "orders/approval/_delegation.html", context, status=status)


@require_POST
def end_delegation(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """Take a delegation back."""
    operations.end_delegation(actor=request.user, delegation_id=delegation_id, at=clock.now())
    return pages.leave(request, reverse("orders:delegation-list"), _("Delegation ended"))
