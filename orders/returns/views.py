"""Doors of returns: list, page, announcing one from its order, and the verbs."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common import clock, dates, doors, errors, keyset, pages
from orders.fulfilment import queries as outbound
from orders.order import policies as order_policies
from orders.order.controls import Look, buttons
from orders.order.doors import order_of, order_url, sent
from orders.returns import forms, operations, policies, queries, refunds
from orders.returns.filters import ReturnFilter
from orders.returns.states import Status

PAGE_SIZE = 50
_LOOKS = {
    "return.approve": Look("check2", "post"),
    "return.receive": Look("box-seam"),
    "return.settle": Look("clipboard-check"),
    "return.exchange": Look("arrow-repeat"),
    "return.refund": Look("cash-coin"),
    "return.unrefund": Look("arrow-counterclockwise", is_grave=True),
    "return.unsettle": Look("arrow-counterclockwise", is_grave=True),
    "return.unreceive": Look("arrow-counterclockwise", is_grave=True),
    "return.void": Look("x-circle", is_grave=True),
}


def url_of(document: Any) -> str:
    """The page of a return."""
    return reverse("orders:return-detail", args=[document.number])


@require_GET
def list_returns(request: HttpRequest) -> HttpResponse:
    """Returns, newest first."""
    chosen = ReturnFilter(request.GET, queries.list_returns(request.user))
    doors.require_readable(chosen)
    page = keyset.paginate(
        chosen.qs, sorts=queries.SORTS, sort=queries.DEFAULT_SORT, cursor=request.GET.get("cursor"), size=PAGE_SIZE
    )
    context = {"page": page, "views": _tabs(request), "state": request.GET.getlist("status")}
    return pages.render(request, "orders/return/list.html", context, parts=("list",))


def _tabs(request: HttpRequest) -> list[dict[str, Any]]:
    base = reverse("orders:return-list")
    tabs = [
        (pgettext("returns", "All"), ""),
        (_("To approve"), "status=DRAFT"),
        (_("To inspect"), "status=APPROVED"),
        (_("To decide"), "status=RECEIVED"),
        (_("Refund due"), "refund_due=true"),
        (pgettext("returns", "Settled"), "status=SETTLED"),
    ]
    asked = "&".join(
        f"{name}={value}" for name in ("status", "refund_due") for value in request.GET.getlist(name) if value
    )
    return [
        {"label": label, "url": f"{base}?{query}" if query else base, "current": asked == query, "key": str(place)}
        for place, (label, query) in enumerate(tabs, start=1)
    ]


@require_GET
def show_return(request: HttpRequest, number: str) -> HttpResponse:
    """One return with its lines and what may be done to it."""
    document = queries.get_return(request.user, number)
    found = buttons(
        queries.possible_verbs(request.user, document),
        _LOOKS,
        lambda verb: reverse(f"orders:return-{verb.removeprefix('return.')}", args=[document.number]),
    )
    primary = next((one for one in found.values() if one.allowed and not one.is_grave), None)
    context = {
        "document": document,
        "lines": queries.lines_of(document),
        "reversals": queries.reversals_of(document),
        "refunds": refunds.of(document),
        "with_amounts": policies.sees_amounts(request.user),
        "actions": {"primary": primary, "others": [one for one in found.values() if one is not primary]},
        "order_url": order_url(document.order),
    }
    return pages.render(request, "orders/return/detail.html", context)


@require_http_methods(["GET", "POST"])
def announce_return(request: HttpRequest, reference: str) -> HttpResponse:
    """Goods of the order are to come back."""
    order = order_of(request, reference)
    order_policies.require(request.user, policies.DRAFT, order)
    form = forms.AnnounceForm(sent(request), lines=queries.returnable_lines(order))
    made: list[str] = []

    def announce() -> None:
        def call() -> str:
            document = operations.draft_return(actor=request.user, order_id=order.pk, at=clock.now(), **form.columns())
            return url_of(document)

        made.append(doors.once(request, call))

    if request.method == "POST" and doors.accepted(form, announce):
        return pages.leave(request, made[0], _("Return written"))
    context = {"order": order, "form": form, "url": request.path, "dialog_back": order_url(order)}
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, "orders/return/_new.html", context, status=status)


@require_POST
def approve_return(request: HttpRequest, number: str) -> HttpResponse:
    """The goods may come back."""
    document = queries.get_return(request.user, number)
    operations.approve_return(
        actor=request.user, return_id=document.pk, version=doors.version_of(request.POST), at=clock.now()
    )
    return pages.leave(request, url_of(document), _("Return approved"))


@require_http_methods(["GET", "POST"])
def receive_return(request: HttpRequest, number: str) -> HttpResponse:
    """What came, and how it was found."""
    document = _opened(request, number, policies.RECEIVE, Status.APPROVED)
    initial = {"received_date": dates.business_day(clock.now())}
    form = forms.ReceiveForm(sent(request), lines=queries.lines_of(document), initial=initial)
    return _ask(request, document, "_receive", form, operations.receive_return, form.columns, _("Goods received"))


@require_http_methods(["GET", "POST"])
def settle_return(request: HttpRequest, number: str) -> HttpResponse:
    """What the customer gets."""
    document = _opened(request, number, policies.SETTLE, Status.RECEIVED)
    form = forms.SettleForm(sent(request), lines=queries.lines_of(document))
    return _ask(request, document, "_settle", form, operations.settle_return, form.columns, _("Decided"))


@require_http_methods(["GET", "POST"])
def void_return(request: HttpRequest, number: str) -> HttpResponse:
    """The goods do not come back."""
    document = queries.get_return(request.user, number)
    policies.require(request.user, policies.DRAFT, document)
    form = forms.VoidForm(sent(request))
    return _ask(
        request, document, "_void", form, operations.void_return, lambda: form.cleaned_data, _("The return is void")
    )


@require_http_methods(["GET", "POST"])
def unsettle_return(request: HttpRequest, number: str) -> HttpResponse:
    """The decision was recorded by mistake."""
    document = _opened(request, number, policies.REVERSE, Status.SETTLED)
    form = forms.VoidForm(sent(request))
    taken = operations.unsettle_return
    return _ask(request, document, "_unsettle", form, taken, lambda: form.cleaned_data, _("Decision taken back"))


@require_http_methods(["GET", "POST"])
def unreceive_return(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt was recorded by mistake."""
    document = _opened(request, number, policies.REVERSE, Status.RECEIVED)
    form = forms.VoidForm(sent(request))
    taken = operations.unreceive_return
    return _ask(request, document, "_unreceive", form, taken, lambda: form.cleaned_data, _("Receipt taken back"))


@require_http_methods(["GET", "POST"])
def reverse_refund(request: HttpRequest, number: str) -> HttpResponse:
    """The refund was recorded by mistake."""
    document = _opened(request, number, policies.REFUND, Status.SETTLED)
    form = forms.VoidForm(sent(request))
    taken = operations.reverse_refund
    return _ask(request, document, "_unrefund", form, taken, lambda: form.cleaned_data, _("Refund taken back"))


@require_http_methods(["GET", "POST"])
def refund_return(request: HttpRequest, number: str) -> HttpResponse:
    """Pay the money back, or leave it on the account."""
    document = queries.get_return(request.user, number)
    policies.require(request.user, policies.REFUND, document)
    form = forms.RefundForm(sent(request), initial={"paid_date": dates.business_day(clock.now())})
    document.outlook = refunds.outlook(document, document.lines.all())  # type: ignore[attr-defined]
    return _ask(
        request, document, "_refund", form, operations.settle_refund, lambda: form.cleaned_data, _("Refund recorded")
    )


@require_http_methods(["GET", "POST"])
def write_exchange(request: HttpRequest, number: str) -> HttpResponse:
    """The order of another product that replaces what came back."""
    document = queries.get_return(request.user, number)
    policies.require(request.user, policies.DRAFT, document)
    replaced = sum((one.replaced for one in document.lines.all()), Decimal(0))
    form = forms.ExchangeForm(sent(request), user=request.user, initial={"quantity": replaced.normalize()})
    return _ask(
        request,
        document,
        "_exchange",
        form,
        operations.write_exchange_order,
        lambda: {"lines": form.lines()},
        _("Exchange order written"),
    )


@require_http_methods(["GET", "POST"])
def reship_loss(request: HttpRequest, reference: str, number: str, line_no: int) -> HttpResponse:
    """Pieces lost on the way are shipped again."""
    order = order_of(request, reference)
    order_policies.require(request.user, policies.SETTLE, order)
    document = outbound.get_document(request.user, number)
    losses = queries.losses_of(order)
    mine = next((one for one in losses if one.document_id == document.pk and one.of.line_no == line_no), None)
    if mine is None:
        raise errors.NotFound()
    form = forms.LossForm(sent(request), initial={"quantity": mine.left.normalize()})  # type: ignore[attr-defined]
    if request.method == "POST" and doors.accepted(
        form,
        lambda: operations.reship_loss(
            actor=request.user,
            document_id=document.pk,
            order=order.reference,
            line_no=line_no,
            quantity=form.cleaned_data["quantity"],
            version=doors.version_of(request.POST),
            at=clock.now(),
        ),
    ):
        return pages.leave(request, order_url(order), _("Shipped again"))
    context = {"order": order, "mine": mine, "form": form, "url": request.path, "dialog_back": order_url(order)}
    context["version"] = doors.shown_version(request, document)
    return pages.dialog(request, "orders/return/_loss.html", context, status=422 if request.method == "POST" else 200)


def _opened(request: HttpRequest, number: str, verb: str, status: Status) -> Any:
    """The return, for who may do ``verb`` to it while it is in ``status``: before a form of it is drawn."""
    document = queries.get_return(request.user, number)
    policies.require(request.user, verb, document)
    if document.status != status and request.method == "GET":
        words = _("The return is %(state)s.") % {"state": document.get_status_display()}
        raise errors.WrongState(words, status=document.status)
    return document


def _ask(
    request: HttpRequest,
    document: Any,
    template: str,
    form: Any,
    operation: Callable[..., Any],
    entries: Callable[[], dict[str, Any]],
    done: str,
) -> HttpResponse:
    """A question about a return, with the version that it is asked of."""

    def call() -> None:
        operation(
            actor=request.user,
            return_id=document.pk,
            version=doors.version_of(request.POST),
            at=clock.now(),
            **entries(),
        )

    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, url_of(document), done)
    context = {
        "document": document,
        "version": doors.shown_version(request, document),
        "form": form,
        "url": request.path,
        "dialog_back": url_of(document),
    }
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, f"orders/return/{template}.html", context, status=status)
