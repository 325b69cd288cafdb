"""The pages of imports: list, upload, mapping, report, commit."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policies as rights
from common import clock, doors, errors, keyset, pages
from common.imports import builder, toml
from common.imports.targets import in_order
from orders.intake.imports import batch_sheet, batching, downloads, forms, operations, queries, sheet

PAGE_SIZE = 50


@require_GET
def list_runs(request: HttpRequest) -> HttpResponse:
    """Imports, newest first."""
    rights.require(request.user, operations.VERB)
    rows = queries.list_runs(actor=request.user)
    cursor = request.GET.get("cursor")
    page = keyset.paginate(rows, sorts=queries.SORTS, sort="created", cursor=cursor, size=PAGE_SIZE)
    context = {
        "page": page,
        "rows": sheet.run_rows(page.items, queries.names_of(page.items)),
        "profiles": queries.list_profiles(actor=request.user),
        "pager_target": "runs",
    }
    return pages.render(request, "imports/run/list.html", context, parts=("runs",))


@require_http_methods(["GET", "POST"])
def new_run(request: HttpRequest) -> HttpResponse:
    """Upload files; with a profile the dry run begins, without one it is built next."""
    rights.require(request.user, operations.VERB)
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = forms.StartForm(*data, profiles=queries.list_profiles(actor=request.user))
    done: list[str] = []
    if request.method == "POST" and doors.accepted(form, lambda: done.append(_start(request, form))):
        return pages.leave(request, done[0])
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "imports/run/new.html", {"form": form}, status=status)


def _start(request: HttpRequest, form: forms.StartForm) -> str:
    text, files = form.profile_text(), form.cleaned_data["files"]
    run = operations.start_import(actor=request.user, files=files, profile_text=text, at=clock.now())
    return reverse("imports:run-detail" if text else "imports:run-mapping", args=[run.pk])


@require_http_methods(["GET", "POST"])
def enter_batch(request: HttpRequest) -> HttpResponse:
    """Enter many orders from one workbook: the sheet to download, and the filled-in one to check."""
    rights.require(request.user, operations.VERB)
    rights.require(request.user, "order.create")
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = forms.BatchForm(*data)
    done: list[int] = []

    def start() -> None:
        run = operations.start_batch_entry(actor=request.user, file=form.cleaned_data["file"], at=clock.now())
        done.append(run.pk)

    if request.method == "POST" and doors.accepted(form, start):
        return pages.leave(request, reverse("imports:run-detail", args=done), _("The orders are being checked"))
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "columns": batching.COLUMNS}
    return pages.render(request, "imports/batch.html", context, status=status)


@require_GET
def download_batch_sheet(request: HttpRequest) -> HttpResponse:
    """The empty workbook of batch entry, in the reader's language."""
    rights.require(request.user, operations.VERB)
    response = HttpResponse(batch_sheet.template(get_language() or "en"), content_type=downloads.XLSX)
    response["Content-Disposition"] = content_disposition_header(True, _("orders-to-enter.xlsx")) or ""
    return response


@require_GET
def show_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """The report of an import; while it works, its progress."""
    run = queries.get_run(actor=request.user, run_id=run_id)
    chosen = {name: request.GET.get(name, "") for name in ("severity", "entity", "code")}
    issues = queries.list_issues(run, **chosen)
    page = keyset.paginate(
        issues, sorts=queries.ISSUE_SORTS, sort="+place", cursor=request.GET.get("cursor"), size=PAGE_SIZE
    )
    context = {
        "run": run,
        "glyph": sheet.glyph_of(run),
        "starter": queries.starter_of(run),
        "files": run.files.all(),
        "is_working": run.state in sheet.WORKING,
        "progress": sheet.progress_of(run),
        "error": sheet.error_of(run),
        "counts": sheet.counts_of(run),
        "ambiguities": sheet.ambiguities_of(run),
        "groups": sheet.groups_of(run, queries.count_issues(run), chosen),
        "chosen": chosen,
        "page": page,
        "rows": sheet.issue_rows(run, page.items),
        "count": keyset.count(issues)[0],
        "pager_target": "issues",
    }
    response = pages.render(request, "imports/run/detail.html", context, parts=("progress", "issues"))
    if request.headers.get("HX-Target") == "progress" and run.state not in sheet.WORKING:
        response["HX-Refresh"] = "true"
    return response


@require_http_methods(["GET", "POST"])
def map_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Build the profile of an import: which file holds what, and how its columns map."""
    rights.require(request.user, operations.VERB)
    run = queries.get_run(actor=request.user, run_id=run_id)
    files = operations.look_into(actor=request.user, run_id=run_id)
    raw = queries.raw_profile(run, files)
    problems: dict[str, list[str]] = {}
    status = 200
    if request.method == "POST":
        text, problems = _posted_text(request, raw, files)
        if not problems and "run" in request.POST:
            save = "save" in request.POST
            problems = _use(request, run_id, text, save)
            if not problems:
                return pages.leave(request, reverse("imports:run-detail", args=[run_id]), _("Dry run started"))
        status = 422 if problems else 200
        raw = _reread(text, raw)
    files = operations.look_into(actor=request.user, run_id=run_id, layouts=queries.layouts_of(raw))
    context = {
        "run": run,
        "files": [(file, sheet.fault_of(file)) for file in files],
        "screen": queries.mapping_screen(request.user, run, raw, files),
        "aliases": list(builder.file_patterns(raw)),
        "text": toml.dumps(raw),
        "problems": problems,
        "modes": [
            ("history", _("History: closed orders")),
            ("open", _("Open orders, taken over")),
            ("drafts", _("Drafts")),
        ],
        "kinds": [
            (builder.IN, _("is one of")),
            (builder.NOT_IN, _("is none of")),
            (builder.PRESENT, _("is filled")),
            (builder.ABSENT, _("is empty")),
        ],
        "sheets": sorted({sheet for file in files for sheet in file.facts.get("sheets") or ()}),
        "constant": builder.CONSTANT,
        "expression": builder.EXPRESSION,
    }
    return pages.render(request, "imports/run/mapping.html", context, parts=("mapping",), status=status)


def _posted_text(request: HttpRequest, raw: dict[str, Any], files: list[Any]) -> tuple[str, dict[str, list[str]]]:
    """The profile the form means: its text where the text was edited, else what the fields say."""
    if "as_text" in request.POST:
        return request.POST.get("text", ""), {}
    names = {alias: file.name for alias, file in queries.aliases_of(files).items()}
    try:
        return builder.from_form(request.POST, raw, raw.get("files") or names), {}
    except ValueError as error:
        return toml.dumps(raw), {"": [str(error)]}


def _use(request: HttpRequest, run_id: int, text: str, save: bool) -> dict[str, list[str]]:
    """What is wrong with the profile; nothing when the run took it."""
    try:
        operations.use_profile(actor=request.user, run_id=run_id, text=text, save=save, at=clock.now())
    except errors.Invalid as error:
        return {place: [str(word) for word in words] for place, words in error.fields.items()} or {"": [str(error)]}
    return {}


def _reread(text: str, before: dict[str, Any]) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return before


@require_POST
def commit_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Have a checked import written."""
    operations.request_commit(actor=request.user, run_id=run_id, at=clock.now())
    return pages.leave(request, reverse("imports:run-detail", args=[run_id]), _("The import is being written"), "prog")


@require_http_methods(["GET", "POST"])
def discard_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Drop an import that was not written."""
    run = queries.get_run(actor=request.user, run_id=run_id)
    if request.method == "POST":
        operations.discard_import(actor=request.user, run_id=run_id, at=clock.now())
        return pages.leave(request, reverse("imports:run-list"), _("Import discarded"))
    return pages.dialog(request, "imports/run/_discard.html", {"run": run})


@require_GET
def download_report(request: HttpRequest, run_id: int, form: str) -> FileResponse:
    """The report as JSON, CSV or workbook."""
    return downloads.send_report(actor=request.user, run_id=run_id, form=form, at=clock.now())


@require_GET
def download_profile(request: HttpRequest, run_id: int) -> HttpResponse:
    """The profile of an import as a TOML file."""
    run = queries.get_run(actor=request.user, run_id=run_id)
    name = run.profile_name or f"import-{run.pk}"
    headers = {"Content-Disposition": content_disposition_header(True, f"{' '.join(name.split())}.toml") or ""}
    return HttpResponse(run.profile_text, "application/toml; charset=utf-8", headers=headers)


@require_http_methods(["GET", "POST"])
def edit_profile(request: HttpRequest, profile_id: int) -> HttpResponse:
    """A saved profile as text."""
    rights.require(request.user, operations.VERB)
    row = queries.get_profile(actor=request.user, profile_id=profile_id)
    form = forms.TextForm(request.POST or None, initial={"text": row.text})

    def save() -> None:
        operations.save_profile(actor=request.user, text=form.cleaned_data["text"], at=clock.now())

    if request.method == "POST" and doors.accepted(form, save):
        return pages.leave(request, reverse("imports:run-list"), _("Profile saved"))
    context = {"form": form, "profile": row, "targets": [(key, target.label) for key, target in in_order()]}
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "imports/profile/edit.html", context, status=status)
