"""The page to try rules: paste codes or names, see what they give, take it away as a file."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import policies as rights
from accounts.exports import sending, sheet
from common import clock, doors, pages
from common.exports import writing
from segments.classification import forms, queries, trial_files, trying
from segments.classification.policies import VIEW

if TYPE_CHECKING:
    from segments.classification.models import RuleVersion

SHOWN = 500


@require_http_methods(["GET", "POST"])
def try_rules(request: HttpRequest) -> HttpResponse:
    """Nothing is kept. The first rows are shown, the counts are of all; "show only" brings out the others."""
    rights.require(request.user, VIEW)
    sent = request.method == "POST"
    form = forms.TryForm(request.POST if sent else None, initial={"rules": request.GET.get("rules", "active")})
    return _page(request, form, _tried(form) if sent else None)


@require_POST
def take_away(request: HttpRequest) -> HttpResponseBase:
    """All rows of what is tried, or those that “show only” leaves, as a workbook or CSV file. They are the sender's
    own texts with what the rules say: no list of the company's, so nothing is kept of it."""
    rights.require(request.user, VIEW)
    form = forms.TryFileForm(request.POST)
    trial = _tried(form)
    if trial is None:
        return _page(request, form, None)
    return _file(request, trial, form)


def _page(request: HttpRequest, form: forms.TryForm, trial: trying.Trial | None) -> HttpResponse:
    version = _version_of(form)
    context = {"form": form, "rules": version, "has_draft": queries.draft() is not None}
    if trial is not None:
        context |= _shown(trial, form.cleaned_data["shown"], queries.names(version))
    status = 422 if form.is_bound and trial is None else 200
    return pages.render(request, "classification/try.html", context, parts=("tried",), status=status)


def _tried(form: forms.TryForm) -> trying.Trial | None:
    """What the rules say of the form's texts; None where the form says what is wrong."""
    found: list[trying.Trial] = []

    def run() -> None:
        data = form.cleaned_data
        rule_set = queries.rule_set(_version_of(form))
        found.append(trying.run(rule_set, trying.WAYS[data["way"]], trying.lines_of(data["texts"])))

    return found[0] if doors.accepted(form, run) else None


def _version_of(form: forms.TryForm) -> "RuleVersion":
    wanted = queries.draft() if form.is_bound and form.cleaned_data.get("rules") == "draft" else None
    return wanted or queries.active()


def _file(request: HttpRequest, trial: trying.Trial, form: forms.TryFileForm) -> FileResponse:
    version, wanted, now = _version_of(form), form.cleaned_data["shown"], clock.now()
    rows = [row for row in trial.rows if row.fits(wanted)]
    shown = next((str(one["name"]) for one in _chips(trial, wanted, queries.names(version)) if one["is_on"]), "")
    written = form.cleaned_data["format"]
    heading = writing.Heading(title=_("Try the rules"), who=str(request.user), at=now)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"tried.{written}"
        writing.write(path, written, trial_files.sheet_of(trial, rows, version, shown), heading)
        file = path.open("rb")  # still read when its name is gone
    return sending.as_download(file, sheet.name_of(heading.title, now, written), written)


def _shown(trial: trying.Trial, wanted: str, names: dict) -> dict:
    wanted = wanted if wanted in (trying.UNEXPLAINED, *trial.counts) else trying.EVERYTHING  # of texts tried before
    fitting = [row for row in trial.rows if row.fits(wanted)]
    return {
        "trial": trial,
        "total": len(trial.rows),
        "chips": _chips(trial, wanted, names),
        "headings": [trying.SUBJECTS[name] for name in trial.way.fields],
        "fitting": len(fitting),
        "rows": [_row(row, len(trial.way.fields), names) for row in fitting[:SHOWN]],
        "is_cut": len(fitting) > SHOWN,
    }


def _chips(trial: trying.Trial, wanted: str, names: dict) -> list[dict[str, Any]]:
    """What can be shown alone, each with the number of its lines: all, what needs a look, then the tags."""
    flags = {flag for row in trial.rows for flag in row.found.flags}
    counted = sorted((code not in flags, str(names.get(code, code)), code) for code in trial.counts)
    found: list[tuple[str, Any, int, bool]] = [
        (trying.EVERYTHING, _("Everything"), len(trial.rows), False),
        (trying.UNEXPLAINED, _("Unexplained"), trial.unexplained, bool(trial.unexplained)),
        *((code, name, trial.counts[code], not is_tag) for is_tag, name, code in counted),
    ]
    return [
        {"code": code, "name": name, "count": number, "is_wrong": is_wrong, "is_on": code == wanted}
        for code, name, number, is_wrong in found
    ]


def _row(row: trying.Tried, width: int, names: dict) -> dict:
    return {
        "number": row.number,
        "texts": [*row.texts, *([""] * (width - len(row.texts)))],
        "tags": queries.labels(row.found.tags, names),
        "flags": queries.labels(row.found.flags, names),
        "facets": row.facets,
        "is_unexplained": row.is_unexplained,
    }
