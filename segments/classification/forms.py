"""Shapes of what is entered on the pages of the classification rules."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.classification import wording
from common.classification.rules import LONGEST_OPERAND, TEXTUAL, Kind
from common.errors import Text
from common.exports.lists import FORMS
from common.exports.models import Export
from segments.classification.models import Rule, Tag
from segments.classification.operations import RULE_FIELDS, TAG_FIELDS
from segments.classification.trying import WAYS

TEXTUAL_KINDS = " ".join(sorted(TEXTUAL))


class NamedField(forms.MultipleChoiceField):
    """Codes, chosen by the names that the draft has for them; one that nobody named stays where it stands."""

    def __init__(self, **options: Any):
        super().__init__(**{"required": False, "widget": forms.SelectMultiple(attrs=_PICKED), **options})

    def offer(self, groups: Mapping[str, Mapping[str, Text]], present: Iterable[str]) -> None:
        """The names to choose from, in their groups, with what stands there already."""
        known = {code for group in groups.values() for code in group}
        found: list[Any] = [(label, list(group.items())) for label, group in groups.items() if group]
        self.choices = [*found, *((code, code) for code in present if code not in known)]

    def clean(self, value: Any) -> list[str]:
        """The codes, each once. Raises ValidationError."""
        return list(dict.fromkeys(super().clean(value)))


_PICKED = {"data-picklist": True, "size": 4}


class LinesField(forms.CharField):
    """A list of texts, one a line; spaces at the ends are the rule's own business."""

    def __init__(self, **options: Any):
        widget = forms.Textarea(attrs={"rows": 3, "data-only": f"kind={TEXTUAL_KINDS}"})
        super().__init__(**{"required": False, "widget": widget, "strip": False, **options})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        return value if isinstance(value, list) else [line for line in str(value or "").splitlines() if line.strip()]

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if any(len(line) > LONGEST_OPERAND for line in value):
            raise forms.ValidationError(_("A value has at most %(most)s letters.") % {"most": LONGEST_OPERAND})


class RuleForm(forms.ModelForm):
    """A rule of a draft: what it gives and asks for is chosen by the draft's names. A pattern is shown and read in the
    reader's language; of a range both bounds may stand on one line."""

    operands = LinesField(label=_("Values"), help_text=_("One a line; of a range from and to"))
    tags = NamedField(label=_("Tags"))
    group = forms.ChoiceField(label=pgettext_lazy("tags", "Group"), required=False)
    when = NamedField(label=_("Only if"))
    unless = NamedField(label=_("Not if"))
    flags = NamedField(label=_("Deviations where it holds"))
    misfit_flags = NamedField(label=_("Deviations where the text does not fit"))
    empty_flags = NamedField(label=_("Deviations where there is no text"))

    class Meta:
        model = Rule
        fields = RULE_FIELDS

    def __init__(self, *args: Any, names: Iterable[Tag], **options: Any):
        super().__init__(*args, **options)
        rule, kinds = self.instance, Tag.Kind
        known: dict[str, dict[str, Text]] = {kind: {} for kind in kinds.values}
        for one in names:
            known[one.kind][one.code] = str(one)
        tags = {str(kinds.TAG.label): known[kinds.TAG]}
        asked = {**tags, str(kinds.GROUP.label): known[kinds.GROUP]}
        flags = {str(kinds.FLAG.label): known[kinds.FLAG]}
        for name in _LISTS:
            offered = tags if name == "tags" else asked if name in ("when", "unless") else flags
            self.fields[name].offer(offered, getattr(rule, name))  # type: ignore[attr-defined]
        for name in ("misfit_flags", "empty_flags"):
            self.fields[name].widget.attrs["data-only"] = f"kind={TEXTUAL_KINDS}"
        groups = dict(known[kinds.GROUP])
        if rule.group:
            groups.setdefault(rule.group, rule.group)
        self.fields["group"].choices = [("", "–"), *groups.items()]  # type: ignore[attr-defined]
        if rule.kind == Kind.PATTERN:
            self.initial["operands"] = [wording.operand(Kind.PATTERN, text) for text in rule.operands]

    @property
    def pattern_hint(self) -> str:
        """How a pattern is written, with the names that the list of rules shows."""
        example = wording.operand(Kind.PATTERN, "{brand}-{tonnage}-{structure}")
        words = _(
            "A pattern has parts in braces, like %(example)s; {*} is any text, {_} some text, {#} digits at the end."
        )
        return words % {"example": example}

    def clean(self) -> dict[str, Any]:
        """What the kind of rule does not look at is not sent; a range of one line is two bounds."""
        found = super().clean() or {}
        if found.get("kind") not in TEXTUAL:
            found |= {"operands": [], "misfit_flags": [], "empty_flags": []}
        elif found["kind"] == Kind.RANGE and len(found.get("operands", [])) == 1:
            found["operands"] = [one for one in _BETWEEN.split(found["operands"][0].strip()) if one]
        return found

    def _post_clean(self) -> None:
        """The operation checks the rule; the form only reads it."""


_LISTS = ("tags", "when", "unless", "flags", "misfit_flags", "empty_flags")
_BETWEEN = re.compile(r"\s*[~～—–至到]\s*|\s+-\s+|\s+")


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
    shown = forms.CharField(label=_("Show only"), required=False, max_length=40, widget=forms.HiddenInput)


class TryFileForm(TryForm):
    """The same, to be taken away."""

    format = forms.ChoiceField(choices=[(form, Export.Form(form).label) for form in FORMS])  # as a list may be
