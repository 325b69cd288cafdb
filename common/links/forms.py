"""What forms behind signed links share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.links import signatures


class SignatureField(forms.CharField):
    """A signature that was drawn, where the browser can (``static/js/signature.js``): its picture, or None."""

    def __init__(self, **options: Any):
        defaults = {"required": False, "widget": forms.HiddenInput, "max_length": signatures.LARGEST * 2}
        super().__init__(**{**defaults, **options})

    def clean(self, value: Any) -> Any:
        """The picture."""
        try:
            return signatures.decode(super().clean(value))
        except ValueError as error:
            raise ValidationError(_("The signature did not arrive whole. Draw it again, or leave it.")) from error
