"""Doors of reminder rules: the list, one with what it would find, change, copy, switch; the words with a preview."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policies as rights
from common import clock, doors, pages
from orders.order.doors import sent
from reminders.anchors import wording
from reminders.anchors.source import anchors
from reminders.rules import forms, operations, policies, previewing, queries, saying, trying


@require_GET
def list_rules(request: HttpRequest) -> HttpResponse:
    """The rules under what they count from, each in a sentence, with what it sent lately."""
    user = _user(request)
    context = {"groups": queries.by_group(user, clock.now()), "days": queries.RECENT.days}
    return pages.render(request, "reminders/rules.html", context)


@require_GET
def show_rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    """A rule; with ``?try=1`` what it would find today."""
    user = _user(request)
    rule = queries.get_rule(user, rule_id)
    trial = trying.try_rule(actor=user, rule=rule, at=clock.now()) if "try" in request.GET else None
    context = {
        "rule": rule,
        "anchor": anchors.get(rule.anchor),
        "sentence": saying.sentence(rule, queries.named_people(rule)),
        "trial": trial,
        "by_step": [(saying.step(rule.unit, number), count) for number, count in trial.by_step] if trial else [],
        "first": [(one, saying.step(rule.unit, one.step)) for one in trial.first] if trial else [],
        "shown": trying.SHOWN,
    }
    return pages.render(request, "reminders/rule.html", context)


@require_http_methods(["GET", "POST"])
def edit_rule(request: HttpRequest, rule_id: int = 0) -> HttpResponse:
    """Change a rule; 0: make one."""
    user = _user(request)
    rights.require(user, policies.EDIT)
    rule = queries.get_rule(user, rule_id) if rule_id else None
    form = forms.RuleForm(sent(request), instance=rule, initial=forms.initial_of(rule))

    def save() -> Any:
        more = {"rule_id": rule_id, "version": doors.version_of(request.POST)} if rule else {}
        named = form.cleaned_data["people"]
        return operations.save_rule(actor=user, changes=form.entries(), people_ids=named, at=clock.now(), **more)

    if request.method == "POST" and _saved(request, form, save, is_new=rule is None):
        back = reverse("reminders:rule-detail", args=[rule_id]) if rule else reverse("reminders:rules")
        return pages.leave(request, back, _("Saved"))
    version = doors.shown_version(request, rule) if rule else None
    context = {"rule": rule, "form": form, "version": version}
    return pages.render(request, "reminders/rule_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
def switch_rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Put a rule in use, or out of use."""
    version, is_on = doors.version_of(request.POST), request.POST.get("is_on") == "1"
    operations.switch_rule(actor=_user(request), rule_id=rule_id, is_on=is_on, version=version, at=clock.now())
    words = _("In use: it counts from now on") if is_on else _("Out of use")
    return pages.leave(request, reverse("reminders:rule-detail", args=[rule_id]), words)


@require_POST
def copy_rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Make a rule like this one, to be changed."""

    def copy() -> str:
        made = operations.copy_rule(actor=_user(request), rule_id=rule_id, at=clock.now())
        return reverse("reminders:rule-edit", args=[made.pk])

    return pages.leave(request, doors.once(request, copy), _("Copied; it is out of use until you switch it on"))


@require_GET
def list_words(request: HttpRequest) -> HttpResponse:
    """The words, with the rules that send them."""
    return pages.render(request, "reminders/words.html", {"rows": queries.list_templates(_user(request))})


@require_http_methods(["GET", "POST"])
def edit_words(request: HttpRequest, template_id: int = 0) -> HttpResponse:
    """Change words, with how they read beside them; 0: write new ones."""
    user = _user(request)
    rights.require(user, policies.EDIT)
    row = queries.get_template(user, template_id) if template_id else None
    form = forms.TemplateForm(sent(request), instance=row)

    def save() -> Any:
        more = {"template_id": template_id, "version": doors.version_of(request.POST)} if row else {}
        return operations.save_template(actor=user, changes=form.entries(), at=clock.now(), **more)

    is_trying = "preview" in request.POST
    if request.method == "POST" and not is_trying and _saved(request, form, save, is_new=row is None):
        return pages.leave(request, reverse("reminders:words"), _("Saved"))
    version = doors.shown_version(request, row) if row else None
    context = {"row": row, "form": form, "version": version, **_preview(request, row, form)}
    status = 422 if form.is_bound and not is_trying else 200
    return pages.render(request, "reminders/words_edit.html", context, status=status)


@require_POST
def preview_words(request: HttpRequest) -> HttpResponse:
    """How the words that are being typed would read."""
    return pages.part(request, "reminders/_preview.html", _preview(request, None, forms.PreviewForm(request.POST)))


def _preview(request: HttpRequest, row: Any, form: Any) -> dict[str, Any]:
    """Typed words, else the stored ones, with something real."""
    chosen = anchors.get(request.POST.get("anchor", "")) or queries.anchor_of(row)
    texts = {name: str(form[name].value() or "") for name in ("subject_zh", "text_zh", "subject_en", "text_en")}
    picker = forms.PreviewForm(initial={"anchor": chosen.code})
    return {
        "previews": previewing.preview(actor=_user(request), anchor=chosen, texts=texts, at=clock.now()),
        "picker": picker,
        "names": {**wording.COMMON, **chosen.words}.items(),
    }


def _saved(request: HttpRequest, form: Any, save: Any, *, is_new: bool) -> bool:
    if not is_new:
        return doors.accepted(form, save)
    return doors.accepted(form, lambda: doors.once(request, lambda: str(save().pk)))


def _user(request: HttpRequest) -> Any:
    return request.user
