"""The values that a field has, offered while a condition is typed: brands, regions, provinces, sub-territories."""

from accounts.people.models import User
from common import errors, planner
from segments.fields import Level, rows_of, visible_fields

MOST = 40
PATIENCE_MS = 400  # nobody waits for a suggestion


def offered(actor: User, field: str, typed: str = "") -> list[str]:
    """The values of a field that contain what was typed, of rows that ``actor`` may see; none where that takes long.

    Raises NotFound for a field that he does not see in full, or whose values are too many to be offered.
    """
    found = visible_fields(actor, Level.LINE).get(field)
    if found is None or found.offers != field:
        raise errors.NotFound()
    rows = rows_of(found).exclude(**{found.path: ""}).exclude(**{found.path: None})
    if typed.strip():
        rows = rows.filter(**{f"{found.path}__icontains": typed.strip()})
    values = rows.order_by(found.path).values_list(found.path, flat=True).distinct()
    try:
        with planner.patience(PATIENCE_MS):
            return list(values[:MOST])
    except planner.TimeIsUp:
        return []
