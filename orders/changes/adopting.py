"""An alternative of the impact sheet takes the place of what a draft asks for (R205)."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors
from common.operation import operation
from orders.changes import operations, queries
from orders.changes.impact import queries as impact
from orders.changes.models import ChangeRequest


@operation
def adopt(*, actor: User, request_id: int, key: str, at: datetime, version: int | None = None) -> ChangeRequest:
    """Let a draft ask for the alternative ``key`` of its impact sheet, as it stands now, instead of what it asks for.

    Raises NotFound, NotAllowed, WrongState (no draft), Stale (also where the sheet has no such alternative any more),
    Invalid.
    """
    request = queries.get_request_by_id(actor=actor, request_id=request_id)
    found = impact.alternative_of(actor, request, key, at)
    if found is None:
        raise errors.Stale(
            _("What the change does is no longer what you saw: look at the impact sheet again."), fields={}
        )
    return operations.replace_items(actor=actor, request_id=request_id, items=found.items, version=version, at=at)
