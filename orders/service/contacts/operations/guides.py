"""What to ask and say in contacts of a kind (R188, R189)."""

from datetime import datetime
from typing import Any

from accounts import policies as rights
from accounts.people.models import User
from common import editing, events
from common.operation import operation
from orders.service.contacts.models import ContactGuide

FIELDS = ("name", "purpose", "text_zh", "text_en", "is_active")
EDIT = "setting.manage"


@operation
def save_guide(
    *, actor: User, at: datetime, guide_id: int | None = None, version: int | None = None, **changes: Any
) -> ContactGuide:
    """Add a guide or change one (read at ``version``). Raises NotAllowed, NotFound, Stale, Invalid."""
    rights.require(actor, EDIT)
    row = editing.locked_or_new(ContactGuide, guide_id)
    changed = editing.change(row, editing.as_columns(ContactGuide, changes, FIELDS), version)
    editing.check(row)
    row.save()
    events.record("contact_guide.saved", row, at=at, number=str(row)[:40], fields=changed)
    return row
