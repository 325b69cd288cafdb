"""Custom fields in forms: named as refusals name them (``custom.<key>``), so that each finds its place."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from accounts.people.models import User
from common.typed import NumberField
from segments.custom_fields import definitions, values
from segments.custom_fields.definitions import Definition, Kind

LONG = 120  # letters from which on a text gets more than one line


def add(
    form: forms.BaseForm,
    actor: User,
    subject: str,
    kept: Mapping[str, Any] | None,
    *,
    leave_out: Collection[str] = (),
) -> None:
    """Give the form the fields of a subject that the actor sees, with the values of a row, or (``kept`` None) with the
    defaults of a new one. None is required by the form: the operation decides."""
    for one in definitions.visible(actor, subject):
        if one.key in leave_out:
            continue
        present = one.default if kept is None else values.shown_value(actor, one, kept.get(one.key))
        form.fields[one.name] = form_field(one, present)
        form.initial[one.name] = _initial(present)


def of(form: forms.BaseForm) -> Iterator[forms.BoundField]:
    """The custom fields of a form, to be drawn."""
    return (form[name] for name in form.fields if _is_own(name))


def given(form: forms.BaseForm, *, changed_only: bool) -> dict[str, Any]:
    """Key → what was typed: of all custom fields that were sent, or of those that differ from what the form showed."""
    names = [name for name in form.fields if _is_own(name) and name in form.data]
    if changed_only:
        names = [name for name in names if name in form.changed_data]
    return {name.partition(".")[2]: form.cleaned_data.get(name) for name in names}


def _is_own(name: str) -> bool:
    return name.startswith(f"{definitions.PREFIX}.")


def _initial(present: Any) -> Any:
    return {True: "true", False: "false"}[present] if isinstance(present, bool) else present


def form_field(one: Definition, present: Any = None) -> forms.Field:
    """The field as a form draws and reads it."""
    options: dict[str, Any] = {"label": one.label, "help_text": one.help, "required": False}
    kind = Kind(one.kind)
    if kind is Kind.NUMBER:
        return NumberField(**options)
    if kind is Kind.DATE:
        return forms.DateField(widget=forms.DateInput, **options)
    if kind in (Kind.CHOICE, Kind.FLAG):
        return forms.ChoiceField(choices=[("", "–"), *pairs(one, present)], **options)
    widget = forms.Textarea({"rows": 2}) if one.longest > LONG else forms.TextInput
    return forms.CharField(max_length=one.longest, widget=widget, **options)


def pairs(one: Definition, present: Any = None) -> list[tuple[str, Any]]:
    """(value, words) that may be chosen; one that is not offered any more as long as it stands there."""
    if one.kind == Kind.FLAG:
        return [("true", _("yes")), ("false", _("no"))]
    return [(option.code, values.words(one, option.code)) for option in one.options if _may_stand(option, present)]


def _may_stand(option: definitions.Option, present: Any) -> bool:
    return option.is_offered or option.code == present
