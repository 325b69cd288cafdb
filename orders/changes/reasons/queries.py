"""Reads of reasons."""

from common import errors
from orders.changes.models import ChangeReason


def reasons(*, side: str = "", in_use: bool = False) -> list[ChangeReason]:
    """The reasons, the customer's first; those of one ``side``, or ``in_use`` only, where that is asked."""
    rows = ChangeReason.objects.all()
    if side:
        rows = rows.filter(side=side)
    return list(rows.filter(is_active=True) if in_use else rows)


def get_reason(code: str) -> ChangeReason:
    """The reason with this code. Raises NotFound."""
    found = ChangeReason.objects.filter(code=code.upper()).first()
    if found is None:
        raise errors.NotFound()
    return found
