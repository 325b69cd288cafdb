"""What the pages of commissions ask for. Shapes only; the operations decide."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import dates, errors
from common.money import plain
from common.typed import NumberField, read_number
from reports.commissions import choosing, queries, scale
from reports.commissions.models import CommissionRule
from reports.commissions.scale import Step

T = TypeVar("T")
ROWS = 5  # of rates that are offered at least
_TWO_NUMBERS = _("Write a line for each rate: from which share of the target, colon, rate, both in %: 100: 1.5")


class MonthField(forms.CharField):
    """A month as ``2026-10``; cleans to its first day."""

    def __init__(self, **options: Any):
        super().__init__(max_length=7, **options)
        self.widget.attrs |= {"class": "form-control so-num", "placeholder": "YYYY-MM"}

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%Y-%m}" if isinstance(value, date) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        found = choosing.read_month(text) if text else None
        if text and found is None:
            raise forms.ValidationError(_("Enter a month like 2026-10."))
        return found


class RuleForm(forms.Form):
    """A rule, its rates as rows: from which share of the target, which rate, both in percent."""

    name = forms.CharField(label=_("Name"), max_length=80)
    measure = forms.ChoiceField(label=_("Counted on"))
    department: Any = forms.ModelChoiceField(
        label=_("Department"), queryset=None, required=False, empty_label=_("everybody"),
        help_text=_("With all below it; the rule of the nearest department holds."),
    )  # fmt: skip
    first = MonthField(label=_("First month"))
    last = MonthField(
        label=pgettext_lazy("commission", "Last month"), required=False, help_text=_("Empty: until it is ended.")
    )
    is_whole: Any = forms.TypedChoiceField(
        label=_("How the rates hold"),
        coerce=lambda text: text == "1",
        choices=[("", _("each part of it at its rate")), ("1", _("the rate reached for all of it"))],
        required=False,
        empty_value=False,  # type: ignore[arg-type]
    )
    is_active = forms.BooleanField(label=pgettext_lazy("rule", "In use"), required=False, initial=True)

    def __init__(self, *args: Any, rule: CommissionRule | None = None, **kwargs: Any):
        steps = scale.read(rule.steps) if rule else (Step(Decimal(0), Decimal("0.01")),)
        kwargs["initial"] = _initial(rule, steps)
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["measure"].choices = [(code, one.label) for code, one in choosing.countable().items()]
        fields["department"].queryset = queries.departments()
        for place in range(min(scale.MOST_STEPS, max(ROWS, len(steps) + 2))):
            share, rate = _("from, % of the target"), pgettext_lazy("commission", "rate, %")
            fields[f"share_{place}"] = NumberField(label=share, required=False, max_digits=7, decimal_places=2)
            fields[f"rate_{place}"] = NumberField(label=rate, required=False, max_digits=7, decimal_places=4)

    @property
    def rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """The rows of rates as they are drawn."""
        place = 0
        while f"share_{place}" in self.fields:
            yield self[f"share_{place}"], self[f"rate_{place}"]
            place += 1

    def clean(self) -> dict[str, Any]:
        """A row has both numbers, or none."""
        data: dict[str, Any] = super().clean() or {}
        place = 0
        while f"share_{place}" in self.fields:
            share, rate = data.get(f"share_{place}"), data.get(f"rate_{place}")
            if (share is None) != (rate is None) and not self.errors:
                self.add_error(f"rate_{place}" if rate is None else f"share_{place}", _("Enter both numbers."))
            place += 1
        return data

    def entries(self) -> dict[str, Any]:
        """As the operation takes them."""
        data = self.cleaned_data
        pairs = [(data.get(one.name), data.get(other.name)) for one, other in self.rows]
        steps = [
            Step(share / scale.HUNDRED, rate / scale.HUNDRED)
            for share, rate in pairs
            if share is not None and rate is not None
        ]
        return {
            **{name: data[name] for name in ("name", "measure", "department", "is_whole", "is_active")},
            "steps": scale.write(sorted(steps, key=lambda one: one.share)),
            "valid_from": data["first"],
            "valid_until": dates.month_end(data["last"]) if data["last"] else None,
        }


def _initial(rule: CommissionRule | None, steps: scale.Steps) -> dict[str, Any]:
    found: dict[str, Any] = {"measure": "received"}
    if rule is not None:
        found = {name: getattr(rule, name) for name in ("name", "measure", "department", "is_active")}
        found |= {"first": rule.valid_from, "last": rule.valid_until, "is_whole": "1" if rule.is_whole else ""}
    for place, one in enumerate(steps):
        found[f"share_{place}"] = plain(one.share * scale.HUNDRED)
        found[f"rate_{place}"] = plain(one.rate * scale.HUNDRED)
    return found


_FIELDS = {"steps": "share_0", "valid_from": "first", "valid_until": "last"}


def beside(call: Callable[[], T]) -> Callable[[], T]:
    """Let what a call finds wrong with columns of a rule stand beside the fields of the form."""

    def run() -> T:
        try:
            return call()
        except errors.Invalid as error:
            error.fields = {_FIELDS.get(name, name): texts for name, texts in error.fields.items()}
            raise

    return run


class StepsField(forms.CharField):
    """Rates as lines in the console: ``100: 1.5`` is 1.5 % from 100 % of the target on."""

    def __init__(self, **options: Any):
        super().__init__(widget=forms.Textarea(attrs={"rows": 5}), help_text=_TWO_NUMBERS, **options)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        steps = scale.read(value)
        return "\n".join(f"{plain(one.share * scale.HUNDRED)}: {plain(one.rate * scale.HUNDRED)}" for one in steps)

    def to_python(self, value: Any) -> Any:
        found = []
        for line in re.split(r"[\n;；]+", str(super().to_python(value) or "")):
            if not line.strip():
                continue
            try:
                numbers = [read_number(part) for part in re.split(r"[:：]", line.replace("%", ""))]
                share, rate = [one for one in numbers if one is not None]
            except ValueError:
                raise forms.ValidationError(_TWO_NUMBERS) from None
            found.append(Step(share / scale.HUNDRED, rate / scale.HUNDRED))
        return scale.write(found)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(self.prepare_value(initial), self.prepare_value(data)))


class RuleAdminForm(forms.ModelForm):
    """A rule in the console."""

    measure = forms.ChoiceField(label=_("Counted on"))
    steps = StepsField(label=_("Rates"))

    class Meta:
        model = CommissionRule
        fields = ("name", "measure", "steps", "is_whole", "department", "valid_from", "valid_until", "is_active")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = [  # type: ignore[attr-defined]
            (code, one.label) for code, one in choosing.countable().items()
        ]

    def _post_clean(self) -> None:
        """Nothing is asked of the model here: the operation checks the row, field by field."""


class ConfirmForm(forms.Form):
    """A statement that is to be confirmed: what is added or taken away, and which months are made good."""

    adjustment = NumberField(
        label=pgettext_lazy("commission", "Adjustment"), required=False, max_digits=14, decimal_places=2
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)
    corrections = forms.MultipleChoiceField(
        label=_("Corrections of months before"), required=False, widget=forms.CheckboxSelectMultiple
    )
    shown = NumberField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, sheet: Any, words: dict[date, str], **kwargs: Any):
        months = [f"{month:%Y-%m}" for month in words]
        kwargs["initial"] = {"corrections": months, "shown": plain(sheet.total, 2)}
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["corrections"].choices = list(zip(months, words.values(), strict=True))
        if not words:
            del fields["corrections"]

    def entries(self) -> dict[str, Any]:
        """As the operation takes them."""
        data = self.cleaned_data
        kept = set(data.get("corrections", ()))
        offered = [value for value, _label in getattr(self.fields.get("corrections"), "choices", [])]
        without = [month for text in offered if text not in kept and (month := choosing.read_month(text))]
        return {
            "adjustment": data["adjustment"] or Decimal(0),
            "reason": data["reason"],
            "shown": data["shown"],
            "without": without,
        }


class ReasonForm(forms.Form):
    """Why a confirmation is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 2, "autofocus": True}))
