"""The page to try rules: paste codes or names, see what they give."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import policies as rights
from common import doors, pages
from segments.classification import forms, queries, trying
from segments.classification.policies import VIEW

SHOWN = 500


@require_http_methods(["GET", "POST"])
def try_rules(request: HttpRequest) -> HttpResponse:
    """Nothing is kept. The first rows are shown, the counts are of all; "show only" brings out the others."""
    rights.require(request.user, VIEW)
    sent = request.method == "POST"
    form = forms.TryForm(request.POST if sent else None, initial={"rules": request.GET.get("rules", "active")})
    found: list[trying.Trial] = []
    version = queries.active()

    def run() -> None:
        found.append(_trial(form))

    is_good = sent and doors.accepted(form, run)
    if form.is_bound and form.cleaned_data.get("rules") == "draft":
        version = queries.draft() or version
    context = {"form": form, "rules": version, "has_draft": queries.draft() is not None}
    if found:
        context |= _shown(found[0], form.cleaned_data["shown"], queries.names(version))
        form.offer(context["offered"])
    status = 422 if sent and not is_good else 200
    return pages.render(request, "classification/try.html", context, parts=("tried",), status=status)


def _trial(form: forms.TryForm) -> trying.Trial:
    wanted = queries.draft() if form.cleaned_data["rules"] == "draft" else None
    rule_set = queries.rule_set(wanted or queries.active())
    return trying.run(rule_set, trying.WAYS[form.cleaned_data["way"]], trying.lines_of(form.cleaned_data["texts"]))


def _shown(trial: trying.Trial, wanted: str, names: dict) -> dict:
    fitting = [row for row in trial.rows if row.fits(wanted)]
    counts = sorted(((str(names.get(code, code)), code, number) for code, number in trial.counts.items()))
    offered = [("", _("Everything")), (trying.UNEXPLAINED, _("Unexplained"))]
    return {
        "trial": trial,
        "total": len(trial.rows),
        "counts": counts,
        "headings": [trying.SUBJECTS[name] for name in trial.way.fields],
        "fitting": len(fitting),
        "rows": [_row(row, len(trial.way.fields), names) for row in fitting[:SHOWN]],
        "is_cut": len(fitting) > SHOWN,
        "offered": offered + [(code, name) for name, code, _number in counts],
    }


def _row(row: trying.Tried, width: int, names: dict) -> dict:
    return {
        "number": row.number,
        "texts": [*row.texts, *([""] * (width - len(row.texts)))],
        "tags": queries.labels(row.found.tags, names),
        "flags": queries.labels(row.found.flags, names),
        "facets": row.facets,
        "is_unexplained": row.is_unexplained,
    }
