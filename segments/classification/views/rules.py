"""Versions of the rules: read as sentences, edited as a draft, put in force after a look at what changes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policies as rights
from common import clock, doors, errors, keyset, pages
from common.typed import read_key
from segments.classification import forms, operations, queries, sheet
from segments.classification.policies import EDIT, VIEW

PAGE_SIZE = 50


@require_GET
def list_versions(request: HttpRequest) -> HttpResponse:
    """Every version, newest first."""
    rights.require(request.user, VIEW)
    cursor = request.GET.get("cursor")
    page = keyset.paginate(queries.versions(), sorts=queries.SORTS, sort="number", cursor=cursor, size=PAGE_SIZE)
    context = {
        "page": page,
        "active": queries.active(),
        "draft": queries.draft(),
        "may_edit": rights.can(request.user, EDIT),
        "progress": sheet.progress_of(queries.active()),
    }
    return pages.render(request, "classification/version/list.html", context, parts=("progress", "list"))


@require_GET
def show_version(request: HttpRequest, rules_number: int) -> HttpResponse:
    """The rules of a version by field, with the names of what they give; a draft with its faults."""
    rights.require(request.user, VIEW)
    version = queries.get_version(rules_number)
    may_edit = rights.can(request.user, EDIT)
    context = {
        "rules": version,
        "fields": sheet.fields_of(version),
        "names": sheet.names_of(version),
        "faults": sheet.faults_of(version),
        "uses": sheet.uses_of(request.user, version) if may_edit else [],
        "is_draft": version.state == queries.State.DRAFT,
        "may_change": may_edit and version.state == queries.State.DRAFT,
        "may_start": may_edit and version.state != queries.State.DRAFT and queries.draft() is None,
        "is_past": version.state == queries.State.RETIRED,
        "may_audit": rights.can(request.user, "audit.view"),
        "differences": sheet.differences_of(version),
        "against": sheet.compared_with(version),
        "progress": sheet.progress_of(version),
    }
    response = pages.render(request, "classification/version/detail.html", context, parts=("progress",))
    if request.headers.get("HX-Target") == "progress" and context["progress"] is None:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def start_draft(request: HttpRequest) -> HttpResponse:
    """A draft from the rules in force, or from those of an earlier version."""
    note, source = request.POST.get("note", ""), read_key(request.POST.get("source"))
    draft = operations.start_draft(actor=request.user, at=clock.now(), note=note, source=source)
    return pages.leave(request, _page_of(draft), _("Draft started"))


@require_http_methods(["GET", "POST"])
def edit_rule(request: HttpRequest, rule_id: int | None = None) -> HttpResponse:
    """A rule of the draft, or a new one."""
    draft = _draft(request)
    row = queries.get_rule(draft, rule_id) if rule_id else None
    form = forms.RuleForm(request.POST or None, instance=row, names=queries.tag_rows(draft))
    return _edit(request, draft, form, row, operations.save_rule, "rule")


@require_http_methods(["GET", "POST"])
def edit_tag(request: HttpRequest, tag_id: int | None = None) -> HttpResponse:
    """A name of the draft, or a new one."""
    draft = _draft(request)
    row = queries.get_tag(draft, tag_id) if tag_id else None
    form = forms.TagForm(request.POST or None, instance=row)
    return _edit(request, draft, form, row, operations.save_tag, "tag")


def _edit(request: HttpRequest, draft: Any, form: Any, row: Any, save: Any, what: str) -> HttpResponse:
    def call() -> None:
        named: dict[str, Any] = {f"{what}_id": row.pk if row else None}
        version = doors.version_of(request.POST)
        save(actor=request.user, fields=form.cleaned_data, version=version, at=clock.now(), **named)

    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, _page_of(draft), _("Saved"))
    context = {
        "form": form,
        "row": row,
        "draft": draft,
        "url": request.path,
        "back": _page_of(draft),
        "version": request.POST.get("version", draft.version),
    }
    status = 422 if request.method == "POST" else 200
    return pages.render(request, f"classification/{what}/edit.html", context, parts=("form",), status=status)


@require_POST
def move_rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    """A rule before its neighbour, or behind it."""
    operations.move_rule(
        actor=request.user,
        rule_id=rule_id,
        up="up" in request.POST,
        version=doors.version_of(request.POST),
        at=clock.now(),
    )
    return pages.leave(request, _page_of(_draft(request)))


@require_POST
def remove_rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    """A rule leaves the draft."""
    version = doors.version_of(request.POST)
    operations.remove_rule(actor=request.user, rule_id=rule_id, version=version, at=clock.now())
    return pages.leave(request, _page_of(_draft(request)), _("Rule removed"))


@require_POST
def remove_tag(request: HttpRequest, tag_id: int) -> HttpResponse:
    """A name leaves the draft."""
    version = doors.version_of(request.POST)
    operations.remove_tag(actor=request.user, tag_id=tag_id, version=version, at=clock.now())
    return pages.leave(request, _page_of(_draft(request)), _("Name removed"))


@require_POST
def discard_draft(request: HttpRequest) -> HttpResponse:
    """The draft is given up."""
    operations.discard_draft(actor=request.user, version=doors.version_of(request.POST), at=clock.now())
    return pages.leave(request, reverse("classification:version-list"), _("Draft discarded"))


@require_http_methods(["GET", "POST"])
def activate_draft(request: HttpRequest) -> HttpResponse:
    """What the draft would change of everything that is classified; sent, it comes into force."""
    draft = _draft(request)
    form = forms.NoteForm(request.POST if request.method == "POST" else None, initial={"note": draft.note})

    def call() -> None:
        version, note = doors.version_of(request.POST), form.cleaned_data["note"]
        operations.activate_draft(actor=request.user, version=version, note=note, at=clock.now())

    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, _page_of(draft), _("The rules are in force; everything is classified anew."))
    faults, uses = sheet.faults_of(draft), sheet.uses_of(request.user, draft)
    context = {
        "draft": draft,
        "form": form,
        "faults": faults,
        "uses": uses,
        "may_activate": not faults and not any(use["held_by"] for use in uses),
        "look": {} if faults else sheet.look_at(draft),
        "version": request.POST.get("version", draft.version),
    }
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "classification/version/activate.html", context, parts=("look",), status=status)


@require_POST
def preview_draft(request: HttpRequest) -> HttpResponse:
    """A worker looks at everything that the draft would change."""
    operations.start_preview(actor=request.user, version=doors.version_of(request.POST), at=clock.now())
    return pages.leave(request, reverse("classification:draft-activate"))


def _draft(request: HttpRequest) -> Any:
    rights.require(request.user, EDIT)
    draft = queries.draft()
    if draft is None:
        raise errors.NotFound(_("There is no draft: start one first."))
    return draft


def _page_of(version: Any) -> str:
    return reverse("classification:version-detail", args=[version.number])
