"""Doors of what is done to a requirement."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common import clock, dates, doors, errors, pages
from orders.order.doors import sent
from products.buying import queries as buying
from tasks.requirements import desk, foreseeing, forms, operations, policies, queries
from tasks.requirements.forms import AcceptForm


@require_POST
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask the department for it."""
    return _do(request, reference, operations.ask_requirement, _("Asked for"))


@require_POST
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    """It is a draft again."""
    return _do(request, reference, operations.take_back_requirement, _("Taken back"))


@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, reference: str) -> HttpResponse:
    """So much of every line, on a day."""
    found = _answered(request, reference)
    form = AcceptForm(sent(request), lines=queries.lines_of(found), today=_today())

    def call(**given: Any) -> None:
        try:
            operations.accept_requirement(answers=form.answers(), reason=form.cleaned_data["reason"], **given)
        except errors.Invalid as error:
            error.fields = {form.name_of(name): texts for name, texts in error.fields.items()}
            raise

    return _ask(request, found, "_accept", form, call, _("Accepted"))


@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, reference: str) -> HttpResponse:
    """Say no to all of it."""
    found, form = _answered(request, reference), forms.ReasonForm(sent(request))
    return _ask(request, found, "_refuse", form, _with(operations.refuse_requirement, form), _("Refused"))


@require_http_methods(["GET", "POST"])
def finish(request: HttpRequest, reference: str) -> HttpResponse:
    """The rest will not come."""
    found, form = _answered(request, reference), forms.ReasonForm(sent(request))
    return _ask(request, found, "_finish", form, _with(operations.finish_requirement, form), _("Ended"))


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, reference: str) -> HttpResponse:
    """Give it up; what hangs on it is shown before."""
    found, form = queries.get_requirement(request.user, reference), forms.ReasonForm(sent(request))
    if not policies.can_ask(request.user, found):
        policies.require_answer(request.user, found)
    more = {"hanging": foreseeing.shortage(request.user, found, _today())}
    call = _with(operations.cancel_requirement, form)
    return _ask(request, found, "_cancel", form, call, _("Cancelled"), more)


@require_http_methods(["GET", "POST"])
def supplier(request: HttpRequest, reference: str) -> HttpResponse:
    """What is still to come is bought from another supplier."""
    found, form = _answered(request, reference), forms.SupplierForm(sent(request))

    def call(**given: Any) -> None:
        data = form.cleaned_data
        days = queries.days_for(found, data["planned_date"])
        operations.change_supplier(supplier_id=data["supplier"], reason=data["reason"], days=days, **given)

    return _ask(request, found, "_supplier", form, call, _("Supplier changed"))


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, reference: str, line_id: int) -> HttpResponse:
    """Another day: first what it does to promises is shown, then it is done."""
    found, line = _line(request, reference, line_id)
    first = {"planned_date": line.planned_date, "accepted": line.accepted.normalize()}
    form = forms.MoveForm(sent(request), initial=first)
    more: dict[str, Any] = {"line": line}
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["planned_date"]
        more |= {"shown": day.isoformat(), "is_previewed": True}
        more["consequences"] = foreseeing.consequences(request.user, line, day, _today())
        if request.POST.get("shown") != day.isoformat():  # nobody moves what he did not see
            return _dialog(request, found, "_move", form, more, 200)
    call = _with(operations.move_day, form, line_id=line_id)
    return _ask(request, found, "_move", form, call, _("The day was moved"), more)


@require_http_methods(["GET", "POST"])
def remedy(request: HttpRequest, reference: str, line_id: int) -> HttpResponse:
    """Overtime or another supplier, so that goods come in time."""
    found, line = _line(request, reference, line_id)
    options = foreseeing.remedies(line, _today())
    form = forms.RemedyForm(sent(request), found=options)

    def call(**given: Any) -> None:
        chosen = form.cleaned_data["remedy"]
        token = request.POST.get(f"token-{chosen}", "")
        operations.take_remedy(line_id=line_id, remedy=chosen, token=token, **given)

    chosen = form["remedy"].value() or next((one.key for one in options), "")
    more = {
        "line": line,
        "options": options,
        "may_see": buying.may_see(request.user),
        "chosen": chosen,
        "hanging": foreseeing.consequences(request.user, line, None, _today()),
    }
    return _ask(request, found, "_remedy", form, call, _("Done as chosen"), more)


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, reference: str, line_id: int) -> HttpResponse:
    """The supplier, or who makes it, confirmed a day."""
    found, line = _line(request, reference, line_id)
    initial = {"planned_date": line.planned_date, "reference": line.reference}
    form = forms.ConfirmForm(sent(request), initial=initial)
    call = _with(operations.confirm_day, form, line_id=line_id)
    return _ask(request, found, "_confirm", form, call, _("Confirmed"), {"line": line})


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, reference: str, line_id: int) -> HttpResponse:
    """Nothing more of a line will come."""
    found, line = _line(request, reference, line_id)
    form = forms.ReasonForm(sent(request))
    more = {"line": line, "hanging": foreseeing.consequences(request.user, line, None, _today())}
    return _ask(request, found, "_end", form, _with(operations.end_line, form, line_id=line_id), _("Ended"), more)


# --- what these doors share ---------------------------------------------------------------------


def _today() -> Any:
    return dates.business_day(clock.now())


def _answered(request: HttpRequest, reference: str) -> Any:
    """A requirement for who answers for it: before a form of it is drawn."""
    found = queries.get_requirement(request.user, reference)
    policies.require_answer(request.user, found)
    return found


def _line(request: HttpRequest, reference: str, line_id: int) -> tuple[Any, Any]:
    line = queries.get_line(request.user, reference, line_id)
    policies.require_answer(request.user, line.requirement)
    return line.requirement, line


def _with(operation: Callable[..., Any], form: Any, **more: Any) -> Callable[..., Any]:
    return lambda **given: operation(**given, **form.cleaned_data, **more)


def _do(request: HttpRequest, reference: str, operation: Callable[..., Any], done: str) -> HttpResponse:
    found = queries.get_requirement(request.user, reference)
    version = doors.version_of(request.POST)
    operation(actor=request.user, requirement_id=found.pk, version=version, at=clock.now())
    return pages.leave(request, desk.url_of(queries.get_requirement_by_id(request.user, found.pk)), done)


def _ask(
    request: HttpRequest,
    found: Any,
    template: str,
    form: Any,
    call: Callable[..., Any],
    done: str,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """A question about a requirement, with the version that it is asked of."""

    def run() -> None:
        call(actor=request.user, requirement_id=found.pk, version=doors.version_of(request.POST), at=clock.now())

    if request.method == "POST" and doors.accepted(form, run):
        return pages.leave(request, desk.url_of(found), done)
    return _dialog(request, found, template, form, more, 422 if request.method == "POST" else 200)


def _dialog(
    request: HttpRequest, found: Any, template: str, form: Any, more: dict[str, Any] | None, status: int
) -> HttpResponse:
    context = {
        "requirement": found,
        "version": doors.shown_version(request, found),
        "form": form,
        "url": request.path,
        "dialog_back": desk.url_of(found),
        **(more or {}),
    }
    return pages.dialog(request, f"tasks/requirement/{template}.html", context, status=status)
