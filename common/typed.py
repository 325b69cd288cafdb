"""Numbers as people type and paste them: the one reader behind every page (API and imports have their own rules)."""

import re
import unicodedata
from decimal import Decimal
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from common import reference

_NUMBER = re.compile(r"([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]*)(?:\.([0-9]+))?", re.ASCII)
_MOST = 40  # letters; more is no number that a column takes
LARGEST_KEY = 2**63 - 1
NOT_A_NUMBER = _("Enter a number, like 1234.50 or 1,234.50.")


def read_number(text: str) -> Decimal | None:
    """The number that was typed: full-width digits, thousands separators where they stand right. None where there
    is none. Raises ValueError for anything else: ``1,5``, exponents, NaN."""
    text = unicodedata.normalize("NFKC", text).strip().replace("\N{MINUS SIGN}", "-")
    if not text:
        return None
    match = _NUMBER.fullmatch(text) if len(text) <= _MOST else None
    if match is None or not (match[2] or match[3]):
        raise ValueError(text)
    fraction = f".{match[3]}" if match[3] else ""
    return Decimal(f"{match[1]}{match[2].replace(',', '').replace(' ', '') or 0}{fraction}")


def read_key(text: Any) -> int | None:
    """The row key in an address or a hidden field; None for what no row can have."""
    text = str(text or "")
    key = int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else 0
    return key if 0 < key <= LARGEST_KEY else None


class NumberField(forms.DecimalField):
    """A decimal as ``read_number`` reads it. A text input: the browser's own number input refuses separators."""

    widget = forms.TextInput
    default_error_messages = {"invalid": NOT_A_NUMBER}

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """Raises ValidationError."""
        if value is None or isinstance(value, Decimal | int):
            return super().to_python(value)
        try:
            return read_number(str(value))
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        """A figure of the database without the zeros that only its column has: 16.0000 stands as 16."""
        if isinstance(value, Decimal) and value.is_finite() and int(value.as_tuple().exponent) < -2:
            return format(value.normalize(), "f")
        return value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "decimal"}


class NameField(forms.CharField):
    """The name of a row that may come with the software: it stands in the form as people read it, and what was not
    touched is stored as it was."""

    stored: str | None = None  # of the form that the field belongs to

    def get_bound_field(self, form: Any, field_name: str) -> forms.BoundField:
        self.stored = form.get_initial_for_field(self, field_name)
        return super().get_bound_field(form, field_name)

    def prepare_value(self, value: Any) -> Any:
        return reference.shown(value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> Any:
        typed = super().to_python(value)
        return self.stored if self.stored and typed == reference.shown(self.stored) else typed


class AmountFilter(django_filters.NumberFilter):
    """A bound on the amounts of a list."""

    field_class = NumberField
