"""A condition that names a row: by its number as pages do, or by its code or sign-in name as other systems do."""

from collections.abc import Callable
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

CODE_MARK = "code:"  # before a code that consists of digits only

Find = Callable[[str], int | None]


def by(model: type[Model], column: str = "code") -> Find:
    """Find the number of the row whose ``column`` is exactly the text."""

    def find(text: str) -> int | None:
        return model._default_manager.filter(**{column: text}).values_list("pk", flat=True).first()

    return find


class ReferenceField(forms.CharField):
    """Cleans to the row's number; None where nothing was given."""

    default_error_messages = {"unknown": _("Nothing is known under “%(text)s”.")}

    def __init__(self, *, find: Find, **options: Any):
        self.find = find
        super().__init__(max_length=200, **options)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        if text.isdecimal() and len(text) < 19:
            return int(text)
        found = self.find(text.removeprefix(CODE_MARK))
        if found is None:
            raise ValidationError(self.error_messages["unknown"], code="unknown", params={"text": text})
        return found


class ReferenceFilter(django_filters.Filter):
    """Rows that point to the one named; ``find`` turns its code into its number, ``words`` says for the API
    what may be written instead of the number."""

    field_class = ReferenceField

    def __init__(self, *args: Any, find: Find, words: str = "code", **options: Any):
        self.words = words
        super().__init__(*args, find=find, **options)
