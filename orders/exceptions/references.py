"""Codes, numbers and sign-in names, as other systems write them, turned into keys."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.people import queries as people
from accounts.people.models import User
from common import errors
from customers import queries as customers
from orders.order import queries as orders
from products.catalogue import queries as catalogue


def of_case(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    """A report as the operation takes it. Raises NotFound, Invalid."""
    order, customer, owner = data.pop("order"), data.pop("customer"), data.pop("owner")
    data["document"] = data.pop("shipment")
    if order:
        data["order_id"] = orders.get_order(actor=actor, reference=order).pk
    if customer:
        data["customer_id"] = customers.get_customer_by_code(actor=actor, code=customer).pk
    if owner:
        data["owner_id"] = person(owner, "owner")
    return data


def of_changes(data: dict[str, Any]) -> dict[str, Any]:
    """Changes as the operation takes them. Raises Invalid."""
    return {**data, "owner": person(data["owner"], "owner")} if "owner" in data else data


def of_decision(data: dict[str, Any]) -> dict[str, Any]:
    """A joint decision as the operation takes it. Raises Invalid."""
    data["responsible_id"] = person(data.pop("responsible"), "responsible")
    return data


def of_claim(data: dict[str, Any]) -> dict[str, Any]:
    """A claim as the operation takes it. Raises Invalid."""
    if code := data.pop("carrier"):
        data["carrier_id"] = customers.carrier_by_code(code).pk
    return data


def of_plan(data: dict[str, Any]) -> dict[str, Any]:
    """A plan, or what of it is changed, as the operation takes it. Raises Invalid."""
    if "supplier" in data:
        code = data.pop("supplier")
        found = catalogue.suppliers().filter(code=code).first() if code else None
        if code and found is None:
            raise errors.Invalid(fields={"supplier": [_("Nothing is known under “%(text)s”.") % {"text": code}]})
        data["supplier_id"] = found.pk if found else None
    if "steps" in data:
        data["steps"] = [
            (step["text"], person(step["owner"], f"steps.{place}.owner") if step["owner"] else None)
            for place, step in enumerate(data["steps"], start=1)
        ]
    return data


def plan_as_it_is(plan: Any) -> dict[str, Any]:
    """A stored plan as the operation takes it: what a change leaves out stays."""
    names = ("name", "kind", "product_prefix", "supplier_id", "notes", "is_active")
    steps = [(step.text, step.owner_id) for step in plan.steps.all()]
    return {**{name: getattr(plan, name) for name in names}, "steps": steps}


def person(username: str, field: str) -> int:
    """The key of somebody who works here. Raises Invalid on ``field``."""
    found = people.by_usernames([username]).first()
    if found is None:
        raise errors.Invalid(fields={field: [_("Nothing is known under “%(text)s”.") % {"text": username}]})
    return found.pk
