"""Doors of acceptance drafts: the list with its calendar, and the moves."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from common import clock, dates, doors, keyset, pages
from orders.order.doors import sent
from orders.settlement import policies
from orders.settlement.drafts import desk, queries
from orders.settlement.drafts.filters import DraftFilter
from orders.settlement.drafts.rights import MOVE

PAGE_SIZE = 50
_KEPT = ("state", "kind", "due_soon", "past_maturity")


@require_GET
def list_drafts(request: HttpRequest) -> HttpResponse:
    """Drafts, what matures first on top, and what matures month by month."""
    today = dates.business_day(clock.now())
    chosen = DraftFilter(request.GET, queries.list_drafts(request.user), today=today)
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
        "views": desk.views(request.GET),
        "kept": [(name, value) for name in _KEPT for value in request.GET.getlist(name)],
        "calendar": queries.calendar(chosen.qs),
        "today": today,
    }
    return pages.render(request, "orders/draft/list.html", context, parts=("list",))


@require_http_methods(["GET", "POST"])
def move_draft(request: HttpRequest, number: str, move: str) -> HttpResponse:
    """Cash, endorse, discount, dishonour, or take that back."""
    draft = queries.get_draft(request.user, number)
    policies.require(request.user, MOVE, draft.receipt.customer)
    shape, operation, done = desk.MOVES[move]
    today = dates.business_day(clock.now())
    day = max(today, draft.maturity_date) if move == "cash" and today < draft.maturity_date else today
    form = shape(sent(request), initial={"day": day})
    back = reverse("orders:receipt-detail", args=[draft.receipt.number])

    def call() -> str:
        operation(
            actor=request.user,
            receipt_id=draft.receipt_id,
            version=doors.version_of(request.POST),
            at=clock.now(),
            **form.cleaned_data,
        )
        return back

    if request.method == "POST" and doors.accepted(form, lambda: doors.once(request, call)):
        return pages.leave(request, back, done())
    context = {
        "draft": draft,
        "form": form,
        "move": move,
        "url": request.path,
        "version": doors.shown_version(request, draft.receipt),
        "dialog_back": back,
    }
    return pages.dialog(request, "orders/draft/_move.html", context, status=422 if request.method == "POST" else 200)
