"""Shape of what people enter about a robot. Key and secret are taken, never drawn again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reminders.channels.models import Robot

_HIDDEN = {"autocomplete": "off"}


class RobotForm(forms.ModelForm):
    """A robot; an empty key leaves it as it was, and so does an empty secret unless it is taken away."""

    key = forms.CharField(
        label=_("Address of the robot"),
        max_length=400,
        required=False,
        widget=forms.PasswordInput(_HIDDEN),
        help_text=_("As the group chat shows it when the robot is added (https://…), or the key in it"),
    )
    secret = forms.CharField(
        label=_("Secret for signing"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(_HIDDEN),
        help_text=_("Where the robot of DingTalk or Feishu asks for a signature"),
    )
    drop_secret = forms.BooleanField(label=_("Sign no more"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=[("zh-hans", "简体中文"), ("en", "English")])

    field_order = ("name", "kind", "key", "secret", "drop_secret", "language", "is_active")

    class Meta:
        model = Robot
        fields = ("name", "kind", "language", "is_active")  # key and secret are never read for a page

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["drop_secret"], self.fields["is_active"]
            return
        self.fields["key"].help_text = _("Set, and shown to nobody. Empty: it stays as it is.")
        if self.instance.is_signing:
            self.fields["secret"].help_text = _("Set, and shown to nobody. Empty: it stays as it is.")
        else:
            del self.fields["drop_secret"]

    def given(self) -> dict[str, Any]:
        """What the operation takes."""
        found = dict(self.cleaned_data)
        if found.pop("drop_secret", False):
            found["secret"] = ""
        elif not found["secret"]:
            found["secret"] = None
        return found

    def _post_clean(self) -> None:
        """The operation checks; nothing that was typed is put into the row here."""
