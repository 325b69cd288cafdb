"""Doors of the rules: list, one with its templates, change, try on an order; words of production."""

from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies as rights
from common import clock, doors, errors, pages
from orders.order.doors import sent
from tasks.decomposing import forms, queries, showing, trying, typed
from tasks.decomposing.operations import keeping


@require_GET
def list_rules(request: HttpRequest) -> HttpResponse:
    """The rules in their order, with their templates and what finished tasks taught."""
    user = _user(request)
    rules = queries.rules(user)
    by_rule: dict[int, list[Any]] = {one.pk: [] for one in rules}
    for template in queries.templates_of(list(by_rule)):
        by_rule[template.rule_id].append(template)
    context = {"rules": [(one, by_rule[one.pk]) for one in rules], "may_edit": rights.can(user, queries.RULES)}
    return pages.render(request, "tasks/rules.html", context)


@require_GET
def show_rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    """A rule with its templates."""
    user = _user(request)
    rule = queries.get_rule(user, rule_id)
    context = {
        "rule": rule,
        "templates": queries.templates_of([rule.pk]),
        "may_edit": rights.can(user, queries.RULES),
    }
    return pages.render(request, "tasks/rules/detail.html", context)


@require_http_methods(["GET", "POST"])
def new_rule(request: HttpRequest) -> HttpResponse:
    """Add a rule."""
    rights.require(_user(request), queries.RULES)
    form = forms.RuleForm(sent(request))
    return _edit(request, form, _("Add a rule"), reverse("tasks:rules"), lambda: _save_rule(request, form, None))


@require_http_methods(["GET", "POST"])
def edit_rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Change a rule."""
    rights.require(_user(request), queries.RULES)
    rule = queries.get_rule(_user(request), rule_id)
    title, version = _("Change the rule"), doors.shown_version(request, rule)
    form = forms.RuleForm(sent(request), instance=rule, initial=typed.shown(rule, ("name", "group")))
    back = reverse("tasks:rule-detail", args=[rule_id])
    return _edit(request, form, title, back, lambda: _save_rule(request, form, rule_id), version)


def _save_rule(request: HttpRequest, form: Any, rule_id: int | None) -> None:
    version = doors.version_of(request.POST) if rule_id else None
    keeping.save_rule(actor=_user(request), rule_id=rule_id, version=version, at=clock.now(), **form.cleaned_data)


@require_http_methods(["GET", "POST"])
def new_template(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Add a template to a rule."""
    rights.require(_user(request), queries.RULES)
    rule = queries.get_rule(_user(request), rule_id)
    form = forms.TemplateForm(sent(request))
    back = reverse("tasks:rule-detail", args=[rule.pk])
    given = {"rule_id": rule.pk}
    return _edit(request, form, _("Add a task to the rule"), back, lambda: _save_template(request, form, given))


@require_http_methods(["GET", "POST"])
def edit_template(request: HttpRequest, template_id: int) -> HttpResponse:
    """Change a template."""
    rights.require(_user(request), queries.RULES)
    row = queries.get_template(_user(request), template_id)
    version = doors.shown_version(request, row)
    initial = {**typed.shown(row, ("title", "goal", "wording")), **typed.written(row)}
    form = forms.TemplateForm(sent(request), instance=row, initial=initial)
    back = reverse("tasks:rule-detail", args=[row.rule_id])
    given = {"template_id": template_id}
    return _edit(
        request, form, _("Change the task of the rule"), back, lambda: _save_template(request, form, given), version
    )


def _save_template(request: HttpRequest, form: Any, given: dict[str, int]) -> None:
    version = doors.version_of(request.POST) if "template_id" in given else None
    keeping.save_template(
        actor=_user(request),
        version=version,
        skills=typed.read_skills(form.cleaned_data["skills"]),
        before=typed.read_before(form.cleaned_data["before"]),
        at=clock.now(),
        **given,
        **form.entries(),
    )


@require_GET
def try_rules(request: HttpRequest) -> HttpResponse:
    """Which rules hold for an order, and why."""
    user = _user(request)
    queries.require_reads(user)
    form = forms.TryForm(request.GET or None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        try:
            order, tried, notes = trying.try_on(user, form.cleaned_data["order"].strip(), at=clock.now())
            context |= {"order": order, "tried": tried, "notes": [showing.said(one) for one in notes]}
        except errors.NotFound:
            form.add_error("order", _("There is no such order, or it is not yours to see."))
    return pages.render(request, "tasks/rules/try.html", context)


@require_GET
def list_words(request: HttpRequest) -> HttpResponse:
    """The customers' words and production's."""
    user = _user(request)
    context = {"rows": queries.words(user), "may_edit": rights.can(user, queries.RULES)}
    return pages.render(request, "tasks/rules/words.html", context)


@require_http_methods(["GET", "POST"])
def new_word(request: HttpRequest) -> HttpResponse:
    """Add a word."""
    rights.require(_user(request), queries.RULES)
    form = forms.WordForm(sent(request))
    return _edit(request, form, _("Add a word"), reverse("tasks:words"), lambda: _save_word(request, form, None))


@require_http_methods(["GET", "POST"])
def edit_word(request: HttpRequest, word_id: int) -> HttpResponse:
    """Change a word."""
    rights.require(_user(request), queries.RULES)
    row = queries.get_word(_user(request), word_id)
    version = doors.shown_version(request, row)
    form = forms.WordForm(sent(request), instance=row)
    back = reverse("tasks:words")
    return _edit(request, form, _("Change the word"), back, lambda: _save_word(request, form, word_id), version)


def _save_word(request: HttpRequest, form: Any, word_id: int | None) -> None:
    version = doors.version_of(request.POST) if word_id else None
    keeping.save_word(actor=_user(request), word_id=word_id, version=version, at=clock.now(), **form.cleaned_data)


def _edit(
    request: HttpRequest, form: django_forms.BaseForm, title: str, back: str, save: Any, version: Any = None
) -> HttpResponse:
    def once() -> None:
        if version is None:
            doors.once(request, lambda: (save(), back)[1])
        else:
            save()

    if request.method == "POST" and doors.accepted(form, once):
        return pages.leave(request, back, _("Saved"))
    context = {"form": form, "title": title, "url": request.path, "dialog_back": back, "version": version}
    return pages.dialog(request, "tasks/rules/_edit.html", context, status=422 if request.method == "POST" else 200)


def _user(request: HttpRequest) -> Any:
    return request.user
