"""What the pages around a forgotten password and an invitation ask for."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class ForgotForm(forms.Form):
    """Who one is: a sign-in name or a mail address, whichever comes to mind."""

    who = forms.CharField(label=_("Sign-in name or e-mail"), max_length=254)


class NewPasswordForm(forms.Form):
    """A password of one's own, twice."""

    new = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters, not only digits, not your name, not one that everybody uses."),
    )
    again = forms.CharField(
        label=_("New password once more"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("new") and cleaned.get("again") and cleaned["new"] != cleaned["again"]:
            self.add_error("again", _("The two new passwords differ."))
        return cleaned


class JoinForm(NewPasswordForm):
    """What somebody invited chooses."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    field_order = ["language", "new", "again"]
