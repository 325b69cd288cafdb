"""Shapes of what is entered on the pages of the classification rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.exports.models import Export
from segments.classification.models import Rule, Tag
from segments.classification.operations import RULE_FIELDS, TAG_FIELDS
from segments.classification.trying import WAYS

_CODES = _("Codes, with spaces between")


class CodesField(forms.CharField):
    """A list of codes in one line."""

    def __init__(self, **options: Any):
        super().__init__(**{"required": False, "help_text": _CODES, **options})

    def prepare_value(self, value: Any) -> Any:
        return " ".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        return list(dict.fromkeys(str(value or "").replace(",", " ").upper().split()))


class LinesField(forms.CharField):
    """A list of texts, one a line; spaces at the ends are the rule's own business."""

    def __init__(self, **options: Any):
        widget = forms.Textarea(attrs={"rows": 3})
        super().__init__(**{"required": False, "widget": widget, "strip": False, **options})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        return value if isinstance(value, list) else [line for line in str(value or "").splitlines() if line.strip()]


class RuleForm(forms.ModelForm):
    """A rule of the draft."""

    operands = LinesField(label=_("Values"), help_text=_("One a line; of a range from and to"))
    tags = CodesField(label=_("Tags"))
    when = CodesField(label=_("Only if"))
    unless = CodesField(label=_("Not if"))
    flags = CodesField(label=_("Exceptions where it holds"))
    misfit_flags = CodesField(label=_("Exceptions where the text does not fit"))
    empty_flags = CodesField(label=_("Exceptions where there is no text"))

    class Meta:
        model = Rule
        fields = RULE_FIELDS

    def _post_clean(self) -> None:
        """The operation checks the rule; the form only reads it."""


class TagForm(forms.ModelForm):
    """A name of the draft."""

    class Meta:
        model = Tag
        fields = TAG_FIELDS

    def _post_clean(self) -> None:
        """The operation checks the name; the form only reads it."""


class NoteForm(forms.Form):
    """What a version is for."""

    note = forms.CharField(label=_("What changed"), required=False, max_length=300)


class TryForm(forms.Form):
    """Texts to try rules on."""

    way = forms.ChoiceField(label=_("What is pasted"), choices=[(key, way.label) for key, way in WAYS.items()])
    rules = forms.ChoiceField(
        label=_("Rules"), choices=[("active", _("In force")), ("draft", _("Draft"))], required=False
    )
    texts = forms.CharField(
        label=_("Codes or names"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One a line, at most 10,000; several fields of a line with tabs between, as from a spreadsheet"),
    )
    shown = forms.CharField(label=_("Show only"), required=False, max_length=40, widget=forms.Select)

    def offer(self, choices: list[tuple[str, Any]]) -> None:
        """What can be shown alone."""
        self.fields["shown"].widget.choices = choices  # type: ignore[attr-defined]


class TryFileForm(TryForm):
    """The same, to be taken away."""

    format = forms.ChoiceField(choices=Export.Form.choices)  # as in the form of exports
