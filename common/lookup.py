"""A form field that names a row by its code: typed, pasted, or taken from suggestions; works without scripts."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class LookupField(forms.Field):
    """The text is a row's code, alone or followed by its name (the text that suggestions put in).

    ``find(code)`` returns the row that the person may see, or None; ``words(row)`` is what the box shows.
    The cleaned value is the row, or None when the box is empty.
    """

    default_error_messages = {"unknown": _("Nothing is known under “%(text)s”. Write a code, or choose from the list.")}

    def __init__(
        self, *, find: Callable[[str], Any] = lambda code: None, url: str | Promise | None = None, **options: Any
    ):
        self.find = find
        super().__init__(**options)
        if url is not None:  # asked for its value at import, a lazy address would be looked for too early
            self.widget.attrs["data-ac-url"] = url

    def prepare_value(self, value: Any) -> Any:
        return words(value) if hasattr(value, "code") else value

    def to_python(self, value: Any) -> Any:
        text = " ".join(str(value or "").split())
        if not text:
            return None
        found = self.find(text) or self.find(text.split(" ")[0])
        if found is None:
            raise ValidationError(self.error_messages["unknown"], code="unknown", params={"text": text})
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial) != data


def words(row: Any) -> str:
    """What a lookup shows of a row: code and name."""
    return f"{row.code} {row.name}"
