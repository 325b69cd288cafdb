"""Doors of doubts and of orders that are set aside: the lists, and the dialogs on an order's page."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common import clock, doors, keyset, pages
from orders.doubts import forms, operations, policies, queries
from orders.doubts.filters import DoubtFilter, SetAsideFilter
from orders.order import policies as order_policies
from orders.order import queries as orders
from orders.order.doors import order_of, order_url, sent

PAGE_SIZE = 50


@require_GET
def list_doubts(request: HttpRequest) -> HttpResponse:
    """Doubts that are not closed; what is asked of oneself first of all."""
    asked = request.GET.copy()
    if not asked.keys() & DoubtFilter.base_filters.keys():
        asked["open"] = "true"
    chosen = DoubtFilter(asked, queries.list_doubts(request.user))
    doors.require_readable(chosen)
    page = keyset.paginate(
        chosen.qs, sorts=queries.SORTS, sort=queries.DEFAULT_SORT, cursor=request.GET.get("cursor"), size=PAGE_SIZE
    )
    context = {"page": page, "views": _tabs(request, asked.dict()), "today": clock.now()}
    return pages.render(request, "orders/doubt/list.html", context, parts=("list",))


@require_GET
def list_set_aside(request: HttpRequest) -> HttpResponse:
    """The orders that the first screening, or a person, set aside."""
    rows = doors.filtered(SetAsideFilter, request.GET, queries.list_set_aside(request.user))
    page = keyset.paginate(
        rows, sorts=queries.SORTS, sort=queries.DEFAULT_SORT, cursor=request.GET.get("cursor"), size=PAGE_SIZE
    )
    context = {"page": page, "views": _tabs(request, {"aside": "1"})}
    return pages.render(request, "orders/doubt/set_aside.html", context, parts=("aside",))


def _tabs(request: HttpRequest, asked: dict[str, Any]) -> list[dict[str, Any]]:
    base, aside = reverse("orders:doubt-list"), reverse("orders:set-aside-list")
    mine = request.user.get_username()
    tabs = [
        (pgettext("doubts", "Open"), "open=true", {"open": "true"}),
        (_("Asked of me"), f"open=true&asked_to={mine}", {"open": "true", "asked_to": mine}),
        (_("Asked by me"), f"open=true&asked_by={mine}", {"open": "true", "asked_by": mine}),
        (pgettext("doubts", "Closed"), "state=CLOSED", {"state": "CLOSED"}),
    ]
    shown = {name: value for name, value in asked.items() if name != "cursor"}
    found = [{"label": label, "url": f"{base}?{query}", "current": shown == wanted} for label, query, wanted in tabs]
    return [*found, {"label": _("Orders set aside"), "url": aside, "current": "aside" in asked}]


@require_http_methods(["GET", "POST"])
def ask_doubt(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask about an order, a line, a field."""
    order = order_of(request, reference)
    order_policies.require(request.user, policies.ASK, order)  # type: ignore[arg-type]
    initial = {name: request.GET.get(name) for name in ("line_no", "field") if request.GET.get(name)}
    form = forms.AskForm(sent(request), order=order, lines=orders.lines_of(order), initial=initial)

    def ask() -> str:
        data = form.cleaned_data
        operations.ask_doubt(
            actor=request.user,  # type: ignore[arg-type]
            order_id=order.pk,
            text=data["text"],
            line_no=data["line_no"],
            field=data["field"],
            person_id=data["person"],
            at=clock.now(),
        )
        return order_url(order)

    if request.method == "POST" and doors.accepted(form, lambda: doors.once(request, ask)):
        return pages.leave(request, order_url(order), _("Question asked"))
    return _dialog(request, "ask", order, form)


@require_http_methods(["GET", "POST"])
def answer_doubt(request: HttpRequest, doubt_id: int) -> HttpResponse:
    """Answer a doubt."""
    doubt = queries.get_doubt(actor=request.user, doubt_id=doubt_id)  # type: ignore[arg-type]
    form = forms.AnswerForm(sent(request), initial={"answer": doubt.answer})

    def answer() -> None:
        operations.answer_doubt(doubt_id=doubt_id, answer=form.cleaned_data["answer"], **_entries(request))

    if request.method == "POST" and doors.accepted(form, answer):
        return pages.leave(request, order_url(doubt.order), _("Answered"))
    return _dialog(request, "answer", doubt.order, form, doubt=doubt, version=doors.shown_version(request, doubt))


@require_POST
def close_doubt(request: HttpRequest, doubt_id: int) -> HttpResponse:
    """The doubt is cleared."""
    return _do(request, doubt_id, operations.close_doubt, _("Closed"))


@require_POST
def reopen_doubt(request: HttpRequest, doubt_id: int) -> HttpResponse:
    """Ask again."""
    return _do(request, doubt_id, operations.reopen_doubt, _("Asked again"))


@require_http_methods(["GET", "POST"])
def set_order_aside(request: HttpRequest, reference: str) -> HttpResponse:
    """Put a draft aside, with a reason."""
    order = order_of(request, reference)
    order_policies.require(request.user, policies.SCREEN, order)  # type: ignore[arg-type]
    form = forms.ReasonForm(sent(request))
    if request.method == "POST" and doors.accepted(
        form,
        lambda: operations.set_order_aside(
            actor=request.user,  # type: ignore[arg-type]
            order_id=order.pk,
            reason=form.cleaned_data["reason"],
            at=clock.now(),
        ),
    ):
        return pages.leave(request, order_url(order), _("Set aside"))
    return _dialog(request, "set_aside", order, form, version=doors.shown_version(request, order))


@require_http_methods(["GET", "POST"])
def release_order(request: HttpRequest, reference: str) -> HttpResponse:
    """Let an order that was set aside go on."""
    order = order_of(request, reference)
    order_policies.require(request.user, policies.SCREEN, order)  # type: ignore[arg-type]
    form = forms.NoteForm(sent(request))
    if request.method == "POST" and doors.accepted(
        form,
        lambda: operations.release_order(
            actor=request.user,  # type: ignore[arg-type]
            order_id=order.pk,
            note=form.cleaned_data["note"],
            at=clock.now(),
        ),
    ):
        return pages.leave(request, order_url(order), _("Released"))
    return _dialog(request, "release", order, form, version=doors.shown_version(request, order))


def _do(request: HttpRequest, doubt_id: int, operation: Callable[..., Any], done: str) -> HttpResponse:
    doubt = operation(doubt_id=doubt_id, **_entries(request))
    return pages.leave(request, order_url(doubt.order), done)


def _entries(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "version": doors.version_of(request.POST), "at": clock.now()}


def _dialog(request: HttpRequest, name: str, order: Any, form: Any, **more: Any) -> HttpResponse:
    context = {"order": order, "form": form, "url": request.path, "dialog_back": order_url(order), **more}
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, f"orders/doubt/_{name}.html", context, status=status)
