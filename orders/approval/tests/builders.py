"""The matrix for tests, kept by the real operation."""

from typing import Any

from accounts.people.queries import system_user
from accounts.roles.models import Role
from orders.approval.matrix import operations
from orders.approval.matrix.models import MatrixRow
from orders.tests.builders import AT
from segments import operations as segments
from segments.models import Segment

ORDER = "orders.order"


def role(code: str) -> Role:
    """A shipped role."""
    return Role.objects.get(code=code)


def make_condition(text: str, name: str = "") -> Segment:
    """A saved condition of the whole company."""
    return segments.create_segment(actor=system_user(), name=name or text, condition=text, audience="COMPANY", at=AT)


def make_row(*steps: dict[str, Any], **columns: Any) -> MatrixRow:
    """A row of the matrix, of orders unless said otherwise; without a condition it always fits."""
    columns.setdefault("name", f"Row {MatrixRow.objects.count() + 1}")
    columns.setdefault("position", MatrixRow.objects.count() + 1)
    columns.setdefault("subject_type", ORDER)
    return operations.save_row(actor=system_user(), steps=list(steps), at=AT, **columns)


def step(kind: str, **columns: Any) -> dict[str, Any]:
    """A step as the operation takes it."""
    return {"kind": kind, **columns}
