"""What the sign-in asks for, in one or two steps."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(forms.Form):
    """Name and password."""

    username = forms.CharField(label=_("Sign-in name"), max_length=150)
    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput, strip=False, max_length=1000)

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).strip().lower()


class SecondFactorForm(forms.Form):
    """Six digits of the authenticator, or a recovery code."""

    token = forms.CharField(label=_("One-time code"), max_length=20)

    def clean_token(self) -> str:
        return "".join(str(self.cleaned_data["token"]).split()).lower()
