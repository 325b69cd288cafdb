"""Doors of the dispatch board and of picking lists."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policies as rights
from common import clock, dates, doors, keyset, pages
from orders.fulfilment import queries as documents
from orders.fulfilment.dispatch import desk, forms, operations, paper, queries
from orders.fulfilment.filters import OutboundFilter
from orders.order import policies as order_policies
from orders.order.doors import sent
from orders.printing.doors import as_answer
from orders.printing.operations import print_paper

PAGE_SIZE = 50


def _board_url(request: HttpRequest) -> str:
    """The board as it was narrowed when its button was pressed."""
    kept = QueryDict(mutable=True)
    for name in forms.BoardForm.base_fields:
        if value := request.GET.get(name):
            kept[name] = value
    return reverse("orders:dispatch-board") + (f"?{kept.urlencode()}" if kept else "")


@require_GET
def show_board(request: HttpRequest) -> HttpResponse:
    """What is to leave, day by day, and orders that have no notice yet."""
    rights.require(request.user, documents.policies.VIEW)
    chosen = OutboundFilter(request.GET, documents.list_documents(request.user))
    doors.require_readable(chosen)
    today = dates.business_day(clock.now())
    context = {
        "board": queries.board(request.user, chosen.qs, today),
        "form": forms.BoardForm(request.GET),
        "may_place": rights.can(request.user, operations.PLACE),
        "may_pick": rights.can(request.user, operations.PICK),
        "today": today,
        "with_score": "priority" not in order_policies.hidden_columns(request.user),
        "query": request.GET.urlencode(),
    }
    return pages.render(request, "orders/dispatch/board.html", context, parts=("list",))


@require_POST
def move_document(request: HttpRequest, number: str) -> HttpResponse:
    """Place a notice before or behind its neighbour, or on top."""
    document = documents.get_document_for(request.user, number, operations.PLACE)
    operations.move_document(
        actor=request.user,
        document_id=document.pk,
        to=request.POST.get("to", ""),
        version=doors.version_of(request.POST),
        at=clock.now(),
    )
    return pages.leave(request, _board_url(request), _("Placed"))


@require_http_methods(["GET", "POST"])
def arrange_documents(request: HttpRequest) -> HttpResponse:
    """Another day, mode or carrier for the notices picked."""
    rights.require(request.user, operations.PLACE)
    keys = desk.keys_of((request.POST or request.GET).getlist("ids"))
    form = forms.ArrangeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        outcome = desk.arrange(request.user, keys, form.changes(), clock.now())
        level = "err" if outcome.refused else "ok"
        return pages.leave(request, _board_url(request), outcome.words, level)
    context = {"form": form, "keys": keys, "url": request.get_full_path(), "dialog_back": _board_url(request)}
    return pages.dialog(request, "orders/dispatch/_arrange.html", context, status=422 if form.errors else 200)


@require_POST
def start_wave(request: HttpRequest) -> HttpResponse:
    """A picking list for the notices picked."""
    keys = desk.keys_of(request.POST.getlist("ids"))

    def start() -> str:
        wave = operations.start_wave(actor=request.user, document_ids=keys, at=clock.now())
        return reverse("orders:picking-detail", args=[wave.number])

    return pages.leave(request, doors.once(request, start), _("Picking list written"))


@require_GET
def list_waves(request: HttpRequest) -> HttpResponse:
    """Picking lists, newest first."""
    page = keyset.paginate(
        queries.list_waves(request.user),
        sorts=queries.SORTS,
        sort=queries.DEFAULT_SORT,
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    return pages.render(request, "orders/picking/list.html", {"page": page}, parts=("list",))


@require_GET
def show_wave(request: HttpRequest, number: str) -> HttpResponse:
    """One picking list: its documents, and what is still to be picked."""
    wave = queries.get_wave(request.user, number)
    found = queries.documents_of(request.user, wave)
    context = {
        "wave": wave,
        "documents": found,
        "picks": queries.picks(wave, found),
        "may_pick": rights.can(request.user, operations.PICK),
        "may_place_goods": rights.can(request.user, "stock.transfer"),
    }
    return pages.render(request, "orders/picking/detail.html", context)


@require_GET
def show_paper(request: HttpRequest, number: str) -> HttpResponse:
    """The picking list as PDF, in the browser."""
    wave = queries.get_wave(request.user, number)
    language = request.GET.get("language", "")
    printed = print_paper(actor=request.user, kind=paper.KIND, subject_id=wave.pk, language=language, at=clock.now())
    return as_answer(printed, inline=True)


@require_POST
def leave_wave(request: HttpRequest, number: str) -> HttpResponse:
    """Take a notice off its picking list."""
    document = documents.get_document_for(request.user, number, operations.PICK)
    wave = document.wave
    operations.leave_wave(actor=request.user, document_id=document.pk, at=clock.now())
    back = reverse("orders:picking-detail", args=[wave.number]) if wave and wave.documents.exists() else None
    return pages.leave(request, back or reverse("orders:dispatch-board"), _("Taken off the picking list"))
