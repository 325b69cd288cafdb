"""Codes, numbers and sign-in names, as other systems write them, turned into keys."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.people import queries as people
from accounts.people.models import Department, User
from common import errors
from orders.order import queries as orders
from products import references
from products.catalogue import queries as catalogue
from tasks.requirements.operations.entering import LineDraft, RequirementDraft


def draft(actor: User, data: dict[str, Any]) -> RequirementDraft:
    """A requirement as the operation takes it. Raises NotFound, Invalid."""
    lines = references.resolve_rows(actor, data["lines"], path="lines")
    found = {one["order"]: orders.get_order(actor=actor, reference=one["order"]).pk for one in lines if one["order"]}
    return RequirementDraft(
        kind=data["kind"],
        department_id=department(data["department"]),
        supplier_id=supplier(data["supplier"]) if data["supplier"] else None,
        owner_id=person(data["owner"]) if data["owner"] else None,
        notes=data["notes"],
        lines=[
            LineDraft(
                product_id=one["product"].pk,
                quantity=one["quantity"],
                needed_date=one["needed_date"],
                order_id=found[one["order"]] if one["order"] else None,
                line_no=one["line_no"],
                specification=one["specification"],
                wording=one["wording"],
                task_id=one["task"],
            )
            for one in lines
        ],
    )


def department(code: str) -> int:
    """The key of a department in use. Raises Invalid."""
    pk = Department.objects.filter(code=code, is_active=True).values_list("pk", flat=True).first()
    return _known(pk, "department", code)


def supplier(code: str) -> int:
    """The key of a supplier in use. Raises Invalid."""
    return _known(catalogue.suppliers().filter(code=code).values_list("pk", flat=True).first(), "supplier", code)


def person(username: str) -> int:
    """The key of somebody who works here. Raises Invalid."""
    found = people.by_usernames([username]).first()
    return _known(found.pk if found else None, "owner", username)


def _known(pk: int | None, field: str, text: str) -> int:
    if pk is None:
        raise errors.Invalid(fields={field: [_("Nothing is known under “%(text)s”.") % {"text": text}]})
    return pk
