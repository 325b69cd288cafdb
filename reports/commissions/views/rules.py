"""Pages of the rules of commissions: the list, one with its rates as rows and what it would do."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common import clock, doors, pages
from orders.order.doors import sent
from reports.commissions import forms, operations, papers, queries, scale
from reports.commissions.operations import keeping


@require_safe
def list_rules(request: HttpRequest) -> HttpResponse:
    """All rules, each with its rates in words."""
    rows = [
        (one, papers.measure_name(one.measure), scale.in_words(scale.read(one.steps), is_whole=one.is_whole))
        for one in queries.list_rules(_user(request))
    ]
    return pages.render(request, "reports/commissions/rules.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def edit_rule(request: HttpRequest, rule_id: int = 0) -> HttpResponse:
    """Change a rule, or make one; what it would have done in the last month stands below before it is saved."""
    rule = queries.rule_to_edit(_user(request), rule_id)
    form, tried, back = forms.RuleForm(sent(request), rule=rule), [], reverse("reports:commission-rules")
    is_trying, given = "preview" in request.POST, _given(request, rule)

    @forms.beside
    def save() -> str:
        operations.save_rule(actor=_user(request), changes=form.entries(), at=clock.now(), **given)
        return back

    @forms.beside
    def attempt() -> None:
        written = keeping.written(actor=_user(request), changes=form.entries(), is_trial=True, **given)
        tried.append(queries.preview_rule(actor=_user(request), rule=written, at=clock.now()))

    call = attempt if is_trying else save if rule else lambda: doors.once(request, save)
    if request.method == "POST" and doors.accepted(form, call) and not is_trying:
        return pages.leave(request, back, _("Saved"))
    version = doors.shown_version(request, rule) if rule else ""
    context = {"rule": rule, "form": form, "preview": tried[0] if tried else None, "version": version}
    status = 422 if form.is_bound and not tried else 200
    return pages.render(request, "reports/commissions/rule.html", context, status=status)


def _given(request: HttpRequest, rule: Any) -> dict[str, Any]:
    if rule is None or request.method != "POST":
        return {"rule_id": None, "version": None}
    return {"rule_id": rule.pk, "version": doors.version_of(request.POST)}


def _user(request: HttpRequest) -> Any:
    return request.user
