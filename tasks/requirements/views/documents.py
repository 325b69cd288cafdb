"""Doors of requirements: the list, one, its writing, its paper."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies as rights
from common import clock, dates, doors, errors, keyset, pages
from orders.order.doors import sent
from orders.printing.doors import as_answer
from orders.printing.operations import print_paper
from tasks.requirements import desk, foreseeing, forms, operations, paper, policies, queries, states
from tasks.requirements.choices import Kind, State
from tasks.requirements.filters import RequirementFilter

PAGE_SIZE = 50


@require_GET
def list_requirements(request: HttpRequest) -> HttpResponse:
    """What was asked of production and purchasing and is not ended; others by the tabs."""
    asked = request.GET.copy()
    if not asked.keys() & RequirementFilter.base_filters.keys():
        asked["open"] = "true"
    chosen = RequirementFilter(asked, queries.list_requirements(request.user), actor=request.user)
    doors.require_readable(chosen)
    page = keyset.paginate(
        chosen.qs,
        sorts=queries.SORTS,
        sort=request.GET.get("sort") or queries.DEFAULT_SORT,
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    context = {
        "page": page,
        "views": desk.tabs(asked.dict(), request.user.get_username()),
        "asked": asked,
        "today": dates.business_day(clock.now()),
        "may_ask": rights.can(request.user, policies.CREATE),
    }
    return pages.render(request, "tasks/requirement/list.html", context, parts=("list",))


@require_GET
def show_requirement(request: HttpRequest, reference: str) -> HttpResponse:
    """One with its lines, what hangs on them, and what may be done."""
    user, today = request.user, dates.business_day(clock.now())
    found = queries.get_requirement(user, reference)
    rows = [queries.standing(line, today) for line in queries.lines_for(user, found)]
    context = {
        "requirement": found,
        "rows": [(one, desk.line_actions(user, found, one.line, one.is_late or one.is_overdue)) for one in rows],
        "ledger": queries.moves_of(user, found),
        "actions": desk.actions(user, found),
        "hanging": foreseeing.shortage(user, found, today) if found.state == State.ACCEPTED else [],
        "today": today,
    }
    return pages.render(request, "tasks/requirement/detail.html", context)


@require_http_methods(["GET", "POST"])
def new_requirement(request: HttpRequest) -> HttpResponse:
    """Write one by hand: material, goods for stock, or goods for orders that are named."""
    rights.require(request.user, policies.CREATE)
    head, rows = forms.HeadForm(sent(request), initial={"kind": Kind.MAKE}), forms.RowSet(sent(request))
    made: list[str] = []

    def call(draft: Any) -> None:
        made.append(doors.once(request, lambda: _create(request, draft)))

    if request.method == "POST" and _entered(request, head, rows, call):
        return pages.leave(request, made[0], _("Written down"))
    context = {"head": head, "rows": rows, "back": reverse("tasks:requirement-list")}
    return pages.render(request, "tasks/requirement/edit.html", context, status=_status(request))


@require_http_methods(["GET", "POST"])
def edit_requirement(request: HttpRequest, reference: str) -> HttpResponse:
    """Write a draft anew."""
    found = queries.get_requirement(request.user, reference)
    policies.require_ask(request.user, found)
    states.require(found.state, State.DRAFT)
    initial = {name: getattr(found, name) for name in ("kind", "notes")}
    initial |= {"department": found.department_id, "supplier": found.supplier_id}
    head = forms.HeadForm(sent(request), initial=initial)
    rows = forms.RowSet(sent(request), initial=desk.rows_of(queries.lines_of(found)))

    def call(draft: Any) -> None:
        version = doors.version_of(request.POST)
        operations.save_requirement(
            actor=request.user, requirement_id=found.pk, draft=draft, version=version, at=clock.now()
        )

    if request.method == "POST" and _entered(request, head, rows, call):
        return pages.leave(request, desk.url_of(found), _("Saved"))
    context = {
        "head": head,
        "rows": rows,
        "requirement": found,
        "version": doors.shown_version(request, found),
        "back": desk.url_of(found),
    }
    return pages.render(request, "tasks/requirement/edit.html", context, status=_status(request))


@require_GET
def print_requirement(request: HttpRequest, reference: str) -> HttpResponse:
    """The paper for the workshop or the supplier as PDF, in the browser."""
    found = queries.get_requirement(request.user, reference)
    printed = print_paper(
        actor=request.user,
        kind=paper.KINDS[Kind(found.kind)],
        subject_id=found.pk,
        language=request.GET.get("language", ""),
        at=clock.now(),
    )
    return as_answer(printed, inline=True)


def _create(request: HttpRequest, draft: Any) -> str:
    made = operations.create_requirement(
        actor=request.user, draft=draft, is_asked="ask" in request.POST, at=clock.now()
    )
    return desk.url_of(made)


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


def _entered(request: HttpRequest, head: Any, rows: Any, call: Any) -> bool:
    """Whether the entries are whole and ``call`` took them; what it finds Invalid stands beside its field."""
    if not (head.is_valid() and rows.is_valid()):
        return False
    kept = [form for form in rows.forms if form.cleaned_data]
    try:
        call(desk.draft_of(request.user, head.cleaned_data, [form.cleaned_data for form in kept]))
    except errors.Invalid as error:
        for name, texts in [*error.fields.items()]:
            if name.startswith("lines."):
                _lines, place, field = name.split(".", 2)
                form = kept[int(place) - 1]
                for text in texts:
                    form.add_error(field if field in form.fields else None, str(text))
                del error.fields[name]
        if error.fields or all(form.is_valid() for form in kept):
            doors.explain(head, error)
        return False
    return True
