"""What the export button of a list sends."""

from django import forms

from accounts.exports.operations import QUERY_LENGTH
from common.exports.models import Export


class StartForm(forms.Form):
    """A list, the format, and the query string of the page."""

    list = forms.CharField(max_length=40)
    format = forms.ChoiceField(choices=Export.Form.choices)  # a field “form” would hide the form of its button
    query = forms.CharField(max_length=QUERY_LENGTH, required=False)
