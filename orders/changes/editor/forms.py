"""The head of an order in a change request's editor, and why it changes. Shapes only: the operations read and check."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from customers import queries as customers
from orders.changes import queries, wording
from orders.changes.choices import Side
from orders.changes.editor import cells
from orders.changes.fields import CUSTOM, Changeable, Kind
from orders.order.models import Order
from segments.custom_fields import definitions
from segments.custom_fields import forms as custom_fields

_NONE = [("", "–")]
_LONG = ("contract_terms", "special_requirements")
PARTIES = ("ship_to", "bill_to")
MAIN = ("requested_date", "ship_address", "transport_mode", "delivery_method", "payment_term", "freight", "reduction")
WIDE = ("ship_address", *_LONG)


class HeadForm(forms.Form):
    """The fields of the head that may change and that the person sees, as texts; ``own``: what the order says, in
    words."""

    def __init__(self, *args: Any, user: User, order: Order, state: cells.State, **kwargs: Any):
        kwargs["initial"] = state.head
        super().__init__(*args, **kwargs)
        sight = wording.sight_of(user)
        own = definitions.by_key(cells.own_definitions(user, definitions.Subject.ORDER))
        self.state = state
        self.own: dict[str, str] = {}
        for known in cells.head_fields(user):
            self.fields[known.name] = _field(known, own)
            self.own[known.name] = wording.words_of(order, known, sight)

    def rows(self, names: Any) -> list[tuple[Any, str, bool]]:
        """(field, what the order says of it in words, whether it differs) for the page."""
        return [(self[name], self.own[name], self._differs(name)) for name in names if name in self.fields]

    def _differs(self, name: str) -> bool:
        return str(self[name].value() or "") != self.state.head_own[name]

    @property
    def main(self) -> list[tuple[Any, str, bool]]:
        """What changes most."""
        return self.rows(MAIN)

    @property
    def more(self) -> list[tuple[Any, str, bool]]:
        """Everything else."""
        return self.rows([name for name in self.fields if name not in MAIN])

    @property
    def is_more_open(self) -> bool:
        """Whether something of the rest differs or is wrong."""
        return any(differs or bound.errors for bound, _own, differs in self.more)


def _field(known: Changeable, own: Mapping[str, definitions.Definition]) -> forms.Field:
    options: dict[str, Any] = {"label": known.label, "required": False}
    if known.kind is Kind.CUSTOM:
        definition = own[known.name.removeprefix(CUSTOM)]
        if definition.kind in (definitions.Kind.CHOICE, definitions.Kind.FLAG):
            return forms.ChoiceField(choices=[*_NONE, *custom_fields.pairs(definition)], **options)
        return forms.CharField(**options)
    if known.kind is Kind.CHOICE:
        return forms.ChoiceField(choices=[*_NONE, *_choices_of(known)], **options)
    if known.name == "payment_term":
        terms = [(one.code, str(one)) for one in customers.payment_terms()]
        return forms.ChoiceField(choices=[*_NONE, *terms], **options)
    if known.kind is Kind.DAY:
        return forms.CharField(widget=forms.DateInput, **options)
    if known.kind is Kind.NUMBER:
        return forms.CharField(widget=forms.TextInput(attrs={"inputmode": "decimal"}), **options)
    widget = forms.Textarea(attrs={"rows": 2}) if known.name in _LONG else forms.TextInput()
    return forms.CharField(widget=widget, **options)


def _choices_of(known: Changeable) -> list[tuple[Any, Any]]:
    field: Any = Order._meta.get_field(known.name)
    return list(field.choices)


class WhyForm(forms.Form):
    """Whose side, why, in which words, how urgent."""

    source = forms.ChoiceField(label=_("Source"), choices=Side.choices)
    reason = forms.ChoiceField(label=_("Reason"), required=False)
    reason_text = forms.CharField(label=_("Reason in words"), max_length=500, required=False)
    customer_words = forms.CharField(
        label=_("The customer's words"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_urgent = forms.BooleanField(
        label=_("Urgent"), help_text=_("It goes to approval without waiting for the departments."), required=False
    )
    needs_customer = forms.BooleanField(
        label=_("The customer has to agree"), help_text=_("It takes effect once he accepted it."), required=False
    )

    def __init__(self, *args: Any, request: Any = None, **kwargs: Any):
        initial = {name: getattr(request, name) for name in self.base_fields if request and name != "reason"}
        if request is not None:
            initial["reason"] = str(request.reason_id or "")
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        reasons = queries.reasons()
        if request is not None and request.reason is not None and request.reason not in reasons:
            reasons.append(request.reason)
        groups = [
            (side.label, [(str(one.pk), str(one)) for one in reasons if one.side == side])
            for side in (Side.CUSTOMER, Side.GOODS)
        ]
        self.fields["reason"].choices = [*_NONE, *groups]  # type: ignore[attr-defined]

    def head(self, was: Mapping[str, str] | None) -> dict[str, Any]:
        """What the operations take: all of it of a new request, what was changed here of one that stands
        (``was``: as it was shown)."""
        data = self.cleaned_data
        found = {name: data[name] for name in data if name != "reason"}
        found["reason_id"] = int(data["reason"]) if data["reason"] else None
        if was is None:
            return found
        return {name: value for name, value in found.items() if plain(value) != was.get(name, "")}


def plain(value: Any) -> str:
    """A value of the form as its hidden twin keeps it."""
    return "on" if value is True else "" if value in (None, False) else str(value)


def shown(request: Any) -> dict[str, str]:
    """What a form about a request that stands was drawn with."""
    names = ("source", "reason_id", "reason_text", "customer_words", "is_urgent", "needs_customer")
    return {name: plain(getattr(request, name)) for name in names}
