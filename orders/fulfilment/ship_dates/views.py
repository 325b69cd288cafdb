"""Doors of received ship dates: the list, and the decisions about those that do not settle themselves."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies as rights
from common import clock, doors, keyset, pages
from orders.fulfilment.ship_dates import forms, operations, queries
from orders.fulfilment.ship_dates.filters import WORK, ShipDateFilter, as_shown
from orders.order.doors import sent

PAGE_SIZE = 50
RESOLVE = "ship_date.resolve"
EVERYTHING = "unsettled="


@require_GET
def list_ship_dates(request: HttpRequest) -> HttpResponse:
    """What the company's own software said, newest first; without any condition what is to settle, the work."""
    asked = as_shown(request.GET)
    chosen = ShipDateFilter(asked, queries.list_received(request.user))
    doors.require_readable(chosen)
    page = keyset.paginate(
        chosen.qs,
        sorts=queries.SORTS,
        sort=request.GET.get("sort") or queries.DEFAULT_SORT,
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    queries.describe(request.user, page.items)
    context = {
        "page": page,
        "views": _tabs(asked),
        "kept": [(name, value) for name in ("state", "unsettled") for value in asked.getlist(name)],
        "is_work": asked.get("unsettled") == "true",
        "everything_url": f"{reverse('orders:ship-date-list')}?{EVERYTHING}",
        "may_resolve": rights.can(request.user, RESOLVE),
    }
    return pages.render(request, "orders/ship_date/list.html", context, parts=("list",))


def _tabs(params: QueryDict) -> list[dict[str, Any]]:
    base = reverse("orders:ship-date-list")
    tabs = [
        (_("To settle"), WORK.urlencode()),
        (pgettext("ship dates", "All"), EVERYTHING),
        (_("Pending"), "state=PENDING"),
        (_("In conflict"), "state=CONFLICT"),
        (_("Applied"), "state=APPLIED"),
        (_("Dismissed"), "state=DISMISSED"),
    ]
    asked = {f"state={one}" for one in params.getlist("state")}
    asked |= {WORK.urlencode()} if params.get("unsettled") == "true" else set()
    return [
        {
            "label": label,
            "url": f"{base}?{query}",
            "current": (asked or {EVERYTHING}) == {query},
            "key": str(place),
        }
        for place, (label, query) in enumerate(tabs, start=1)
    ]


@require_http_methods(["GET", "POST"])
def assign_ship_date(request: HttpRequest, received_id: int) -> HttpResponse:
    """Say which document is meant."""
    said = _for_deciding(request, received_id)
    queries.describe(request.user, [said])
    form = forms.AssignForm(sent(request), candidates=said.candidates or _names(said))
    return _ask(
        request,
        "assign",
        said,
        form,
        lambda: operations.assign_ship_date(number=form.cleaned_data["document"], **_entries(request, said)),
        _("Assigned; the document has this ship date now"),
    )


@require_http_methods(["GET", "POST"])
def dismiss_ship_date(request: HttpRequest, received_id: int) -> HttpResponse:
    """Put it aside, with a reason."""
    said = _for_deciding(request, received_id)
    form = forms.ReasonForm(sent(request))
    return _ask(
        request,
        "dismiss",
        said,
        form,
        lambda: operations.dismiss_ship_date(reason=form.cleaned_data["reason"], **_entries(request, said)),
        _("Dismissed"),
    )


@require_http_methods(["GET", "POST"])
def confirm_ship_date(request: HttpRequest, received_id: int) -> HttpResponse:
    """The received date is right, what was entered was not."""
    said = _for_deciding(request, received_id)
    form = forms.NothingForm(sent(request))
    return _ask(
        request,
        "confirm",
        said,
        form,
        lambda: operations.confirm_ship_date(**_entries(request, said)),
        _("Confirmed"),
    )


def _for_deciding(request: HttpRequest, received_id: int) -> Any:
    rights.require(request.user, RESOLVE)
    return queries.get_received(request.user, received_id)  # type: ignore[arg-type]


def _names(said: Any) -> list[str]:
    return [number for number in (said.outbound_number or (said.document and said.document.number),) if number]


def _entries(request: HttpRequest, said: Any) -> dict[str, Any]:
    return {
        "actor": request.user,
        "received_id": said.pk,
        "version": doors.version_of(request.POST),
        "at": clock.now(),
    }


def _ask(request: HttpRequest, name: str, said: Any, form: Any, call: Callable[[], Any], done: str) -> HttpResponse:
    """Draw the dialog, or decide and go back to what waits."""
    back = f"{reverse('orders:ship-date-list')}?unsettled=true"
    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, back, done)
    context = {
        "said": said,
        "version": doors.shown_version(request, said),
        "form": form,
        "url": request.path,
        "dialog_back": back,
    }
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, f"orders/ship_date/_{name}.html", context, status=status)
