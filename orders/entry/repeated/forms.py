"""The form that keeps an order as a template."""

from django import forms
from django.utils.translation import gettext_lazy as _


class TemplateForm(forms.Form):
    """How the template is called, and who it is for."""

    name = forms.CharField(label=_("Name"), max_length=80)
    for_customer = forms.BooleanField(label=_("For this customer only"), required=False, initial=True)
    is_shared = forms.BooleanField(label=_("For everybody who enters orders"), required=False)
