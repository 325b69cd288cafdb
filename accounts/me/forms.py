"""What a person may choose for himself."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from accounts.tokens.operations import DEFAULT_DAYS


class PreferencesForm(forms.Form):
    """Any of the five; the menu of the shell sends one at a time."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, required=False)
    theme = forms.ChoiceField(label=_("Theme"), choices=User.Theme.choices, required=False)
    density = forms.ChoiceField(label=_("Row height"), choices=User.Density.choices, required=False)
    single_keys = forms.ChoiceField(
        label=_("Single-letter shortcuts"),
        choices=[("on", _("On")), ("off", _("Off"))],
        required=False,
        help_text=_("Like N for a new order. Off, if they get in the way of a screen reader or voice control."),
    )

    wants_mail = forms.ChoiceField(
        label=_("Messages by mail"),
        choices=[("on", _("On")), ("off", _("Off"))],
        required=False,
        help_text=_(
            "When an approval waits for you or is decided, a colleague mentions you or hands work over to you."
        ),
    )

    def changes(self) -> dict[str, object]:
        """What was sent, as the operation takes it."""
        sent = {name: value for name, value in self.cleaned_data.items() if value}
        return {name: value == "on" if name in ("single_keys", "wants_mail") else value for name, value in sent.items()}


class PasswordForm(forms.Form):
    """The present password, and the new one twice."""

    current = forms.CharField(
        label=_("Present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters, not only digits, not your name, not one that everybody uses."),
    )
    again = forms.CharField(
        label=_("New password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("new") and cleaned.get("again") and cleaned["new"] != cleaned["again"]:
            self.add_error("again", _("The two new passwords differ."))
        return cleaned


class TokenForm(forms.Form):
    """An API token of one's own."""

    name = forms.CharField(label=_("Which system uses it"), max_length=80)
    days = forms.IntegerField(label=_("Valid for days"), initial=DEFAULT_DAYS, min_value=1)
    scopes = forms.CharField(
        label=_("Only for these rights"),
        required=False,
        help_text=_(
            "Rights like order.view, or order.* for all of a kind, with spaces between. Empty: all of yours. Who reads"
            " the change feed needs event.feed and the rights to see what it is about, like order.view."
        ),
    )

    def clean_scopes(self) -> list[str]:
        return str(self.cleaned_data["scopes"]).replace(",", " ").split()
