"""The header of an order as it is typed in. Shapes only: the operations check and fill in."""

from collections.abc import Mapping
from dataclasses import fields as columns_of
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people import queries as people
from accounts.people.models import User
from common import currencies
from common.money import TaxMode
from common.typed import LARGEST_KEY, NumberField
from customers import queries as customers
from orders.entry import queries as entry
from orders.entry.defaults import LIKE_LAST
from orders.entry.drafts import LONGEST, OrderDraft
from orders.order import choices, queries
from segments.custom_fields import forms as custom_fields
from segments.custom_fields.values import ORDER

_NONE = [("", "–")]
PARTIES = ("bill_to", "ship_to", "agent")  # looked up like the customer: what is typed stands in <name>_name
RELATIONS = ("customer", "order_type", "payment_term", "salesperson", "executing_owner", "currency", *PARTIES)
# what follows the customer and stays empty when somebody empties it
_MAY_BE_EMPTIED = ("bill_to_id", "ship_to_id", "agent_id", "payment_term_id")
_NEVER_EMPTY = ("currency_id", "order_type_id", "channel", "form", "tax_mode", "contract_state", "customer_id")
# what follows the customer: filled in when one is chosen
FROM_CUSTOMER = (
    "contact_name",
    "contact_phone",
    "ship_address",
    "ship_recipient",
    "ship_phone",
    "payment_term",
    "invoice_title",
    "invoice_tax_number",
    "invoice_kind",
    "currency",
    "salesperson",
    *LIKE_LAST,
    *PARTIES,
)
MAIN = (
    "requested_date",
    "customer_po_number",
    "payment_term",
    "salesperson",
    "executing_owner",
    "order_type",
    "channel",
    "transport_mode",
    "ship_address",
)
SELDOM = ("executing_owner", "order_type", "channel", "transport_mode", "customer_po_number")  # other than usual
MORE = (
    "contact_name",
    "contact_phone",
    "ship_recipient",
    "ship_phone",
    "delivery_method",
    "customer_po_date",
    "form",
    "source_document",
    "payment_method",
    "invoice_kind",
    "invoice_title",
    "invoice_tax_number",
    "currency",
    "tax_mode",
    "freight",
    "reduction",
    "contract_state",
    "contract_signed_date",
    "contract_terms",
    "special_requirements",
    "notes",
    "is_urgent",
)


def _text(label: Any, length: int, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=False, **options)


def _choice(label: Any, pairs: Any = ()) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[*_NONE, *pairs], required=False)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput)


def _money(label: Any) -> NumberField:
    return NumberField(label=label, required=False, min_value=0, max_digits=20, decimal_places=2)


def _long(label: Any, name: str) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, max_length=LONGEST[name], required=False, widget=widget)


def _key(label: Any, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, widget=forms.HiddenInput, min_value=1, max_value=LARGEST_KEY, **options)


class HeaderForm(forms.Form):
    """Every header field that people enter. ``defaults_of`` names the customer whose defaults stand in the form:
    with another one, what is empty is left to master data. ``unseen``: columns that are masked or hidden from the
    person; the form never holds their values, and only what was typed there is written. Without ``may_give`` the
    people in charge are only shown: they follow the customer and whoever enters the order. ``custom``: what the order
    has of custom fields, None for a new one."""

    unseen: frozenset[str] = frozenset()

    customer = _key(
        _("Customer"), error_messages={"required": _("Choose a customer: it is the one thing that a draft needs.")}
    )
    customer_name = forms.CharField(label=_("Customer"), required=False)
    defaults_of = forms.CharField(widget=forms.HiddenInput, required=False)
    bill_to = _key(_("Bill-to / payer"), required=False)
    bill_to_name = _text(_("Bill-to / payer"), 220)
    ship_to = _key(_("Ship-to"), required=False)
    ship_to_name = _text(_("Ship-to"), 220)
    agent = _key(_("Agent"), required=False)
    agent_name = _text(_("Agent"), 220)
    order_type = forms.ChoiceField(label=_("Order type"), required=False)
    requested_date = _day(_("Requested date"))
    customer_po_number = _text(_("Customer's order number"), 80)
    customer_po_date = _day(_("Customer's order date"))
    channel = forms.ChoiceField(
        label=_("Channel"), choices=choices.Channel.choices, initial=choices.Channel.SALESPERSON, required=False
    )
    form = forms.ChoiceField(
        label=_("Form"), choices=choices.Form.choices, initial=choices.Form.ELECTRONIC, required=False
    )
    source_document = _choice(_("Source document"), choices.SourceDocument.choices)
    payment_term = _choice(_("Payment terms"))
    payment_method = _choice(_("Payment method"), choices.PaymentMethod.choices)
    salesperson = _choice(_("Salesperson"))
    executing_owner = _choice(_("Executing owner"))
    transport_mode = _choice(_("Transport mode"), choices.TransportMode.choices)
    delivery_method = _choice(_("Delivery method"), choices.DeliveryMethod.choices)
    ship_address = _text(_("Delivery place"), 300)
    ship_recipient = _text(_("Recipient"), 60)
    ship_phone = _text(_("Recipient's phone"), 40)
    contact_name = _text(_("Contact"), 60)
    contact_phone = _text(_("Contact phone"), 40)
    invoice_kind = _choice(_("Invoice kind"), choices.InvoiceKind.choices)
    invoice_title = _text(_("Invoice title"), 120)
    invoice_tax_number = _text(_("Tax number"), 40)
    currency = _choice(_("Currency"))
    tax_mode = forms.ChoiceField(
        label=_("Prices"),
        required=False,
        choices=[(TaxMode.INCLUSIVE, _("Including tax")), (TaxMode.EXCLUSIVE, _("Without tax"))],
    )
    freight = _money(_("Freight"))
    reduction = _money(_("Reduction"))
    contract_state = forms.ChoiceField(label=_("Contract"), choices=choices.ContractState.choices, required=False)
    contract_signed_date = _day(_("Contract signed on"))
    contract_terms = _long(_("Contract terms"), "contract_terms")
    special_requirements = _long(_("Special requirements"), "special_requirements")
    notes = _long(pgettext_lazy("order", "Notes"), "notes")
    is_urgent = forms.BooleanField(label=_("Urgent"), required=False)

    def __init__(
        self, *args: Any, user: User, custom: Mapping[str, Any] | None = None, may_give: bool = True, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        custom_fields.add(self, user, ORDER, custom)
        staff = [*_NONE, *((str(person.pk), person.name) for person in people.active_people())]
        self._offer("salesperson", staff)
        self._offer("executing_owner", staff)
        self._offer("order_type", [(str(one.pk), str(one)) for one in queries.order_types()])
        self._offer("payment_term", [*_NONE, *((str(one.pk), str(one)) for one in customers.payment_terms())])
        self._offer("currency", [*_NONE, *((code, code) for code in currencies.active_codes())])
        for name in ("salesperson", "executing_owner"):
            self._keep(name)
            self.fields[name].disabled = not may_give

    def _offer(self, name: str, pairs: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = pairs  # type: ignore[attr-defined]

    def _keep(self, name: str) -> None:
        """Who left stays selectable on an order that is his."""
        value = str(self.initial.get(name) or "")
        pairs = list(self.fields[name].choices)  # type: ignore[attr-defined]
        if value and value not in {key for key, _label in pairs}:
            self._offer(name, [*pairs, (value, self.initial.get(f"{name}_label", value))])

    @property
    def more_has_errors(self) -> bool:
        """Whether a field that is folded away is wrong."""
        return any(name in self.errors for name in (*MORE, *self.custom_names))

    @property
    def custom_names(self) -> list[str]:
        """The company's own fields."""
        return [bound.name for bound in custom_fields.of(self)]

    def clean(self) -> dict[str, Any]:
        """A party is the one that was picked: an emptied field takes it away, other words are not understood."""
        data = super().clean() or self.cleaned_data
        for name in PARTIES:
            field = f"{name}_name"
            if field not in self.data:
                continue
            if not data.get(field):
                data[name] = None
            elif not data.get(name) or (field in self.changed_data and name not in self.changed_data):
                self.add_error(field, _("Choose one from the list, or leave it empty."))
        return data

    def values(self) -> dict[str, Any]:
        """Column → value; relations as ids, "" as nothing where the column takes none."""
        data = self.cleaned_data
        found: dict[str, Any] = {}
        for name in (*MAIN, *MORE, *PARTIES, "customer"):
            value = data.get(name)
            if name in RELATIONS:
                found[f"{name}_id"] = (value if name == "currency" else int(value)) if value else None
            else:
                found[name] = value
        found["freight"], found["reduction"] = found["freight"] or 0, found["reduction"] or 0
        return found

    def to_draft(self) -> OrderDraft:
        """A new order. What is empty is left to master data unless the customer's own values stood in the form."""
        values = self.values()
        known = {column.name for column in columns_of(OrderDraft)}
        is_own = self.cleaned_data["defaults_of"] == str(values["customer_id"])
        never = {*_NEVER_EMPTY, *self.unseen}
        emptied = [name for name in _MAY_BE_EMPTIED if is_own and values[name] is None]
        values = {name: value for name, value in values.items() if value or (is_own and name not in never)}
        own = {name: value for name, value in values.items() if name in known}
        return OrderDraft(emptied=tuple(emptied), custom=custom_fields.given(self, changed_only=False), **own)

    def changes(self, order: Any) -> dict[str, Any]:
        """Column → value of what differs from the stored order; what was not sent stays as it is."""
        values = {
            name: value
            for name, value in self.values().items()
            if name.removesuffix("_id") in self.data or name == "is_urgent"
            if name not in self.unseen or name in self.changed_data
        }
        for name in _NEVER_EMPTY:
            if not values.get(name):
                values.pop(name, None)
        found = {name: value for name, value in values.items() if getattr(order, name) != value}
        if custom := custom_fields.given(self, changed_only=True):
            found["custom"] = custom
        return found


def initial_of(order: Any) -> dict[str, Any]:
    """The form's values of a stored order, redacted for its reader."""
    found: dict[str, Any] = {}
    for name in (*MAIN, *MORE, *PARTIES, "customer"):
        found[name] = getattr(order, f"{name}_id" if name in RELATIONS else name)
    for name in PARTIES:
        party = getattr(order, name)
        found[f"{name}_name"] = f"{party.code} {party.name}" if party else ""
    for name in ("salesperson", "executing_owner"):
        found[f"{name}_label"] = str(getattr(order, name) or "")
    found["customer_name"] = f"{order.customer.code} {order.customer.name}"
    found["defaults_of"] = str(order.customer_id)
    for name in ("freight", "reduction"):
        found[name] = f"{found[name]:.2f}" if found[name] else ""
    return found


def filled(defaults: Mapping[str, Any], unseen: frozenset[str]) -> dict[str, str]:
    """What choosing a customer writes into the form: field → text; nothing where the column is ``unseen``."""
    found = {}
    for name in FROM_CUSTOMER:
        value = defaults.get(f"{name}_id" if name in RELATIONS else name)
        found[name] = "" if value is None or name in unseen else str(value)
    names = entry.party_names(defaults.get(f"{name}_id") for name in PARTIES)
    for name in PARTIES:
        found[f"{name}_name"] = names.get(defaults.get(f"{name}_id") or 0, "")
    found["defaults_of"] = str(defaults["customer_id"])
    return found
