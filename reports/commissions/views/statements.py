"""Pages of commission statements: those of a month, those of a person, one; confirming, taking back, paying."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common import clock, doors, pages
from orders.order.doors import sent
from reports.builder import making
from reports.builder.files import File
from reports.builder.showing import file_or_404
from reports.commissions import forms, operations, papers, policies, queries, showing


@require_safe
def list_month(request: HttpRequest) -> HttpResponse:
    """The statements of a month, with their sums; several are confirmed or paid at once."""
    context = showing.month(actor=_user(request), given=request.GET.dict(), at=clock.now())
    return pages.render(request, "reports/commissions/month.html", context, parts=("month",))


@require_safe
def show_mine(request: HttpRequest) -> HttpResponse:
    """One's own."""
    queries.get_person(_user(request), _user(request).pk)
    return HttpResponseRedirect(reverse("reports:commission-person", args=[_user(request).pk]))


@require_safe
def show_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """The statements of somebody, the last twelve months."""
    context = showing.person(actor=_user(request), person_id=person_id, at=clock.now())
    return pages.render(request, "reports/commissions/person.html", context)


@require_safe
def show_statement(request: HttpRequest, person_id: int, month: str) -> HttpResponse:
    """The statement of somebody for a month."""
    which = showing.named_month(month)
    context = showing.statement(actor=_user(request), person_id=person_id, which=which, at=clock.now())
    return pages.render(request, "reports/commissions/statement.html", context)


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, person_id: int, month: str) -> HttpResponse:
    """Keep it as it is, with what is added or taken away."""
    user, which, at = _user(request), showing.named_month(month), clock.now()
    sheet = queries.get_sheet(actor=user, person_id=person_id, month=which, at=at)
    policies.require(user, policies.CONFIRM, sheet.person)
    form = forms.ConfirmForm(sent(request), sheet=sheet, words=showing.offered(user, sheet))
    back = reverse("reports:commission", args=[person_id, month])

    def call() -> str:
        operations.confirm(actor=user, person_id=person_id, month=which, at=at, **form.entries())
        return back

    if request.method == "POST" and doors.accepted(form, lambda: doors.once(request, call)):
        return pages.leave(request, back, _("Confirmed"))
    context = {"form": form, "sheet": sheet, "month": month, "url": request.path, "dialog_back": back}
    return pages.dialog(request, "reports/commissions/_confirm.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, person_id: int, month: str) -> HttpResponse:
    """Make it a draft again, with a reason."""
    user, which, at = _user(request), showing.named_month(month), clock.now()
    sheet = queries.get_sheet(actor=user, person_id=person_id, month=which, at=at)
    policies.require(user, policies.CONFIRM, sheet.person)
    form, back = forms.ReasonForm(sent(request)), reverse("reports:commission", args=[person_id, month])

    def call() -> None:
        given = {"version": doors.version_of(request.POST), **form.cleaned_data}
        operations.take_back(actor=user, person_id=person_id, month=which, at=at, **given)

    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, back, _("Taken back: it is a draft again"))
    version = doors.shown_version(request, sheet.kept) if sheet.kept else ""
    context = {"form": form, "sheet": sheet, "month": month, "url": request.path, "version": version}
    context["dialog_back"] = back
    return pages.dialog(request, "reports/commissions/_take_back.html", context, status=422 if form.is_bound else 200)


@require_POST
def pay(request: HttpRequest, person_id: int, month: str) -> HttpResponse:
    """Note that it was paid."""
    given: dict[str, Any] = {"version": doors.version_of(request.POST), "at": clock.now()}
    which = showing.named_month(month)
    operations.pay(actor=_user(request), person_id=person_id, month=which, **given)
    return pages.leave(request, reverse("reports:commission", args=[person_id, month]), _("Noted as paid"))


@require_POST
def confirm_picked(request: HttpRequest) -> HttpResponse:
    """Confirm those that were picked, as they were shown."""
    user, at, given = _user(request), clock.now(), request.POST.dict()
    which, done = showing.month_of(given, at), []

    def call() -> str:
        wanted = showing.picked(request.POST)
        done.extend(operations.confirm_several(actor=user, month=which, wanted=wanted, at=at))
        return f"{reverse('reports:commissions')}?month={which:%Y-%m}"

    return _told(request, doors.once(request, call), done, _("%(count)s confirmed"))


@require_POST
def pay_picked(request: HttpRequest) -> HttpResponse:
    """Note those that were picked as paid."""
    user, at, given = _user(request), clock.now(), request.POST.dict()
    which, done = showing.month_of(given, at), []

    def call() -> str:
        people = [key for key, _shown in showing.picked(request.POST)]
        done.extend(operations.pay_several(actor=user, month=which, people=people, at=at))
        return f"{reverse('reports:commissions')}?month={which:%Y-%m}"

    return _told(request, doors.once(request, call), done, _("%(count)s noted as paid"))


def _told(request: HttpRequest, back: str, outcomes: list[Any], words: str) -> HttpResponse:
    good = sum(one.statement is not None for one in outcomes)
    if refusals := showing.refused(outcomes):
        count = len(outcomes) - good
        said = ngettext("%(count)s was refused: %(why)s", "%(count)s were refused: %(why)s", count)
        pages.toast(request, said % {"count": count, "why": " ".join(refusals[:3])}, "err")
    return pages.leave(request, back, words % {"count": good} if good else "")


@require_safe
def take_month(request: HttpRequest) -> FileResponse:
    """The statements of a month as a file."""
    form, at = file_or_404(request.GET.get("file", "")), clock.now()
    found = showing.month(actor=_user(request), given=request.GET.dict(), at=at)
    sheets, which = [one["sheet"] for one in found["rows"]], found["month"]
    paper = papers.month_list(_user(request), sheets, which)
    asked = {"commissions": f"{which:%Y-%m}"}
    return making.taken(actor=_user(request), paper=paper, asked=asked, form=File(form), at=at)


@require_safe
def take_statement(request: HttpRequest, person_id: int, month: str) -> FileResponse:
    """One statement as a file."""
    form, at, which = file_or_404(request.GET.get("file", "")), clock.now(), showing.named_month(month)
    sheet = queries.get_sheet(actor=_user(request), person_id=person_id, month=which, at=at)
    paper = papers.statement(_user(request), sheet, here=False)
    asked = {"commission": month, "person": sheet.person.username}
    return making.taken(actor=_user(request), paper=paper, asked=asked, form=File(form), at=at)


def _user(request: HttpRequest) -> Any:
    return request.user
