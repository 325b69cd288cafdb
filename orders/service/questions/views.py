"""Doors of customers' questions: what waits for whom, and answering it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from common import clock, dates, doors, errors, keyset, pages
from orders.order.doors import sent
from orders.service.contacts.desk import back
from orders.service.questions import forms, operations, queries
from orders.service.questions.filters import ANSWERED, LATE, OPEN, QuestionFilter

PAGE_SIZE = 50


@require_safe
def list_questions(request: HttpRequest) -> HttpResponse:
    """Those that wait for the reader, unless something else is asked for."""
    user: Any = request.user
    asked = request.GET.copy()
    if not asked.keys() & QuestionFilter.base_filters.keys():
        asked["mine"], asked["state"] = "true", OPEN
    rows = doors.filtered(QuestionFilter, asked, queries.list_questions(user), actor=user)
    sort = asked.get("sort") or queries.DEFAULT_SORT
    page = keyset.paginate(rows, sorts=queries.SORTS, sort=sort, cursor=request.GET.get("cursor"), size=PAGE_SIZE)
    told, today = queries.told_at(page.items), dates.business_day(clock.now())
    shown = [
        {
            "note": one,
            "name": queries.asker(user, one),
            "may": queries.can_answer(user, one),
            "is_late": queries.is_late(one, today),
            "waits": queries.is_waiting(one),
            "told": told.get(one.pk),
        }
        for one in page.items
    ]
    context = {"page": page, "rows": shown, "asked": asked.dict(), "views": _tabs(asked.dict())}
    return pages.render(request, "orders/question/list.html", context, parts=("list",))


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, note_id: int) -> HttpResponse:
    """Answer one where it is read."""
    note = queries.get_question(request.user, note_id)
    if not queries.can_answer(request.user, note):  # type: ignore[arg-type]
        raise errors.NotAllowed()
    form = forms.AnswerForm(sent(request), initial={"answer": note.answer})
    place = back(request, reverse("orders:question-list"))

    def call() -> None:
        version = doors.version_of(request.POST)
        operations.answer(actor=request.user, note_id=note.pk, version=version, at=clock.now(), **form.cleaned_data)

    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, place, _("Answer saved"))
    context = {
        "form": form,
        "note": note,
        "name": queries.asker(request.user, note),
        "way": queries.said_of(note),
        "version": doors.shown_version(request, note),
        "url": request.path,
        "dialog_back": place,
        "next": place,
    }
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, "orders/question/_answer.html", context, status=status)


def _tabs(asked: dict[str, str]) -> list[dict[str, Any]]:
    base = reverse("orders:question-list")
    entries = [
        (pgettext("questions", "For me"), {"mine": "true", "state": OPEN}),
        (pgettext("question", "Late"), {"state": LATE}),
        (pgettext("questions", "All that wait"), {"state": OPEN}),
        (pgettext("question", "Answered"), {"state": ANSWERED, "sort": "-answered_at"}),
        (_("Suggestions"), {"kind": "SUGGESTION", "sort": "-id"}),
    ]
    given = {name: value for name, value in asked.items() if value and name != "cursor"}
    return [
        {
            "label": label,
            "url": f"{base}?{'&'.join(f'{name}={value}' for name, value in marks.items())}",
            "current": given == marks,
        }
        for label, marks in entries
    ]
