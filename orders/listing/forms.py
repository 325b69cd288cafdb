"""The form of conditions over the order list: the fields of ``OrderFilter`` as people fill them in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people import queries as people
from common.typed import NumberField
from customers import queries as customers
from orders.listing.queries import Wanted
from orders.order import queries
from orders.order.states import Fulfilment, Origin, Settlement, Status
from products.catalogue import queries as catalogue

_ANY = [("", "–")]
_ROWS = ("customer", "product", "salesperson", "executing_owner", "department")
_YES_NO = [("", "–"), ("true", _("yes")), ("false", _("no"))]


def _several(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple, required=False)


class ConditionsForm(forms.Form):
    """What the list can be narrowed by. Only drawn, never validated: ``OrderFilter`` reads the query string."""

    status = _several(_("State"), Status.choices)
    number = forms.CharField(label=_("Order number"), required=False)
    customer_po_number = forms.CharField(label=_("Customer's order number"), required=False)
    source_number = forms.CharField(label=_("Number in the source"), required=False)
    customer_name = forms.CharField(label=_("Customer"), required=False)
    customer = forms.IntegerField(widget=forms.HiddenInput, required=False)
    product_name = forms.CharField(label=_("Product"), required=False)
    product = forms.IntegerField(widget=forms.HiddenInput, required=False)
    order_date_from = forms.DateField(label=_("Ordered from"), required=False, widget=forms.DateInput)
    order_date_to = forms.DateField(label=_("Ordered to"), required=False, widget=forms.DateInput)
    requested_from = forms.DateField(label=_("Requested from"), required=False, widget=forms.DateInput)
    requested_to = forms.DateField(label=_("Requested to"), required=False, widget=forms.DateInput)
    promised_from = forms.DateField(label=_("Promised from"), required=False, widget=forms.DateInput)
    promised_to = forms.DateField(label=_("Promised to"), required=False, widget=forms.DateInput)
    amount_min = NumberField(label=_("Amount from"), required=False)
    amount_max = NumberField(label=_("Amount to"), required=False)
    salesperson = forms.ChoiceField(label=_("Salesperson"), required=False)
    executing_owner = forms.ChoiceField(label=_("Executing owner"), required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)
    territory = forms.ChoiceField(label=_("Department in charge"), required=False)
    order_type = _several(_("Order type"), ())
    fulfilment = _several(_("Fulfilment"), Fulfilment.choices)
    signing = _several(_("Signing"), Fulfilment.choices)
    invoicing = _several(_("Invoicing"), Fulfilment.choices)
    settlement = _several(_("Settlement"), Settlement.choices)
    row_closed = forms.ChoiceField(label=_("All rows closed (Y)"), choices=_YES_NO, required=False)
    is_urgent = forms.ChoiceField(label=_("Urgent"), choices=_YES_NO, required=False)
    is_frozen = forms.ChoiceField(label=pgettext_lazy("order", "Frozen"), choices=_YES_NO, required=False)
    origin = _several(_("Origin"), Origin.choices)

    def __init__(self, asked: Wanted, user: Any):
        conditions = asked.conditions
        initial = {
            name: conditions.getlist(name) if isinstance(field, forms.MultipleChoiceField) else conditions.get(name)
            for name, field in self.base_fields.items()
        }
        initial |= {name: asked.filter.form.cleaned_data.get(name) for name in _ROWS}  # an address may say a code
        initial |= {f"{name}_name": words for name, words in named(user, asked).items()}
        super().__init__(initial=initial, auto_id="cond_%s")
        staff = [*_ANY, *((str(person.pk), person.name) for person in people.active_people())]
        self.fields["salesperson"].choices = self.fields["executing_owner"].choices = staff  # type: ignore[attr-defined]
        departments = [*_ANY, *((str(one.pk), one.name) for one in people.list_departments())]
        self.fields["department"].choices = departments  # type: ignore[attr-defined]
        self._offer_regions(user, conditions.get("territory", ""))
        types = [(one.code, str(one)) for one in queries.order_types()]
        self.fields["order_type"].choices = types  # type: ignore[attr-defined]
        if not asked.with_money:
            for name in ("amount_min", "amount_max", "settlement"):
                del self.fields[name]

    def _offer_regions(self, user: Any, chosen: str) -> None:
        """The regions of the person's customers; a narrower text that an address asks for stays selectable."""
        regions = customers.regions(user)
        more = [chosen] if chosen and chosen not in regions else []
        self.fields["territory"].choices = [*_ANY, *((one, one) for one in [*regions, *more])]  # type: ignore[attr-defined]


def named(user: Any, asked: Wanted) -> dict[str, str]:
    """The customer and the product that conditions name, in words; "" for what the person may not see."""
    words, given = {}, asked.filter.form.cleaned_data
    if given.get("customer"):
        words["customer"] = customers.label(actor=user, customer_id=given["customer"])
    if given.get("product"):
        words["product"] = catalogue.label(actor=user, product_id=given["product"])
    return words
