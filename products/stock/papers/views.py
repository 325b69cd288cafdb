"""Papers of the warehouse: the list, one with its lines, a new one, a sheet that is counted, undoing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policies as rights
from common import clock, doors, errors, keyset, masters, navigation, pages
from products.catalogue import queries as catalogue
from products.stock.papers import forms, operations, queries
from products.stock.papers.filters import StockPaperFilter
from products.stock.papers.posting import VERBS

PAGE_SIZE = 50
# as addresses name them -> kind, title, button, what the form says
ENTRIES: dict[str, tuple[str, Any, Any, Any]] = {
    "arrival": (
        "ARRIVAL",
        gettext_lazy("Goods arrival"),
        gettext_lazy("Record arrival"),
        gettext_lazy("Raises what is on hand at once; orders that wait can be promised from it."),
    ),
    "transfer": (
        "TRANSFER",
        gettext_lazy("Transfer"),
        gettext_lazy("Move the goods"),
        gettext_lazy("Only free pieces move; reserved ones stay where they are."),
    ),
    "count": (
        "COUNT",
        gettext_lazy("Stock count"),
        gettext_lazy("Record the count"),
        gettext_lazy("A count below what is reserved lets the reservations of lowest priority go."),
    ),
    "adjustment": (
        "ADJUSTMENT",
        gettext_lazy("Adjustment"),
        gettext_lazy("Adjust stock"),
        gettext_lazy("For breakage, samples and the like; the reason stays with the movement."),
    ),
}


def entries_of(user: Any) -> list[dict[str, Any]]:
    """The papers that a person may make."""
    return [
        {"key": key, "label": title, "url": reverse(f"products:{key}-new")}
        for key, (kind, title, _button, _note) in ENTRIES.items()
        if rights.can(user, VERBS[kind])
    ]


@require_GET
def list_papers(request: HttpRequest) -> HttpResponse:
    """All papers, the newest first, filtered, a page at a time."""
    rights.require(request.user, "stock.view")
    rows = doors.filtered(StockPaperFilter, request.GET, queries.papers(request.user))
    page = keyset.paginate(rows, sorts=queries.SORTS, sort="recent", cursor=request.GET.get("cursor"), size=PAGE_SIZE)
    context = {
        "page": page,
        "rows": page.items,
        "is_narrowed": doors.is_narrowed(request.GET),
        "filter": forms.StockPaperListForm(request.GET),
        "entries": entries_of(request.user),
        "may_count": rights.can(request.user, "stock.count"),
    }
    return pages.render(request, "products/paper/list.html", context, parts=("list",))


@require_GET
def show_paper(request: HttpRequest, number: str) -> HttpResponse:
    """A paper with its lines; a sheet that is being counted with the fields for what is counted."""
    paper = queries.get_paper(actor=request.user, number=number)
    return _draw(request, paper, None)


def _draw(request: HttpRequest, paper: Any, form: Any, status: int = 200) -> HttpResponse:
    lines = queries.lines_of(paper)
    may_act = rights.can(request.user, VERBS[paper.kind])
    is_sheet = paper.state == "SHEET" and may_act
    context = {
        "paper": paper,
        "lines": lines,
        "form": (form or forms.CountedForm(None, lines=lines)) if is_sheet else None,
        "counted": sum(line.counted is not None for line in lines),
        "print_url": navigation.address("orders:stock-paper", paper.number),
        "may_undo": may_act and paper.state == "POSTED",
        "may_audit": rights.can(request.user, "audit.view"),
    }
    return pages.render(request, "products/paper/detail.html", context, status=status)


def _url(paper: Any) -> str:
    return reverse("products:paper-detail", args=[paper.number])


@require_http_methods(["GET", "POST"])
def enter_paper(request: HttpRequest, key: str) -> HttpResponse:
    """A new paper: its form, with more rows when asked, or the call."""
    kind, title, button, note = ENTRIES[key]
    rights.require(request.user, VERBS[kind])
    count = int(request.POST.get("rows", "")) if request.POST.get("rows", "").isdecimal() else forms.FIRST_ROWS
    if "more" in request.POST:
        asked = request.POST.dict()
        form = forms.PaperForm(kind=kind, user=request.user, rows=count + forms.MORE_ROWS, initial=asked)
    elif request.method == "POST":
        form = forms.PaperForm(request.POST, kind=kind, user=request.user, rows=count)
    else:
        product = catalogue.find_by_code(request.user, request.GET.get("product", ""))
        form = forms.PaperForm(kind=kind, user=request.user, initial={"lines-0-product": product})
    if form.is_bound:
        done: list[str] = []
        if doors.accepted(form, lambda: done.append(doors.once(request, lambda: _post(request, kind, form)))):
            return pages.leave(request, done[0], _("Paper posted"))
    context = {"form": form, "url": request.path, "title": _(title), "button": button, "note": note}
    return pages.render(
        request, "products/paper/entry.html", context, parts=("form",), status=422 if form.is_bound else 200
    )


def _post(request: HttpRequest, kind: str, form: Any) -> str:
    try:
        return _url(operations.post_paper(actor=request.user, kind=kind, at=clock.now(), **form.columns()))
    except errors.Invalid as error:
        raise form.named(error) from error


@require_http_methods(["GET", "POST"])
def start_sheet(request: HttpRequest) -> HttpResponse:
    """Begin a count with a sheet."""
    rights.require(request.user, "stock.count")
    form = forms.SheetForm(request.POST or None)
    back: list[str] = [reverse("products:paper-list")]

    def call() -> str:
        return _url(operations.start_sheet(actor=request.user, at=clock.now(), **form.columns()))

    def save() -> None:
        back[0] = doors.once(request, call)

    if request.method == "POST" and doors.accepted(form, save):
        return pages.leave(request, back[0], _("Count begun"))
    context = {"form": form, "title": _("Begin a count"), "shown_version": "", "url": request.path}
    context["dialog_back"] = back[0]
    return pages.dialog(request, "common/master/_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
def save_counts(request: HttpRequest, number: str) -> HttpResponse:
    """Keep what was counted so far, and post the sheet where the button says so."""
    paper = queries.get_paper(actor=request.user, number=number)
    form = forms.CountedForm(request.POST, lines=queries.lines_of(paper))
    is_last = "post" in request.POST

    def save() -> None:
        call = {"actor": request.user, "paper_id": paper.pk, "at": clock.now()}
        seen = operations.enter_counts(counted=form.counted(), version=doors.version_of(request.POST), **call)
        if is_last:
            operations.post_sheet(version=seen.version, **call)

    if doors.accepted(form, save):
        return pages.leave(request, _url(paper), _("Count posted") if is_last else _("Counts saved"))
    return _draw(request, paper, form, status=422)


@require_http_methods(["GET", "POST"])
def add_to_sheet(request: HttpRequest, number: str) -> HttpResponse:
    """Put something on the sheet that lies there."""
    rights.require(request.user, "stock.count")
    paper = queries.get_paper(actor=request.user, number=number)
    form = forms.AddForm(request.POST or None, user=request.user)

    def save(version: int | None) -> Any:
        product = form.cleaned_data["product"]
        return operations.add_to_sheet(
            actor=request.user, paper_id=paper.pk, product_id=product.pk, version=version, at=clock.now()
        )

    title = _("Something more on the sheet")
    return masters.edit(request, form, paper, save, title=title, saved=_("On the sheet"), back=_url(paper))


@require_POST
def drop_sheet(request: HttpRequest, number: str) -> HttpResponse:
    """Give up a sheet."""
    paper = queries.get_paper(actor=request.user, number=number)
    operations.drop_sheet(actor=request.user, paper_id=paper.pk, version=doors.version_of(request.POST), at=clock.now())
    return pages.leave(request, _url(paper), _("Count dropped"))


@require_http_methods(["GET", "POST"])
def undo_paper(request: HttpRequest, number: str) -> HttpResponse:
    """Undo a posted paper by movements the other way."""
    paper = queries.get_paper(actor=request.user, number=number)
    rights.require(request.user, VERBS[paper.kind])
    form = forms.UndoForm(request.POST or None)

    def save(version: int | None) -> Any:
        return operations.undo_paper(
            actor=request.user, paper_id=paper.pk, version=version, at=clock.now(), **form.cleaned_data
        )

    title = _("Undo %(number)s") % {"number": paper.number}
    return masters.edit(request, form, paper, save, title=title, saved=_("Paper undone"), back=_url(paper))
