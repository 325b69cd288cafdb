"""Forms of the console's own pages."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.people import queries as people
from accounts.people.models import User
from accounts.roles import queries as roles
from accounts.sign_in import queries as sign_ins
from accounts.single_sign_on import queries as identities
from accounts.trail import queries as trail
from common import clock, settings
from common.templatetags import fmt


class PersonForm(forms.ModelForm):
    """What the company keeps of a person, with his roles; a new one gets a first password."""

    roles = forms.MultipleChoiceField(label=_("Roles"), required=False, widget=forms.CheckboxSelectMultiple)
    password = forms.CharField(
        label=_("First password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Must be changed at the first sign-in. Empty: nobody can sign in under this name yet."),
    )

    invite = forms.BooleanField(
        label=_("Send an invitation"),
        required=False,
        help_text=_("A mail with a link by which the person chooses password and language. No first password then."),
    )

    class Meta:
        model = User
        fields = ("username", "name", "email", "phone", "job_title", "department", "language")
        widgets = {"language": forms.Select(choices=[("zh-hans", "简体中文"), ("en", "English")])}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "roles" in self.fields:
            self.fields["roles"].choices = [  # type: ignore[attr-defined]
                (role.code, str(role)) for role in roles.list_roles() if role.is_active
            ]
            self.initial["roles"] = roles.codes_of(self.instance.pk) if self.instance.pk else []

    def clean(self) -> dict[str, Any]:
        """One way in, not two: a password that somebody else knows would stay good beside the invitation."""
        cleaned = super().clean() or {}
        if cleaned.get("password") and cleaned.get("invite"):
            self.add_error("password", _("Either an invitation or a first password."))
        return cleaned


class NothingForm(forms.Form):
    """A question without fields."""


class SubstituteForm(forms.Form):
    """Who handles what the leaver owned."""

    substitute = forms.TypedChoiceField(label=_("Substitute"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, row: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["substitute"].choices = [("", "—")] + [  # type: ignore[attr-defined]
            (person.pk, person.name) for person in people.staff().exclude(pk=row.pk)
        ]


class NewPasswordForm(forms.Form):
    """A password set by somebody else."""

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validators_help_text_html,
    )


class DevicesForm(forms.Form):
    """Where a person is signed in, and which of these shall end."""

    chosen = forms.TypedMultipleChoiceField(label=_("Devices"), coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, row: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        found = sign_ins.list_devices(row, at=clock.now())
        self.fields["chosen"].choices = [(one.pk, _device_in_words(one)) for one in found]  # type: ignore[attr-defined]
        if not found:
            self.fields["chosen"].help_text = _("Nobody is signed in under this name now.")


class LinkForm(forms.Form):
    """What a person is at the provider: one of those who tried lately, or its word for him."""

    tried = forms.ChoiceField(label=_("Tried to sign in lately"), required=False)
    subject = forms.CharField(
        label=pgettext_lazy("identity", "Subject"),
        required=False,
        max_length=255,
        help_text=_("As the provider calls the account for good (“sub”), where it is not among those above."),
    )

    def __init__(self, *args: Any, row: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        found = identities.tried_lately(row, at=clock.now())
        self.fields["tried"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((one.subject, f"{one.address or '–'} · {one.subject} · {fmt.moment(one.at)}") for one in found),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("tried")) == bool(cleaned.get("subject")):
            self.add_error("subject", gettext("Choose one above, or enter the subject."))
        return cleaned


class UnlinkForm(forms.Form):
    """Which of the things a person is linked to shall go."""

    chosen = forms.TypedMultipleChoiceField(label=_("Identities"), coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, row: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = [  # type: ignore[attr-defined]
            (one.pk, _identity_in_words(one)) for one in identities.identities_of(row)
        ]


def _identity_in_words(one: Any) -> str:
    return gettext("%(subject)s at %(issuer)s · since %(since)s, by %(person)s") % {
        "subject": one.subject,
        "issuer": one.issuer,
        "since": fmt.moment(one.linked_at),
        "person": one.linked_by,
    }


def _device_in_words(one: sign_ins.Device) -> str:
    return gettext("%(device)s · %(address)s · since %(since)s · last seen %(seen)s") % {
        "device": one.device,
        "address": one.address or "–",
        "since": fmt.moment(one.started_at),
        "seen": fmt.moment(one.seen_at),
    }


class AuditSearchForm(forms.Form):
    """What to look for in the trail."""

    first = forms.DateField(label=_("From"), required=False, widget=forms.DateInput)
    last = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput)
    actor_id = forms.TypedChoiceField(label=_("Person"), coerce=int, empty_value=None, required=False)
    table = forms.ChoiceField(label=_("Table"), required=False)
    row_id = forms.CharField(label=_("Row number"), required=False, max_length=60)
    kind = forms.CharField(label=_("Event begins with"), required=False, max_length=60)
    request_id = forms.CharField(label=_("Request"), required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        machine = people.system_user()
        everybody = [(machine.pk, machine.name), *((one.pk, one.name) for one in people.people())]
        self.fields["actor_id"].choices = [("", _("Everybody")), *everybody]  # type: ignore[attr-defined]
        self.fields["table"].choices = [("", _("All tables")), *trail.tables()]  # type: ignore[attr-defined]


class ListField(forms.Field):
    """A list of short words, with spaces between."""

    def prepare_value(self, value: Any) -> Any:
        return " ".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> list[str]:
        return value if isinstance(value, list) else str(value or "").replace(",", " ").split()


def settings_form(keys: Sequence[str], data: Any = None) -> forms.Form:
    """A typed form over registered settings; a field's name is the setting's key. It carries what it showed."""
    form = forms.Form(data, initial={key: settings.get(key) for key in keys})
    for key in keys:
        form.fields[key] = _setting_field(key, settings.definitions[key])
        form.fields[key].show_hidden_initial = True
    return form


def _is_fixed(definition: settings.Definition) -> bool:
    return bool(definition.fixed and definition.fixed())


def _setting_field(key: str, definition: settings.Definition) -> forms.Field:
    hint = f"{key} · {definition.bounds}" if definition.bounds else key
    options: dict[str, Any] = {"label": definition.help, "help_text": hint, "required": False}
    if definition.choices and isinstance(definition.default, list):
        known = definition.choices()
        return forms.MultipleChoiceField(choices=known, widget=forms.CheckboxSelectMultiple, **options)
    if definition.choices:
        now, known = settings.get(key), list(definition.choices())
        gone = [] if now in dict(known) else [(now, now)]  # kept until somebody chooses another one
        return forms.ChoiceField(choices=[*known, *gone], disabled=_is_fixed(definition), **options)
    if isinstance(definition.default, bool):
        return forms.BooleanField(**options)
    if isinstance(definition.default, int):
        ends = {"min_value": definition.bounds.least, "max_value": definition.bounds.most} if definition.bounds else {}
        return forms.IntegerField(**{**options, **ends, "required": True})
    if isinstance(definition.default, list) and all(isinstance(item, str) for item in definition.default):
        return ListField(**options)
    if isinstance(definition.default, list | dict):
        return forms.JSONField(widget=forms.Textarea(attrs={"rows": 8}), **options)
    return forms.CharField(max_length=settings.TEXT_LENGTH, **options)
