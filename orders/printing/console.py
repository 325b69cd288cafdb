"""Pages of the console: the forms of papers with their versions, logo and seal."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import policies
from common import clock, doors, errors, pages
from orders.printing import forms, operations, queries
from orders.printing.doors import as_pdf
from orders.printing.models import CompanyPicture
from orders.printing.papers import Form, Words, papers


@require_http_methods(["GET", "HEAD", "POST"])
def edit_papers(request: HttpRequest) -> HttpResponse:
    """The papers there are, one of them (``?kind=``) as a form, and the pictures."""
    policies.require(request.user, operations.EDIT)
    kind = request.GET.get("kind", "")
    return _edit_form(request, kind) if kind else _overview(request)


def _overview(request: HttpRequest) -> HttpResponse:
    form = forms.PictureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and doors.accepted(form, lambda: _change_picture(request, form.cleaned_data)):
        return pages.leave(request, resolve_url("admin:papers"), _("Saved"))
    rows = [(kind, paper, queries.form_of(kind).number) for kind, paper in papers.items()]
    pictures = [(role.label, queries.picture_now(role)) for role in CompanyPicture.Role]
    context = {"title": _("Forms of papers"), "rows": rows, "pictures": pictures, "form": form}
    return _page(request, "admin/papers.html", context, form)


def _change_picture(request: HttpRequest, given: dict[str, Any]) -> None:
    if given["file"]:
        if given["file"].size > operations.MOST_BYTES:
            raise errors.Invalid(fields={"file": [_("A picture may have up to 1 MB.")]})
        operations.save_picture(actor=request.user, role=given["role"], data=given["file"].read(), at=clock.now())
    else:
        operations.remove_picture(actor=request.user, role=given["role"], at=clock.now())


def _edit_form(request: HttpRequest, kind: str) -> HttpResponse:
    paper = queries.get_paper(kind)
    now = queries.form_of(kind)
    shown = queries.form_of(kind, _number(request)) if request.GET.get("version") else now
    form = forms.PaperFormForm(request.POST or None, paper=paper, initial=_initial(shown.form))
    if request.method == "POST" and "preview" in request.POST and form.is_valid():
        return _preview(request, kind, form)
    if request.method == "POST" and "preview" not in request.POST and _saved(request, kind, form):
        return pages.leave(request, f"{resolve_url('admin:papers')}?kind={kind}", _("Saved; it is printed so from now"))
    context = {
        "title": paper.label,
        "kind": kind,
        "form": form,
        "pairs": [(form[f"{name}_zh"], form[f"{name}_en"]) for name in ("title", "intro", "clauses", "footer")],
        "marks": [form[name] for name in operations.FIELDS if name.startswith(("shows_", "is_"))],
        "version": request.POST.get("version", now.number),
        "shown": shown.number,
        "versions": queries.versions_of(kind),
    }
    return _page(request, "admin/paper.html", context, form)


def _saved(request: HttpRequest, kind: str, form: Any) -> bool:
    def save() -> None:
        operations.save_form(
            actor=request.user, kind=kind, number=doors.version_of(request.POST), values=form.values(), at=clock.now()
        )

    try:
        return doors.accepted(form, save)
    except errors.Stale as error:
        doors.explain_conflict(form, error)
        return False


def _preview(request: HttpRequest, kind: str, form: Any) -> HttpResponse:
    made = operations.preview_form(
        actor=request.user, kind=kind, values=form.values(), language=request.POST["preview"], at=clock.now()
    )
    return as_pdf(made, f"{kind}-sample.pdf", inline=True)


def _number(request: HttpRequest) -> int:
    return doors.version_of(request.GET)


def _initial(form: Form) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in operations.FIELDS:
        stem, _dash, code = name.rpartition("_")
        value = getattr(form, stem, None) if code in ("zh", "en") else None
        found[name] = getattr(value, code) if isinstance(value, Words) else getattr(form, name)
    return found


def _page(request: HttpRequest, template: str, context: dict[str, Any], form: Any) -> HttpResponse:
    whole = {**admin.site.each_context(request), **context}
    return pages.render(request, template, whole, status=422 if form.errors else 200)
