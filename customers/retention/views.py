"""The pages of retention: all rules with what they would forget; changing one, its effect shown first."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from common import clock, doors, pages
from customers.retention import forms, operations, queries
from customers.retention.operations import LONGEST


@require_GET
def list_rules(request: HttpRequest) -> HttpResponse:
    """How long kinds of data are kept, what each rule would forget now, what was forgotten."""
    now = clock.now()
    context = {
        "rows": queries.list_rules(actor=request.user, at=now),
        "others": queries.others(),
        "runs": queries.list_runs(request.user),
    }
    return pages.render(request, "customers/retention/list.html", context)


@require_http_methods(["GET", "POST"])
def change_rule(request: HttpRequest, rule_key: str) -> HttpResponse:
    """Change a rule: what the typed days would forget is shown before it is done."""
    row = queries.get_rule(actor=request.user, key=rule_key, at=clock.now())
    form = forms.RuleForm(request.POST or None, row=row)
    is_shown = not request.POST or _is_shown(request)

    def call() -> None:
        operations.change_rule(
            actor=request.user,
            key=rule_key,
            version=doors.version_of(request.POST),
            at=clock.now(),
            **form.cleaned_data,
        )

    back = reverse("customers:retention-list")
    if request.method == "POST" and is_shown and doors.accepted(form, call):
        return pages.leave(request, back, _("Rule changed"))
    context = {
        "form": form,
        "row": row,
        "url": request.path,
        "dialog_back": back,
        "version": doors.shown_version(request, row),
        **_effect(form, row),
    }
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, "customers/retention/_rule.html", context, status=status)


def _is_shown(request: HttpRequest) -> bool:
    """Whether the days that were typed are those whose effect was shown, or the rule is off."""
    return "is_on" not in request.POST or request.POST.get("days") == request.POST.get("shown_days")


def _effect(form: forms.RuleForm, row: queries.Row) -> dict[str, Any]:
    """What the days in the form would forget."""
    days = form.cleaned_data.get("days") if form.is_bound and form.is_valid() else row.days
    days = days if days is not None and row.rule.least <= days <= LONGEST else row.days
    return {"effect": queries.effect_of(row.rule, days, clock.now()), "effect_days": days}
