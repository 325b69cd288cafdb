"""Shapes of what people enter about a customer's credit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.typed import NumberField
from customers import queries as customers
from customers.credit import terms
from customers.credit.models import CreditLimit, CreditReport, Guarantee
from customers.grading import Grade

_AREA = forms.Textarea(attrs={"rows": 3})
APPROVE, REFUSE = "approve", "refuse"


class LimitForm(forms.ModelForm):
    """What the credit is to be."""

    class Meta:
        model = CreditLimit
        fields = ("amount", "order_cap", "days_overdue", "valid_from", "valid_until", "reason")
        widgets = {"valid_from": forms.DateInput, "valid_until": forms.DateInput, "reason": _AREA}
        field_classes = {"amount": NumberField, "order_cap": NumberField}
        help_texts = {
            "amount": _("Empty: the rule of the company applies"),
            "days_overdue": _("Empty: late payments do not hold orders"),
            "valid_until": _("Empty: without an end"),
        }


class StopForm(forms.Form):
    """Why nothing passes any more."""

    reason = forms.CharField(label=_("Reason"), max_length=200, widget=_AREA)


class ReasonForm(forms.Form):
    """Why a paper counts no more."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=_AREA)


class GradeForm(forms.Form):
    """A grade by judgement."""

    grade = forms.ChoiceField(label=_("Grade"), choices=Grade.choices)
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=_AREA)


class ReportForm(forms.ModelForm):
    """What somebody else says."""

    class Meta:
        model = CreditReport
        fields = ("report_date", "source", "rating", "grade", "valid_until", "notes")
        widgets = {"report_date": forms.DateInput, "valid_until": forms.DateInput}


class GuaranteeForm(forms.ModelForm):
    """Who answers for the customer, and how far."""

    class Meta:
        model = Guarantee
        fields = ("kind", "amount", "guarantor", "valid_from", "valid_until", "notes")
        widgets = {"valid_from": forms.DateInput, "valid_until": forms.DateInput}
        field_classes = {"amount": NumberField}
        help_texts = {"amount": _("In the company's currency; it raises the usable limit while it is valid")}


class DecisionForm(forms.Form):
    """Yes or no, and why."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[(APPROVE, pgettext_lazy("verb", "Approve")), (REFUSE, pgettext_lazy("verb", "Refuse"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, widget=_AREA, help_text=_("Needed to refuse")
    )

    def said(self) -> dict[str, Any]:
        """The entries as operations take them."""
        data = self.cleaned_data
        return {"is_approved": data["decision"] == APPROVE, "reason": data["reason"]}


class TermsForm(forms.Form):
    """The table of payment terms by grade: fields ``<grade>.allowed`` and ``<grade>.default``."""

    def __init__(self, data: Any = None):
        super().__init__(data)
        offered = [(term.code, str(term)) for term in customers.payment_terms()]
        for grade, rule in terms.table().items():
            key = terms.KEYS[grade]
            self.fields[f"{key}.allowed"] = forms.MultipleChoiceField(
                choices=offered,
                initial=sorted(rule.allowed),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                label=_("Allowed"),
            )
            self.fields[f"{key}.default"] = forms.ChoiceField(
                choices=[("", "–"), *offered], initial=rule.default, required=False, label=_("Proposed terms")
            )
            self.fields[f"{key}.default"].widget.attrs["class"] = "form-select sm"
            self.fields[f"{key}.asks_security"] = forms.BooleanField(
                initial=rule.asks_security, required=False, label=_("Guarantee or advance payment asked for")
            )

    def rows(self) -> list[dict[str, Any]]:
        """What the page draws, grade by grade."""
        return [
            {
                "grade": grade,
                "allowed": self[f"{key}.allowed"],
                "default": self[f"{key}.default"],
                "asks_security": self[f"{key}.asks_security"],
            }
            for grade, key in terms.KEYS.items()
        ]

    def table(self) -> dict[str, dict[str, Any]]:
        """What the operation takes: only grades that say something."""
        said = self.cleaned_data
        return terms.as_stored(
            {
                grade: terms.OfGrade(
                    frozenset(said[f"{key}.allowed"]), said[f"{key}.default"], said[f"{key}.asks_security"]
                )
                for grade, key in terms.KEYS.items()
            }
        )
