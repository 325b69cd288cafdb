"""Shapes of input for imports."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.imports.models import ImportProfile


class ManyFiles(forms.FileField):
    """Several uploads at once."""

    def __init__(self, **options: Any):
        super().__init__(widget=_ManyFilesInput(), **options)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        clean_one = super().clean
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [clean_one(file, initial) for file in files] or clean_one(None, initial)


class _ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class StartForm(forms.Form):
    """Files, and where their profile comes from."""

    files: Any = ManyFiles(label=_("Files"), help_text=_("CSV, CSV.gz or XLSX; all files that belong together."))
    saved = forms.ModelChoiceField(
        ImportProfile.objects.none(), label=_("Profile"), required=False, empty_label=_("Build it on the next page")
    )
    profile = forms.FileField(
        label=_("Or a profile from a file"), required=False, help_text=_("A TOML file, as described in the manual.")
    )

    def __init__(self, *args: Any, profiles: Any, **options: Any):
        super().__init__(*args, **options)
        field = self.fields["saved"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = profiles

    def clean_profile(self) -> str:
        upload = self.cleaned_data.get("profile")
        if not upload:
            return ""
        if upload.size > 200_000:
            raise forms.ValidationError(_("A profile is a short text; this file is too large."))
        try:
            return upload.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(_("The profile must be text in UTF-8.")) from None

    def profile_text(self) -> str:
        """The profile that was chosen; "" when it is to be built."""
        saved = self.cleaned_data.get("saved")
        return self.cleaned_data.get("profile") or (saved.text if saved else "")


class BatchForm(forms.Form):
    """The filled-in workbook of batch entry."""

    file = forms.FileField(
        label=_("Filled-in workbook"), widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"})
    )


class TextForm(forms.Form):
    """A profile as text."""

    text = forms.CharField(
        label=_("Profile"), widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "class": "so-code"}),
        max_length=200_000,
    )  # fmt: skip
