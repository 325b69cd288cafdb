"""Doors of frame agreements: list, page, head and lines, putting in force and ending."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import policies as rights
from common import clock, dates, doors, keyset, masters, pages, typed
from customers import queries as customers
from orders.agreements import forms, operations, policies, queries, states
from orders.agreements.filters import AgreementFilter
from orders.agreements.states import Move, Status
from orders.order.doors import sent

PAGE_SIZE = 50
_GLYPHS = {Status.DRAFT: "draft", Status.ACTIVE: "active", Status.ENDED: "closed"}


def url_of(agreement: Any) -> str:
    """The page of an agreement."""
    return reverse("orders:agreement-detail", args=[agreement.number])


def _glyph(agreement: Any) -> str:
    return _GLYPHS[Status(agreement.status)]


@require_safe
def list_agreements(request: HttpRequest) -> HttpResponse:
    """Frame agreements, those that end last first."""
    found = doors.filter_of(AgreementFilter, request.GET, queries.list_agreements(request.user))
    page = keyset.paginate(
        found.qs,
        sorts=queries.SORTS,
        sort=request.GET.get("sort") or queries.DEFAULT_SORT,
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    today = dates.business_day(clock.now())
    context = {
        "page": page,
        "rows": [(one, _glyph(one), one.status == Status.ACTIVE and one.valid_until < today) for one in page.items],
        "may_edit": rights.can(request.user, "agreement.edit"),
    }
    return pages.render(request, "orders/agreement/list.html", context, parts=("list",))


@require_safe
def show_agreement(request: HttpRequest, number: str) -> HttpResponse:
    """One agreement with what was called off of each line and by which orders."""
    agreement = queries.get_agreement(actor=request.user, number=number)
    today = dates.business_day(clock.now())
    may_decide = policies.can(request.user, "agreement.decide", agreement)
    moves = [move for origin, move in states.MOVES if origin == agreement.status]
    context = {
        "agreement": agreement,
        "glyph": _glyph(agreement),
        "is_over": agreement.status == Status.ACTIVE and agreement.valid_until < today,
        "lines": queries.called_lines(request.user, agreement),
        "may_edit": policies.may_change(request.user, agreement),
        "moves": [(move, f"orders:agreement-{move}") for move in moves] if may_decide else [],
        "may_order": states.holds_on(agreement.status, agreement.valid_from, agreement.valid_until, today)
        and rights.can(request.user, "order.create"),
    }
    return pages.render(request, "orders/agreement/detail.html", context)


@require_http_methods(["GET", "POST"])
def new_agreement(request: HttpRequest) -> HttpResponse:
    """Write an agreement: its head; lines are added on its page."""
    rights.require(request.user, "agreement.edit")
    initial: dict[str, Any] = {"valid_from": dates.business_day(clock.now())}
    if customer_id := typed.read_key(request.GET.get("customer")):
        initial["customer"] = customer_id
        initial["customer_name"] = customers.label(actor=request.user, customer_id=customer_id)
    form = forms.HeadForm(sent(request), initial=initial)
    made: list[str] = []

    def call() -> str:
        customer_id = form.cleaned_data["customer"]
        at = clock.now()
        return url_of(
            operations.create_agreement(actor=request.user, customer_id=customer_id, values=form.values(), at=at)
        )

    if request.method == "POST" and doors.accepted(form, lambda: made.append(doors.once(request, call))):
        return pages.leave(request, made[0], _("Agreement written; add its lines"))
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "orders/agreement/new.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def edit_agreement(request: HttpRequest, number: str) -> HttpResponse:
    """Change the head."""
    agreement = queries.get_agreement(actor=request.user, number=number)
    policies.require(request.user, "agreement.edit", agreement)
    initial = {name: getattr(agreement, name) for name in operations.HEAD}
    initial["currency"] = agreement.currency_id
    form = forms.HeadForm(sent(request), initial=initial, is_new=False)

    def save(version: int | None) -> Any:
        call = {"agreement_id": agreement.pk, "version": version, "values": form.values(), "at": clock.now()}
        return operations.change_agreement(actor=request.user, **call)

    title = _("Change %(number)s") % {"number": agreement.number}
    return masters.edit(request, form, agreement, save, title=title, saved=_("Saved"), back=url_of(agreement))


@require_http_methods(["GET", "POST"])
def save_line(request: HttpRequest, number: str, line_no: int = 0) -> HttpResponse:
    """A product of the agreement: add it (line 0) or change it."""
    agreement = queries.get_agreement(actor=request.user, number=number)
    policies.require(request.user, "agreement.edit", agreement)
    initial: dict[str, Any] = {}
    if line_no:
        line = queries.line_of(agreement, line_no)
        initial = {name: getattr(line, name) for name in ("product", "price", "quantity", "amount", "notes")}
        plain = {name: f"{initial[name].normalize():f}" for name in ("price", "quantity", "amount") if initial[name]}
        initial |= plain
    form = forms.LineForm(sent(request), user=request.user, initial=initial)

    def save(version: int | None) -> Any:
        call = {"agreement_id": agreement.pk, "version": version, "at": clock.now()}
        return operations.save_line(actor=request.user, line_no=line_no or None, entered=form.entered(), **call)

    title = _("Line %(line)s") % {"line": line_no} if line_no else _("Add a product")
    return masters.edit(request, form, agreement, save, title=title, saved=_("Line saved"), back=url_of(agreement))


@require_http_methods(["GET", "POST"])
def remove_line(request: HttpRequest, number: str, line_no: int) -> HttpResponse:
    """Take a line away that no order called off."""
    agreement = queries.get_agreement(actor=request.user, number=number)
    policies.require(request.user, "agreement.edit", agreement)
    form = forms.ConfirmForm(sent(request))

    def save(version: int | None) -> Any:
        call = {"agreement_id": agreement.pk, "line_no": line_no, "version": version, "at": clock.now()}
        return operations.remove_line(actor=request.user, **call)

    title = _("Remove line %(line)s?") % {"line": line_no}
    return masters.edit(request, form, agreement, save, title=title, saved=_("Line removed"), back=url_of(agreement))


_TITLES = {
    Move.ACTIVATE: lambda: _("Put %(number)s in force? Orders of the customer take its prices from then on."),
    Move.END: lambda: _("End %(number)s? New orders do not take its prices any more."),
    Move.RESUME: lambda: _("Resume %(number)s?"),
}


@require_http_methods(["GET", "POST"])
def move_agreement(request: HttpRequest, number: str, move: str) -> HttpResponse:
    """Put it in force, end or resume it."""
    agreement = queries.get_agreement(actor=request.user, number=number)
    policies.require(request.user, "agreement.decide", agreement)
    wanted = Move(move)
    form = (forms.EndForm if wanted == Move.END else forms.ConfirmForm)(sent(request))

    def save(version: int | None) -> Any:
        call = {"agreement_id": agreement.pk, "move": wanted, "version": version, "at": clock.now()}
        return operations.move_agreement(actor=request.user, reason=form.cleaned_data.get("reason", ""), **call)

    title = _TITLES[wanted]() % {"number": agreement.number}
    return masters.edit(request, form, agreement, save, title=title, saved=_("Done"), back=url_of(agreement))
