"""Pages of the console that are not tables: the matrix of rights, company settings, the trail."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import policies
from accounts.console import forms, operations, trail_file
from accounts.trail import queries as trail
from common import clock, dates, doors, errors, keyset, numbering, pages, settings

_GROUPS = {
    "company": lambda: _("Company"),
    "security": lambda: _("Security"),
    "orders": lambda: _("Orders"),
    "credit": lambda: _("Credit"),
    "imports": lambda: _("Import"),
    "mail": lambda: _("Mail"),
    "papers": lambda: _("Papers"),
    "exports": lambda: _("Exports"),
    "reports": lambda: _("Reports"),
    "reminders": lambda: _("Reminders"),
    "integration": lambda: _("Integration"),
    "privacy": lambda: _("Privacy"),
}


@require_safe
def number_series(request: HttpRequest) -> HttpResponse:
    """What documents are numbered by: how far each series is today, and what it drew last."""
    policies.require(request.user, "setting.manage")
    today = dates.business_day(clock.now())
    rows, zone = numbering.states(today), dates.business_zone().key
    return _page(request, "admin/series.html", title=_("Number series"), rows=rows, zone=zone)


@require_http_methods(["GET", "HEAD", "POST"])
def company_settings(request: HttpRequest) -> HttpResponse:
    """All company settings in one form."""
    policies.require(request.user, "setting.manage")
    settings.forget()  # this page shows what is stored now
    own = {key: one for key, one in settings.definitions.items() if not one.page}
    form = forms.settings_form(list(own), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            changed = _change(request, form)
        except errors.Invalid as error:
            doors.explain(form, error)
        except errors.Stale as error:
            doors.explain_conflict(form, error)
        else:
            words = _("%(n)s settings changed. They are in force everywhere within seconds.") % {"n": len(changed)}
            return pages.leave(request, resolve_url("admin:settings"), words if changed else _("Nothing was changed."))
    groups: dict[str, list[Any]] = {}
    for key, definition in own.items():
        groups.setdefault(definition.group, []).append(form[key])
    named = [(_GROUPS[group]() if group in _GROUPS else group, fields) for group, fields in groups.items()]
    status = 422 if form.errors else 200
    return _page(request, "admin/settings.html", status, title=_("Company settings"), form=form, groups=named)


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Search the trail."""
    policies.require(request.user, "audit.view")
    form = trail_file.search_form(request.GET, clock.now())
    asked = trail_file.asked_of(form) if form.is_valid() else {}
    page = keyset.paginate(
        trail.search(actor=request.user, **asked),
        sorts=trail.SORTS,
        sort="id",
        cursor=request.GET.get("cursor"),
        size=100,
    )
    return _page(
        request,
        "admin/audit.html",
        title=_("Audit trail"),
        form=form,
        page=page,
        transactions=trail.in_words(page.items),
        pager_target="list",
    )


def _change(request: HttpRequest, form: Any) -> dict[str, Any]:
    """Hand over what the person changed on the page, and what the page showed there."""
    values = {key: form.cleaned_data[key] for key in form.changed_data}
    shown = {key: form.fields[key].to_python(doors.shown(form, key)) for key in values}
    return operations.change_settings(actor=request.user, values=values, shown=shown, at=clock.now())


def _page(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    return pages.render(request, template, {**admin.site.each_context(request), **context}, status=status)
