"""Customers as the rules classify them: code and department in charge into class, region and province (R001–R005)."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.conditions.values import code_key
from customers import policies, territory
from customers.models import Customer, CustomerPeriod
from segments.classification.subjects import Subject, subjects

THING = "customer"
TEXTS = ("code", "name", "territory")  # what classification reads: a change of one of them classifies anew


def _with_territory(customer: Customer, facets: Mapping[str, Any]) -> Mapping[str, Any]:
    """Region and province are what the rules say. Where they say neither, the department in charge is cut at its first
    hyphen, so that a sum by region loses nobody; the rules raise a flag for it."""
    if "region" in facets or "province" in facets:
        return facets
    region, province = territory.split(customer.territory)
    return {**facets, "region": region, "province": province}


def _set_code_keys(customers: Any) -> None:
    for customer in customers:
        customer.code_key = code_key(customer.code)


def register() -> None:
    """Called once from ``CustomersConfig.ready``."""
    subjects.register(
        THING,
        Subject(
            label=_("Customers"),
            model=Customer,
            periods=CustomerPeriod,
            texts={f"customer.{name}": name for name in TEXTS},
            groups={"CUSTOMER_CLASS": "customer_class"},
            facets={name: name for name in ("region", "province", "province_group")},
            complete=_with_territory,
            linked=("code_key",),
            link=_set_code_keys,
            visible=lambda actor: policies.visible_to(actor).filter(merged_into__isnull=True),
            title=lambda customer: f"{customer.code} {customer.name}",
            url=lambda customer: reverse("customers:customer-detail", args=[customer.pk]),
            verb="customer.view",
            facts=(
                (_("Department in charge"), lambda customer: customer.territory),
                (_("Sales department"), lambda customer: customer.department),
                (_("Salesperson"), lambda customer: customer.owner),
            ),
            related=("department", "owner"),
        ),
    )
