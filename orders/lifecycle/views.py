"""Doors of the verbs that move one order along its ladder or freeze it."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common import clock, doors, pages
from orders.checking import queries as checking
from orders.checking.forms import VerifyForm
from orders.lifecycle import operations, questions
from orders.order import policies
from orders.order import queries as orders
from orders.order.doors import order_of, order_url, sent, undo_submission


@require_POST
def submit_order(request: HttpRequest, reference: str) -> HttpResponse:
    """Submit for approval; a type that needs none takes effect at once."""
    order = order_of(request, reference)
    order = operations.submit_order(
        actor=request.user, order_id=order.pk, version=doors.version_of(request.POST), at=clock.now()
    )
    words = _("Submitted for approval: %(number)s") % {"number": order.number}
    return pages.leave(request, order_url(order), words, undo=undo_submission(order))


@require_POST
def withdraw_order(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a submission back into the draft."""
    order = order_of(request, reference)
    order = operations.withdraw_order(
        actor=request.user, order_id=order.pk, version=doors.version_of(request.POST), at=clock.now()
    )
    return pages.leave(request, order_url(order), _("Withdrawn; it is a draft again"))


@require_POST
def approve_order(request: HttpRequest, reference: str) -> HttpResponse:
    """Approve what was submitted, as it stood."""
    order = order_of(request, reference)
    order = operations.approve_order(
        actor=request.user, order_id=order.pk, version=doors.version_of(request.POST), at=clock.now()
    )
    return pages.leave(request, order_url(order), _("Approved: %(number)s") % {"number": order.number})


@require_POST
def unfreeze_order(request: HttpRequest, reference: str, line_no: int | None = None) -> HttpResponse:
    """Lift the freeze of an order, or of one of its lines."""
    order = order_of(request, reference)
    lines = () if line_no is None else (line_no,)
    order = operations.unfreeze_order(
        actor=request.user, order_id=order.pk, line_nos=lines, version=doors.version_of(request.POST), at=clock.now()
    )
    return pages.leave(request, order_url(order), _("The freeze was lifted"))


@require_POST
def archive_order(request: HttpRequest, reference: str) -> HttpResponse:
    """Put a closed and settled order away."""
    order = order_of(request, reference)
    order = operations.archive_order(
        actor=request.user, order_id=order.pk, version=doors.version_of(request.POST), at=clock.now()
    )
    return pages.leave(request, order_url(order), _("Archived: %(number)s") % {"number": order.number})


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, reference: str, verb: str, line_no: int | None = None) -> HttpResponse:
    """Ask for what a verb needs (a reason, days, lines) and do it."""
    order = order_of(request, reference)
    question = questions.QUESTIONS[verb]
    form = question.form(sent(request))

    def do() -> None:
        version = doors.version_of(request.POST)
        question.do(request.user, order, form.cleaned_data, line_no, version, clock.now())

    if request.method == "POST" and doors.accepted(form, do):
        return pages.leave(request, order_url(order), question.done())
    context = {
        **question.words(order, line_no),
        "form": form,
        "version": doors.shown_version(request, order),
        "url": request.path,
        "dialog_back": order_url(order),
    }
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, "orders/order/_ask.html", context, status=status)


@require_http_methods(["GET", "POST"])
def verify_order(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer the checklist for a submitted order."""
    order = order_of(request, reference)
    policies.require(request.user, "order.verify", order)
    line_nos = [line.line_no for line in orders.lines_of(order)]
    form = VerifyForm(sent(request), points=checking.points(), line_nos=line_nos)

    def verify() -> None:
        operations.verify_order(
            actor=request.user,
            order_id=order.pk,
            answers=form.answers(),
            note=form.cleaned_data["note"],
            sends_back=form.cleaned_data["sends_back"],
            version=doors.version_of(request.POST),
            at=clock.now(),
        )

    if request.method == "POST" and doors.accepted(form, verify):
        is_right = all(answer.is_ok for answer in form.answers())
        words = _("Verified: %(number)s") if is_right else _("Recorded what is not right in %(number)s")
        return pages.leave(request, order_url(order), words % {"number": order.number}, "ok" if is_right else "wrn")
    context = {
        "order": order,
        "form": form,
        "version": doors.shown_version(request, order),
        "url": request.path,
        "dialog_back": order_url(order),
    }
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, "orders/checking/_verify.html", context, status=status)
