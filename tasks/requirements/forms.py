"""What pages ask for about requirements. Shapes only; the operations decide."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.typed import NumberField
from products.catalogue import queries as catalogue
from tasks.requirements import policies
from tasks.requirements.choices import Kind
from tasks.requirements.operations.answering import LineAnswer
from tasks.scheduling.choices import Cause

ZERO = Decimal(0)
EMPTY_ROWS = 5
_EMPTY = [("", "–")]
ASKED_KINDS = ("PRODUCTION", "PURCHASING", "SUPPLY_CHAIN")


def _control(label: Any, css: str = "", **more: Any) -> dict[str, Any]:
    return {"class": f"form-control {css}".strip(), "aria-label": label, **more}


def _day(label: Any) -> forms.DateInput:
    attrs = _control(label, "so-num", placeholder="YYYY-MM-DD", inputmode="numeric", autocomplete="off")
    return forms.DateInput(attrs | {"data-date": True}, format="%Y-%m-%d")


def departments() -> list[tuple[int, str]]:
    """The departments that can be asked for goods."""
    return [(one.pk, str(one)) for one in policies.departments_of(ASKED_KINDS)]


def suppliers() -> list[tuple[int, str]]:
    """The suppliers in use."""
    return [(one.pk, f"{one.code} {one.name}") for one in catalogue.suppliers()]


def _choice(label: Any, *, required: bool = True, **options: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, coerce=int, empty_value=None, required=required, **options)


class HeadForm(forms.Form):
    """What stands at the head of a requirement."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    department = _choice(_("Department"))
    supplier = _choice(_("Supplier"), required=False, help_text=_("Of what is bought"))
    notes = forms.CharField(label=_("Notes"), required=False, max_length=4000, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = departments()  # type: ignore[attr-defined]
        self.fields["supplier"].choices = [*_EMPTY, *suppliers()]  # type: ignore[attr-defined]


class RowForm(forms.Form):
    """Goods that are asked for: for a line of an order, an order as a whole, or for stock."""

    product = forms.CharField(
        label=_("Product code"), max_length=60, widget=forms.TextInput(_control(_("Product code"), "so-num"))
    )
    quantity = NumberField(label=_("Quantity"), max_digits=16, decimal_places=4, min_value=ZERO)
    needed_date = forms.DateField(label=_("Needed by"))
    order = forms.CharField(
        label=_("For order"), max_length=40, required=False, widget=forms.TextInput(_control(_("For order"), "so-num"))
    )
    line_no = forms.IntegerField(label=_("Line"), min_value=1, required=False)
    specification = forms.CharField(
        label=_("Specification"),
        max_length=120,
        required=False,
        widget=forms.TextInput(_control(_("Specification"))),
    )
    wording = forms.CharField(
        label=_("Requirements"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(_control(_("Requirements"), rows=1)),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["quantity"].widget.attrs = _control(_("Quantity"), "so-num", inputmode="decimal")
        self.fields["line_no"].widget = forms.TextInput(_control(_("Line"), "so-num", inputmode="numeric"))
        self.fields["needed_date"].widget = _day(_("Needed by"))


RowSet = forms.formset_factory(RowForm, extra=EMPTY_ROWS, max_num=200, validate_max=True)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 3, "autofocus": True}))


class AcceptForm(forms.Form):
    """What the department says, line by line, to what is still asked for."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, help_text=_("Where not all of it is accepted")
    )

    def __init__(self, *args: Any, lines: Iterable[Any], today: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.all_lines = list(lines)
        self.lines = [one for one in self.all_lines if not one.is_ended]
        for line in self.lines:
            self.fields[f"accepted-{line.pk}"] = NumberField(
                label=_("Accepted"), min_value=ZERO, max_digits=16, decimal_places=4, initial=line.quantity.normalize()
            )
            self.fields[f"planned-{line.pk}"] = forms.DateField(
                label=_("Planned day"), required=False, initial=max(line.needed_date, today), widget=forms.DateInput
            )
            self.fields[f"reference-{line.pk}"] = forms.CharField(
                label=_("Purchase or work order"), max_length=80, required=False
            )

    @property
    def rows(self) -> list[tuple[Any, list[Any]]]:
        """Each line with its fields."""
        names = ("accepted", "planned", "reference")
        return [(line, [self[f"{name}-{line.pk}"] for name in names]) for line in self.lines]

    def answers(self) -> list[LineAnswer]:
        """The entries as the operation takes them."""
        data = self.cleaned_data
        return [
            LineAnswer(one.pk, data[f"accepted-{one.pk}"], data[f"planned-{one.pk}"], data[f"reference-{one.pk}"])
            for one in self.lines
        ]

    def name_of(self, path: str) -> str:
        """The field that a path of the operation is about."""
        parts = path.split(".")
        if len(parts) != 3:
            return path
        line = self.all_lines[int(parts[1]) - 1]
        return f"{parts[2].removesuffix('_date')}-{line.pk}"


class MoveForm(forms.Form):
    """Another day, and why."""

    planned_date = forms.DateField(label=_("Comes on"), widget=forms.DateInput)
    cause = forms.ChoiceField(label=_("Cause"), choices=[*_EMPTY, *Cause.choices])
    words = forms.CharField(label=_("In words"), max_length=300, required=False)
    accepted = NumberField(
        label=_("Quantity"), max_digits=16, decimal_places=4, required=False, help_text=_("Empty: as it is")
    )


class ConfirmForm(forms.Form):
    """What was confirmed."""

    planned_date = forms.DateField(label=_("Comes on"), widget=forms.DateInput)
    reference = forms.CharField(label=_("Purchase or work order"), max_length=80, required=False)


class SupplierForm(forms.Form):
    """Another supplier for what is still to come."""

    supplier = _choice(_("Supplier"))
    planned_date = forms.DateField(
        label=_("Comes on"), required=False, widget=forms.DateInput, help_text=_("Empty: the days stay")
    )
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["supplier"].choices = [*_EMPTY, *suppliers()]  # type: ignore[attr-defined]


class RemedyForm(forms.Form):
    """One of the ways out."""

    remedy = forms.ChoiceField(label=_("What is to be done"), error_messages={"required": _("Choose one of the list.")})

    def __init__(self, *args: Any, found: Iterable[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["remedy"].choices = [(one.key, one.text) for one in found]  # type: ignore[attr-defined]


class AskForm(forms.Form):
    """What of an order's needs is asked for, how much of each, until when; and whom."""

    making = _choice(_("Asked of (made)"), required=False)
    buying = _choice(_("Asked of (bought)"), required=False)

    def __init__(self, *args: Any, needs: Iterable[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.needs = list(needs)
        by_kind: dict[str, list[tuple[int, str]]] = {}
        for one in policies.departments_of(ASKED_KINDS):
            by_kind.setdefault("making" if one.kind == "PRODUCTION" else "buying", []).append((one.pk, str(one)))
        for name in ("making", "buying"):
            self.fields[name].choices = by_kind.get(name, [])  # type: ignore[attr-defined]
        for need in self.needs:
            key, is_open = need.key, need.proposed > ZERO
            self.fields[f"ask-{key}"] = forms.BooleanField(
                label=str(need.product.code), required=False, initial=is_open
            )
            self.fields[f"kind-{key}"] = forms.ChoiceField(
                label=_("Kind"),
                choices=Kind.choices,
                initial=need.kind,
                widget=forms.Select({"class": "form-select", "aria-label": _("Kind")}),
            )
            self.fields[f"quantity-{key}"] = quantity = NumberField(
                label=_("Quantity"), max_digits=16, decimal_places=4, required=False, initial=need.proposed.normalize()
            )
            quantity.widget.attrs = _control(_("Quantity"), "so-num", inputmode="decimal")
            self.fields[f"needed-{key}"] = forms.DateField(
                label=_("Needed by"), required=False, initial=need.needed_date, widget=_day(_("Needed by"))
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each need with its fields."""
        names = ("ask", "kind", "quantity", "needed")
        return [{"need": one, **{name: self[f"{name}-{one.key}"] for name in names}} for one in self.needs]

    def chosen(self, kind: str) -> list[tuple[Any, Decimal, date]]:
        """The needs that are to be made, or to be bought: each with quantity and day."""
        data = self.cleaned_data
        return [
            (one, data[f"quantity-{one.key}"] or one.proposed, data[f"needed-{one.key}"] or one.needed_date)
            for one in self.needs
            if data[f"ask-{one.key}"] and data[f"kind-{one.key}"] == kind
        ]
