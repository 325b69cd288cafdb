"""The fields of customers that sets of orders are made of (R001–R005): the customer as he is now, found first. What is
not shown with every order is read of the customers alone that a person may see."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.people.models import Department
from common.conditions.kinds import Kind
from customers import policies
from customers.grading import Grade
from customers.models import Customer, PaymentTerm
from segments.classification import queries as rules
from segments.fields import Field, Level, Shape, Source, chosen, currency, named, person, register

GRAMS = "search_grams"  # of code and names
THING = "customer"  # as the rules of classification name it
_TO_CUSTOMER: dict[str, Any] = {
    "level": Level.ORDER,
    "shape": Shape.ONE,
    "model": Customer,
    "link": "customer_id",
    "verb": "customer.view",
}
# what the list of order lines tells of the customer of every order that one sees, and the rest of his page
SHOWN = Source("customer_shown", label=_("Customer"), thing=THING, **_TO_CUSTOMER)
CUSTOMER = Source("customer", label=_("Customer master data"), visible=policies.visible_to, **_TO_CUSTOMER)
_OF_FLAGS = rules.values_of(THING, kind=rules.TagKind.FLAG)


def _of(source: Source) -> Callable[..., Field]:
    def field(key: str, label, kind: Kind = Kind.TEXT, *, path: str = "", **options) -> Field:
        options = {"kind": kind, "path": path or key, **options}
        return Field(key=key, label=label, source=source.key, **options)

    return field


def _shown() -> list[Field]:
    field = _of(SHOWN)
    return [
        field(
            *("customer_code", _("Customer code"), Kind.CODE),
            path="code",
            grams=GRAMS,
            sort_key="code_key",
            suggest="customers:suggest",
        ),
        field("customer_name", _("Customer name"), path="name", grams=GRAMS, aliases=(_("Customer"),)),
        field("customer_short_name", _("Customer's short name"), path="short_name", grams=GRAMS),
        field("customer_class", _("Customer class"), Kind.CHOICE, **rules.values_of(THING, group="CUSTOMER_CLASS")),
        field("customer_tags", _("Customer tags"), Kind.TAGS, path="tags", **rules.values_of(THING)),
        field("customer_flags", _("Deviations of the customer"), Kind.TAGS, path="flags", **_OF_FLAGS),
        field("territory", _("Department in charge"), offers="territory"),
        field("region", _("Region"), offers="region"),
        field("province", _("Province"), offers="province"),
        field("province_group", _("Province group"), offers="province_group"),
    ]


def _archive() -> list[Field]:
    field = _of(CUSTOMER)
    return [
        field("customer_english_name", _("Customer's English name"), path="english_name", grams=GRAMS),
        field("customer_type", _("Kind of customer"), **chosen(Customer.Kind, path="kind")),
        field("industry", _("Industry"), offers="industry"),
        field("customer_department", _("Sales department"), **named(Department, "department_id")),
        field("customer_owner", _("Customer's salesperson"), **person("owner_id")),
        field("customer_terms", _("Customer's payment terms"), **named(PaymentTerm, "payment_term_id")),
        field("customer_is_new", _("New customer"), Kind.FLAG, path="first_effective_at__isnull"),
        field("first_order_at", _("Customer's first order"), Kind.MOMENT, path="first_effective_at"),
        field("last_order_at", _("Customer's last order"), Kind.MOMENT, path="last_effective_at"),
        field("customer_since", _("Customer added on"), Kind.MOMENT, path="created_at"),
        field("customer_blocked", _("Customer blocked"), Kind.FLAG, path="is_blocked"),
        field("customer_active", _("Customer in use"), Kind.FLAG, path="is_active"),
        field("block_reason", _("Reason of the customer's block")),
        field("customer_group", _("Group of the customer"), path="group__name"),
        field("customer_currency", _("Currency of the customer"), **currency("currency_id")),
        field("customer_tax_number", _("Tax number of the customer"), path="tax_number"),
        field("customer_invoice_title", _("Invoice title of the customer"), path="invoice_title"),
        field("customer_preferences", _("Preferences of the customer"), path="preferences"),
        field("customer_notes", _("Notes of the customer"), path="notes"),
        field(
            *("customer_satisfaction", _("Satisfaction of the customer on average"), Kind.NUMBER),
            path="voice_facts__average",
        ),
        field(
            *("customer_answers", _("Answers of the customer how content he is"), Kind.NUMBER),
            path="voice_facts__answers",
        ),
        field("customer_complaints", _("Complaints of the customer"), Kind.NUMBER, path="voice_facts__complaints"),
    ]


def _credit() -> list[Field]:
    field = partial(_of(CUSTOMER), guard=policies.CREDIT)
    return [
        field("credit_limit", _("Credit limit"), Kind.MONEY),
        field("credit_order_cap", _("Largest single order"), Kind.MONEY),
        field("credit_days_overdue", _("Days overdue allowed"), Kind.NUMBER),
        field("credit_valid_until", _("Credit valid until"), Kind.DATE),
        field("is_credit_stopped", _("Credit stopped"), Kind.FLAG),
        field("credit_grade", _("Credit grade"), **chosen(Grade)),
    ]


def register_fields() -> None:
    """Called once from ``CustomersConfig.ready``."""
    register(SHOWN, _shown())
    register(CUSTOMER, [*_archive(), *_credit()])
