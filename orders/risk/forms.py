"""Shapes of what people enter about risks."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.people import queries as people
from common.typed import NumberField, read_number
from orders.risk import queries
from orders.risk.choices import Asked, Level, Outcome, RiskState, Rule, TalksState

_AREA = forms.Textarea(attrs={"rows": 3})
FALSE = "FALSE_ALARM"
ROWS = 3


class FilterForm(forms.Form):
    """The filter above the list."""

    rule = forms.ChoiceField(label=gettext_lazy("Rule"), required=False, choices=[("", "–"), *Rule.choices])
    level = forms.ChoiceField(label=gettext_lazy("Level"), required=False, choices=[("", "–"), *Level.choices])
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False, choices=[("", "–"), *RiskState.choices])

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select sm"


class EndForm(forms.Form):
    """How it ended."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        choices=[
            *((one.value, one.label) for one in (Outcome.AVERTED, Outcome.HAPPENED)),
            (FALSE, pgettext_lazy("risk", "False alarm")),
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=gettext_lazy("What was done, or why not"), max_length=500, widget=_AREA)


class OwnerForm(forms.Form):
    """Whose it is."""

    owner = forms.TypedChoiceField(label=gettext_lazy("Owner"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [(one.pk, one.name) for one in people.staff()]  # type: ignore[attr-defined]


class RenegotiationForm(OwnerForm):
    """What is asked of the customer, by whom, until when."""

    asked = forms.ChoiceField(label=gettext_lazy("What is renegotiated"), choices=Asked.choices)
    text = forms.CharField(label=gettext_lazy("What is asked of the customer"), max_length=500, widget=_AREA)
    due_date = forms.DateField(label=gettext_lazy("Due"), widget=forms.DateInput)
    field_order = ("asked", "text", "owner", "due_date")

    def columns(self) -> dict[str, Any]:
        """The entries as the operation takes them."""
        data = dict(self.cleaned_data)
        return {"owner_id": data.pop("owner"), **data}


class MoveForm(OwnerForm):
    """Another owner or day of a renegotiation, and why."""

    due_date = forms.DateField(label=gettext_lazy("Due"), widget=forms.DateInput)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500, widget=_AREA)

    def columns(self) -> dict[str, Any]:
        """The entries as the operation takes them."""
        data = dict(self.cleaned_data)
        return {"owner_id": data.pop("owner"), **data}


class ConcludeForm(forms.Form):
    """What came of a renegotiation."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        choices=[(one.value, one.label) for one in TalksState if one != TalksState.OPEN],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=gettext_lazy("What was agreed, or why not"), max_length=500, widget=_AREA)


class MaterialForm(forms.Form):
    """A material."""

    name = forms.CharField(label=gettext_lazy("Material"), max_length=80)
    category = forms.TypedChoiceField(label=gettext_lazy("Product family"), coerce=int)
    share = NumberField(
        label=gettext_lazy("Share of the cost, percent"), min_value=Decimal("0.01"), max_value=100, decimal_places=2
    )
    is_active = forms.BooleanField(label=gettext_lazy("Active"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = queries.families()  # type: ignore[attr-defined]

    def columns(self) -> dict[str, Any]:
        """The entries as the operation takes them."""
        data = dict(self.cleaned_data)
        return {"category_id": data.pop("category"), **data}


class PricesForm(forms.Form):
    """Prices pasted from a spreadsheet: a day and a price a line."""

    prices = forms.CharField(
        label=gettext_lazy("Day and price, a line each"),
        widget=forms.Textarea(attrs={"rows": 8, "placeholder": "2026-11-01\t3650"}),
        help_text=gettext_lazy("Pasted from a spreadsheet or typed; a day said again takes the new price"),
    )
    source = forms.CharField(label=gettext_lazy("Source"), max_length=80, required=False)

    def clean_prices(self) -> list[tuple[date, Decimal]]:
        found, wrong = [], []
        for number, line in enumerate(self.cleaned_data["prices"].splitlines(), 1):
            if not line.strip():
                continue
            day, _gap, price = line.strip().replace("\t", " ").partition(" ")
            try:
                read = read_number(price)
                found.append((date.fromisoformat(day.replace("/", "-").replace(".", "-")), read))
                if read is None:
                    raise ValueError(line)
            except ValueError:
                wrong.append(str(number))
        if wrong:
            raise forms.ValidationError(_("These lines are no day and price: %(lines)s.") % {"lines": ", ".join(wrong)})
        return [(day, price) for day, price in found if price is not None]


class AssessmentForm(forms.Form):
    """An assessment with a few measures."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    findings = forms.CharField(label=gettext_lazy("Findings"), widget=forms.Textarea(attrs={"rows": 6}))
    next_on = forms.DateField(label=gettext_lazy("Next on"), required=False, widget=forms.DateInput)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        staff = [("", "–"), *((one.pk, one.name) for one in people.staff())]
        for place in range(ROWS):
            self.fields[f"text-{place}"] = forms.CharField(label=_("Measure"), max_length=500, required=False)
            self.fields[f"owner-{place}"] = forms.TypedChoiceField(
                label=_("Owner"), choices=staff, coerce=int, empty_value=None, required=False
            )
            self.fields[f"due_date-{place}"] = forms.DateField(label=_("Due"), required=False, widget=forms.DateInput)

    def rows(self) -> list[dict[str, Any]]:
        """The fields of each measure."""
        return [{name: self[f"{name}-{place}"] for name in ("text", "owner", "due_date")} for place in range(ROWS)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for place in range(ROWS):
            given = [data.get(f"{name}-{place}") for name in ("text", "owner", "due_date")]
            if any(given) and not all(given):
                self.add_error(f"text-{place}", _("Say what, who and until when."))
        return data

    def measures(self) -> list[tuple[str, int, date]]:
        """What is to be done: text, owner, day."""
        data = self.cleaned_data
        return [
            (data[f"text-{place}"], data[f"owner-{place}"], data[f"due_date-{place}"])
            for place in range(ROWS)
            if data.get(f"text-{place}")
        ]
