"""What pages ask for about exceptions, claims and contingency plans. Shapes only; the operations decide."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people import queries as people
from common.typed import NumberField
from customers import queries as customers
from orders.exceptions.choices import Cause, Kind, Remedy, Responsible, Severity, ToldBy
from products.catalogue import queries as catalogue

ZERO = Decimal(0)
_EMPTY = [("", "–")]
STEP_ROWS = 8


def _text(label: Any, *, rows: int = 3, required: bool = True, focus: bool = False, **options: Any) -> forms.CharField:
    attrs: dict[str, Any] = {"rows": rows, **({"autofocus": True} if focus else {})}
    widget = forms.Textarea(attrs)
    return forms.CharField(label=label, required=required, max_length=4000, widget=widget, **options)


def _money(label: Any, *, required: bool = False, **options: Any) -> NumberField:
    return NumberField(label=label, required=required, min_value=ZERO, max_digits=20, decimal_places=2, **options)


def _staff() -> list[tuple[int, str]]:
    return [(one.pk, f"{one.name} · {one.department or '–'}") for one in people.active_people()]


def _person(label: Any, *, required: bool = False, **options: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, coerce=int, empty_value=None, required=required, **options)


class RaiseForm(forms.Form):
    """Something that went wrong."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    severity = forms.ChoiceField(label=_("Severity"), choices=Severity.choices, initial=Severity.SERIOUS)
    line_no = forms.TypedChoiceField(label=_("Line"), coerce=int, empty_value=None, required=False)
    description = _text(_("What happened"), focus=True)
    owner_id = _person(_("Who answers"), help_text=_("Empty: who carries the order out"))
    disputed_amount = _money(_("Disputed amount"), help_text=_("It is left out of dunning while this is open"))
    disputed_document = forms.CharField(label=_("Disputed invoice"), max_length=60, required=False)

    def __init__(self, *args: Any, lines: Iterable[Any], with_amounts: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        rows = [(line.line_no, f"{line.line_no} {line.product_name}") for line in lines]
        self.fields["owner_id"].choices = [*_EMPTY, *_staff()]  # type: ignore[attr-defined]
        self.fields["line_no"].choices = [("", _("The whole order")), *rows]  # type: ignore[attr-defined]
        if not rows:
            for name in ("line_no", "disputed_amount", "disputed_document"):
                del self.fields[name]
        elif not with_amounts:
            del self.fields["disputed_amount"], self.fields["disputed_document"]

    def columns(self) -> dict[str, Any]:
        """The entries as the operation takes them."""
        return {name: value for name, value in self.cleaned_data.items() if value is not None}


class FindingsForm(forms.Form):
    """What was found out, and what is done."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    severity = forms.ChoiceField(label=_("Severity"), choices=Severity.choices)
    owner = _person(_("Who answers"), required=True)
    cause = forms.ChoiceField(label=_("Root cause"), choices=[*_EMPTY, *Cause.choices], required=False)
    responsible = forms.ChoiceField(
        label=_("Who answers for it"), choices=[*_EMPTY, *Responsible.choices], required=False
    )
    cause_text = _text(_("Root cause in words"), rows=2, required=False)
    remedy = forms.ChoiceField(label=_("Remedy"), choices=[*_EMPTY, *Remedy.choices], required=False)
    cost = _money(_("Cost"), help_text=_("In the company's currency"))
    remedy_text = _text(_("Remedy in words"), rows=2, required=False)
    disputed_amount = _money(_("Disputed amount"))
    disputed_document = forms.CharField(label=_("Disputed invoice"), max_length=60, required=False)

    def __init__(self, *args: Any, hidden: Iterable[str] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = _staff()  # type: ignore[attr-defined]
        for name in hidden:
            del self.fields[name]

    def columns(self) -> dict[str, Any]:
        """What was changed, as the operation takes it."""
        found = {name: self.cleaned_data[name] for name in self.changed_data if name in self.fields}
        if "disputed_amount" in found:
            found["disputed_amount"] = found["disputed_amount"] or ZERO
        return found


class AnswerForm(forms.Form):
    """What is being done."""

    answer = _text(_("Answer"), focus=True, help_text=_("What is being done, and until when"))


class DecisionForm(forms.Form):
    """What was decided together."""

    participants = forms.CharField(
        label=_("Who took part"), max_length=300, widget=forms.TextInput({"autofocus": True})
    )
    text = _text(_("What was decided"))
    responsible_id = _person(_("Who does it"), required=True)
    due_date = forms.DateField(label=_("By when"), required=False, widget=forms.DateInput)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["responsible_id"].choices = [*_EMPTY, *_staff()]  # type: ignore[attr-defined]


class ToldForm(forms.Form):
    """When and how the customer was told, and what."""

    told_date = forms.DateField(label=_("Customer told on"), widget=forms.DateInput)
    told_how = forms.ChoiceField(label=_("Customer told by"), choices=ToldBy.choices)
    told_text = _text(_("What the customer was told"), focus=True)


class ReasonForm(forms.Form):
    """Why."""

    reason = _text(_("Reason"), focus=True)


class ConfirmForm(forms.Form):
    """A question without a field."""


class PlanChoiceForm(forms.Form):
    """The plan that is taken up."""

    plan_id = forms.TypedChoiceField(label=_("Contingency plan"), coerce=int)

    def __init__(self, *args: Any, plans: Iterable[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["plan_id"].choices = [(plan.pk, plan.name) for plan in plans]  # type: ignore[attr-defined]


class ClaimForm(forms.Form):
    """What is claimed from a carrier."""

    carrier_id = _person(_("Carrier"), required=True)
    amount = _money(_("Claimed"), required=True, help_text=_("In the company's currency"))
    reference = forms.CharField(label=_("The carrier's number"), max_length=60, required=False)
    papers = forms.CharField(
        label=_("Papers sent"), max_length=300, required=False, help_text=_("Photos, waybill, delivery note …")
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        rows = [(row.pk, row.name) for row in customers.carriers()]
        self.fields["carrier_id"].choices = [*_EMPTY, *rows]  # type: ignore[attr-defined]


class ClaimAnswerForm(forms.Form):
    """What the carrier said."""

    accepted = _money(pgettext_lazy("claim", "Accepted"), required=True, help_text=_("Zero: it refuses"))
    answer = _text(_("What the carrier said"), rows=2, required=False)


class RecoveryForm(forms.Form):
    """The money that came in."""

    amount = _money(_("Recovered"), required=True)
    day = forms.DateField(label=_("Came in on"), widget=forms.DateInput)


class PlanForm(forms.Form):
    """A contingency plan with its steps."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput({"autofocus": True}))
    kind = forms.ChoiceField(label=_("For exceptions of the kind"), choices=Kind.choices)
    product_prefix = forms.CharField(
        label=_("For product codes that begin with"), max_length=60, required=False, help_text=_("Empty: all goods")
    )
    supplier_id = _person(_("With supplier"))
    notes = forms.CharField(
        label=_("When it is used"), max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )
    is_active = forms.BooleanField(label=_("Active"), required=False, initial=True)

    def __init__(self, *args: Any, steps: Iterable[tuple[str, int | None]] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        rows = [(row.pk, row.name) for row in catalogue.suppliers()]
        self.fields["supplier_id"].choices = [*_EMPTY, *rows]  # type: ignore[attr-defined]
        known, staff = list(steps), [*_EMPTY, *_staff()]
        self.rows = range(1, max(STEP_ROWS, len(known) + 2) + 1)
        for place in self.rows:
            text, owner = known[place - 1] if place <= len(known) else ("", None)
            by_whom = _("Step %(number)s: by whom") % {"number": place}
            self.fields[f"steps.{place}.text"] = forms.CharField(
                label=_("Step %(number)s") % {"number": place}, max_length=300, required=False, initial=text
            )
            self.fields[f"steps.{place}.owner"] = forms.TypedChoiceField(
                label=by_whom,
                coerce=int,
                empty_value=None,
                required=False,
                choices=staff,
                initial=owner,
                widget=forms.Select(attrs={"class": "form-select", "aria-label": by_whom}),
            )

    def bound_rows(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        """Each step with its fields."""
        return [(place, self[f"steps.{place}.text"], self[f"steps.{place}.owner"]) for place in self.rows]

    def columns(self) -> dict[str, Any]:
        """The entries as the operation takes them."""
        data = self.cleaned_data
        steps = [(data[f"steps.{place}.text"], data[f"steps.{place}.owner"]) for place in self.rows]
        head = {name: data[name] for name in self.base_fields}
        return {**head, "steps": [step for step in steps if step[0].strip() or step[1]]}
