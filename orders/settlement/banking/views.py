"""Doors of bank statements: the rows, recording those that are certain, deciding about the others."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policies as rights
from common import citations, clock, doors, errors, keyset, pages, typed
from orders.order.doors import sent
from orders.settlement.banking import forms, operations, queries
from orders.settlement.banking.filters import BankLineFilter

PAGE_SIZE = 50
MOST = 200  # picked rows
NEW = "state=NEW"


@require_GET
def list_lines(request: HttpRequest) -> HttpResponse:
    """Rows of bank statements, newest first; without any condition those that wait."""
    asked = request.GET.copy()
    if not asked.keys() & BankLineFilter.base_filters.keys():
        asked["state"] = "NEW"
    chosen = BankLineFilter(asked, queries.list_lines(request.user))
    doors.require_readable(chosen)
    page = keyset.paginate(
        chosen.qs,
        sorts=queries.SORTS,
        sort=request.GET.get("sort") or queries.DEFAULT_SORT,
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    for line in page.items:
        line.best = next(iter(queries.seen(request.user, line.proposal.get("candidates", [])[:1])), None)
    context = {
        "page": page,
        "views": _tabs(asked),
        "kept": [(name, asked[name]) for name in ("state", "is_certain") if name in asked],
        "import_url": reverse("imports:run-list") if rights.can(request.user, "import.run") else "",
    }
    return pages.render(request, "orders/bank/list.html", context, parts=("list",))


def _tabs(params: QueryDict) -> list[dict[str, Any]]:
    base = reverse("orders:bank-list")
    tabs = [
        (pgettext("bank lines", "To record"), NEW),
        (pgettext("bank lines", "Certain"), f"{NEW}&is_certain=true"),
        (_("To be looked at"), f"{NEW}&is_certain=false"),
        (pgettext("bank lines", "Recorded"), "state=RECORDED"),
        (pgettext("bank lines", "Set aside"), "state=ASIDE"),
    ]
    shown = "&".join(f"{name}={params[name]}" for name in ("state", "is_certain") if name in params)
    return [
        {"label": label, "url": f"{base}?{query}", "current": query == shown, "key": str(place)}
        for place, (label, query) in enumerate(tabs, start=1)
    ]


@require_http_methods(["GET", "POST"])
def record_line(request: HttpRequest, bank_line_id: int) -> HttpResponse:
    """Say from whom a row is, and record it as a receipt."""
    line = queries.get_line(request.user, bank_line_id)
    ranked = [vars(one) for one in queries.match_now(line)] if line.state == "NEW" else []
    form = forms.RecordForm(sent(request), candidates=queries.seen(request.user, ranked))

    def record() -> str:
        done = operations.record_line(
            customer_id=form.cleaned_data["customer_id"],
            allocate=form.cleaned_data["allocate"],
            **_entries(request, line),
        )
        return reverse("orders:receipt-detail", args=[done.receipt.number])

    urls: list[str] = []
    if request.method == "POST" and doors.accepted(form, lambda: urls.append(doors.once(request, record))):
        return pages.leave(request, urls[0], _("Receipt recorded"))
    return _dialog(request, "record", line, form)


@require_POST
def record_certain(request: HttpRequest) -> HttpResponse:
    """Record the picked rows as they are proposed, as far as the match is still certain; each has its own result."""
    rights.require(request.user, queries.VERB)
    keys = [key for key in map(typed.read_key, request.POST.getlist("ids")[:MOST]) if key]
    done, failed, several = 0, [], citations.Several()
    for key in keys:
        try:
            operations.record_certain(actor=request.user, line_id=key, at=clock.now())
            done += 1
        except errors.DomainError as error:
            failed.append(f"#{key}: {several.told(error)}")
    words = ngettext("%(n)s receipt recorded", "%(n)s receipts recorded", done) % {"n": done}
    text = " · ".join([words, *failed[:5]])
    return pages.leave(request, reverse("orders:bank-list"), text)


@require_http_methods(["GET", "POST"])
def set_line_aside(request: HttpRequest, bank_line_id: int) -> HttpResponse:
    """Say that a row is no payment of a customer."""
    line = queries.get_line(request.user, bank_line_id)
    form = forms.ReasonForm(sent(request))
    return _ask(
        request,
        "aside",
        line,
        form,
        lambda: operations.set_line_aside(reason=form.cleaned_data["reason"], **_entries(request, line)),
        _("Set aside"),
    )


@require_POST
def take_line_up(request: HttpRequest, bank_line_id: int) -> HttpResponse:
    """A row that was set aside is to be recorded after all."""
    line = queries.get_line(request.user, bank_line_id)
    operations.take_line_up(**_entries(request, line))
    return pages.leave(request, reverse("orders:bank-list"), _("Taken up again"))


def _entries(request: HttpRequest, line: Any) -> dict[str, Any]:
    version = doors.version_of(request.POST)
    return {"actor": request.user, "line_id": line.pk, "version": version, "at": clock.now()}


def _ask(request: HttpRequest, name: str, line: Any, form: Any, call: Callable[[], Any], done: str) -> HttpResponse:
    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, reverse("orders:bank-list"), done)
    return _dialog(request, name, line, form)


def _dialog(request: HttpRequest, name: str, line: Any, form: Any) -> HttpResponse:
    context = {
        "line": line,
        "form": form,
        "url": request.path,
        "version": doors.shown_version(request, line),
        "dialog_back": reverse("orders:bank-list"),
    }
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, f"orders/bank/_{name}.html", context, status=status)
