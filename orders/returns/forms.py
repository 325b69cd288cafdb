"""What pages ask for about returns: what comes back, how it was found, what the customer gets."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import User
from common.lookup import LookupField
from common.typed import NumberField
from orders.entry.drafts import LineDraft
from orders.fulfilment import rules
from orders.fulfilment.numbers import rules as numbers
from orders.order.states import Origin
from orders.returns import queries
from orders.returns.choices import RefundKind, ReturnReason
from orders.returns.rules import Decision, Inspected
from products.catalogue import queries as catalogue
from products.stock import queries as stock

ZERO = Decimal(0)
_SUGGEST = reverse_lazy("products:suggest")


def _quantity(label: Any, initial: Decimal | None = None) -> NumberField:
    shown = None if initial is None else Decimal(rules.plain(initial))
    return NumberField(label=label, required=False, min_value=ZERO, max_digits=16, decimal_places=4, initial=shown)


def _name(line: Any) -> str:
    return f"{line.line_no} {line.product_name}"


class AnnounceForm(forms.Form):
    """A new return: why, and how much of each shipped line."""

    reason = forms.ChoiceField(label=_("Reason"), choices=[("", "–"), *ReturnReason.choices])
    description = forms.CharField(
        label=_("What is the matter"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    waybill = forms.CharField(label=_("Waybill of the return"), required=False, max_length=80)

    def __init__(self, *args: Any, lines: Iterable[tuple[Any, Decimal]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.rows = []
        for line, left in lines:
            name = f"lines.{line.line_no}.quantity"  # as the operation names what is wrong
            self.fields[name] = _quantity(_("%(line)s: comes back") % {"line": _name(line)})
            self.rows.append((line, left, name))

    def bound_rows(self) -> list[tuple[Any, Decimal, forms.BoundField]]:
        """Each line with how much of it may come back and its field."""
        return [(line, left, self[name]) for line, left, name in self.rows]

    def columns(self) -> dict[str, Any]:
        """The entries as the operation takes them."""
        data = self.cleaned_data
        lines = {line.line_no: data[name] for line, _left, name in self.rows if data.get(name)}
        return {"lines": lines, **{name: data[name] for name in ("reason", "description", "waybill")}}


class _LinesForm(forms.Form):
    """A form with fields for each line of a return."""

    parts: tuple[tuple[str, Any], ...] = ()

    def __init__(self, *args: Any, lines: Iterable[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for mine in self.lines:
            for part, label in self.parts:
                words = f"{_name(mine.of)}: {label}"
                self.fields[f"lines.{mine.of.line_no}.{part}"] = _quantity(words, self.start(mine, part))

    def start(self, mine: Any, part: str) -> Decimal | None:
        """What a field begins with."""
        return None

    def bound_rows(self) -> list[tuple[Any, list[tuple[str, forms.BoundField]]]]:
        """Each line with its (heading, field)."""
        return [
            (mine, [(str(label), self[f"lines.{mine.of.line_no}.{part}"]) for part, label in self.parts])
            for mine in self.lines
        ]

    def values_of(self, mine: Any) -> dict[str, Decimal]:
        """Part → quantity of a line."""
        return {part: self.cleaned_data.get(f"lines.{mine.of.line_no}.{part}") or ZERO for part, _label in self.parts}


class ReceiveForm(_LinesForm):
    """What came, and how it was found."""

    parts = (("to_stock", _("Fit for stock")), ("scrapped", _("Scrapped")))
    warehouse_id = forms.TypedChoiceField(label=_("Warehouse"), required=False, coerce=int, empty_value=None)
    received_date = forms.DateField(label=pgettext_lazy("return", "Received on"), widget=forms.DateInput)
    findings = forms.CharField(
        label=_("What the inspection found"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.told_apart = queries.numbering_of(self.lines)
        for mine in self.lines:
            if mine.of.line_no in self.told_apart:
                words = _("%(line)s: serial or batch numbers") % {"line": _name(mine.of)}
                self.fields[f"lines.{mine.of.line_no}.numbers"] = forms.CharField(
                    label=words,
                    required=False,
                    help_text=_("A number a line; a batch with its pieces behind it: B2611 × 40"),
                    widget=forms.Textarea({"rows": 2, "class": "so-num", "spellcheck": "false"}),
                )
        places = [("", _("the default one")), *((row.pk, str(row)) for row in stock.warehouses())]
        self.fields["warehouse_id"].choices = places  # type: ignore[attr-defined]

    def start(self, mine: Any, part: str) -> Decimal | None:
        return mine.quantity if part == "to_stock" else None

    def columns(self) -> dict[str, Any]:
        """The entries as the operation takes them."""
        lines = {
            mine.of.line_no: Inspected(**self.values_of(mine), numbers=self._numbers(mine.of.line_no))
            for mine in self.lines
        }
        return {"lines": lines, **{name: self.cleaned_data[name] for name in self.base_fields}}

    def number_fields(self) -> list[forms.BoundField]:
        """The fields of numbers, where pieces are told apart."""
        return [self[f"lines.{line_no}.numbers"] for line_no in self.told_apart]

    def _numbers(self, line_no: int) -> list[tuple[str, Decimal]]:
        if line_no not in self.told_apart:
            return []
        text = self.cleaned_data.get(f"lines.{line_no}.numbers", "")
        return numbers.read(text, self.told_apart[line_no])[0]


class SettleForm(_LinesForm):
    """What the customer gets for what came."""

    parts: tuple[tuple[str, Any], ...] = (
        ("reship", _("Ship again")),
        ("replaced", _("Other product")),
        ("refund", _("Money back")),
    )
    of_history = (("replaced", _("Exchange order")),)  # such an order stays closed, and its money is not kept here
    grounds = forms.CharField(
        label=_("Grounds of the decision"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, lines: Iterable[Any], **kwargs: Any):
        lines = list(lines)
        if any(mine.order.origin == Origin.HISTORY for mine in lines):
            self.parts = self.of_history
        super().__init__(*args, lines=lines, **kwargs)

    def columns(self) -> dict[str, Any]:
        """The entries as the operation takes them."""
        lines = {mine.of.line_no: Decision(**self.values_of(mine)) for mine in self.lines}
        return {"lines": lines, "grounds": self.cleaned_data["grounds"]}


class VoidForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 3, "autofocus": True}))


class RefundForm(forms.Form):
    """What becomes of the money: it is paid back, or stays on the account."""

    how = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=[
            (RefundKind.PAID_BACK, _("Pay it back to the customer")),
            (RefundKind.KEPT, _("Leave it on his account, for other orders")),
        ],
        widget=forms.RadioSelect,
        initial=RefundKind.PAID_BACK,
    )
    paid_date = forms.DateField(label=_("Paid on"), required=False, widget=forms.DateInput)
    reference = forms.CharField(label=_("Number of the payment"), max_length=120, required=False)


class ExchangeForm(forms.Form):
    """The other product that the customer gets."""

    product = LookupField(label=_("Product"))
    quantity = NumberField(label=_("Quantity"), min_value=Decimal("0.0001"), max_digits=16, decimal_places=4)

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["product"].find = lambda code: catalogue.find_by_code(user, code)  # type: ignore[attr-defined]
        self.fields["product"].widget.attrs["data-ac-url"] = _SUGGEST

    def lines(self) -> list[LineDraft]:
        """As the operation takes them."""
        return [LineDraft(product_id=self.cleaned_data["product"].pk, quantity=self.cleaned_data["quantity"])]


class LossForm(forms.Form):
    """How much of what was lost is shipped again."""

    quantity = NumberField(label=_("Ship again"), min_value=Decimal("0.0001"), max_digits=16, decimal_places=4)
