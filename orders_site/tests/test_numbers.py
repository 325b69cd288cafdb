"""One reader for the numbers that people type, on every page."""

from collections.abc import Iterator

from django import forms
from django.urls import get_resolver

from common.typed import NumberField

OURS = ("accounts.", "common.", "customers.", "orders.", "orders_site.", "products.", "segments.")


def _forms(above: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for one in above.__subclasses__():
        yield one
        yield from _forms(one)


def test_every_form_reads_decimals_the_same_way():
    assert get_resolver().url_patterns  # which imports every form
    others = {
        f"{form.__module__}.{form.__name__}.{name}"
        for form in _forms(forms.BaseForm)
        if form.__module__.startswith(OURS) and ".tests." not in form.__module__
        for name, field in form.base_fields.items()  # type: ignore[attr-defined]
        if isinstance(field, forms.DecimalField) and not isinstance(field, NumberField)
    }
    assert others == set()
