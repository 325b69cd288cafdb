"""Which two revisions of an order to compare."""

from django import forms
from django.http import QueryDict

from common import errors

MOST = 100_000


class PairForm(forms.Form):
    """The earlier and the later one; empty: the present one and the one before it."""

    former = forms.IntegerField(required=False, min_value=1, max_value=MOST)
    later = forms.IntegerField(required=False, min_value=1, max_value=MOST)


def read_pair(query: QueryDict) -> tuple[int | None, int | None]:
    """The two that an address names. Raises Invalid."""
    form = PairForm(query)
    if not form.is_valid():
        raise errors.Invalid(fields={name: [str(text) for text in texts] for name, texts in form.errors.items()})
    return form.cleaned_data["former"], form.cleaned_data["later"]
