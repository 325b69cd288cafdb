"""Where a custom field is used: rows that hold a value, saved conditions, field rules of roles.

The apps that keep the rows say which model that is (registry ``segments.custom_subjects``)."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.roles.models import FieldRule
from common.registry import Registry
from segments.custom_fields import columns, definitions, values
from segments.models import Segment

# subject → the model whose column ``custom`` holds the values
subjects: Registry[type[Model]] = Registry("segments.custom_subjects")


def in_parts(model: type[Model], old: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[Any, str, str]]:
    """(name, before, after) of each value of a row that differs, in words; a key without a definition as it is."""
    subject = next((key for key, one in subjects.items() if one is model), "")
    known = {one.key: one for one in definitions.every() if one.subject == subject}
    found: list[tuple[Any, str, str]] = []
    for key in values.changed(old, new):
        if one := known.get(key):
            found.append((one.label, values.words(one, old.get(key)), values.words(one, new.get(key))))
        else:
            found.append((key, str(old.get(key, "")), str(new.get(key, ""))))
    return found


def of(subject: str, key: str) -> list[str]:
    """What uses a field, in words; nothing for one that may still be changed in every way."""
    found = []
    if (model := subjects.get(subject)) and model._default_manager.filter(columns.held(key)).exists():
        found.append(_("values"))
    if conditions_naming(subject, key):
        found.append(_("saved conditions"))
    if FieldRule.objects.filter(field=definitions.guard_of(subject, key)).exists():
        found.append(_("field rules of roles"))
    return found


def conditions_naming(subject: str, key: str) -> list[str]:
    """The saved conditions in use that name a field."""
    naming = Segment.objects.filter(is_active=True, fields__contains=[definitions.term_key_of(subject, key)])
    return [str(one) for one in naming.order_by("pk")[:10]]
