"""The company's list of reasons why orders change (R199, R204)."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.people.models import User
from common import editing, errors, events
from common.operation import operation
from orders.changes.models import ChangeReason

EDIT = "setting.manage"
FIELDS = ("code", "name", "side", "is_active")


@operation
def save_reason(
    *, actor: User, at: datetime, reason_id: int | None = None, version: int | None = None, **changes: Any
) -> ChangeReason:
    """Add a reason or change one (read at ``version``). The code stays. Requests that name it show its name as it is
    now; of a reason out of use new requests no longer speak.

    Raises NotAllowed, NotFound, Stale, Invalid.
    """
    rights.require(actor, EDIT)
    reason = editing.locked_or_new(ChangeReason, reason_id)
    was = reason.code
    changed = editing.change(reason, editing.as_columns(ChangeReason, changes, FIELDS), version)
    if reason.pk and reason.code != was:
        raise errors.Invalid(fields={"code": [_("The code stays: other systems name the reason by it.")]})
    editing.check(reason)
    reason.save()
    events.record("change_reason.saved", reason, at=at, number=reason.code, fields=changed)
    return reason
