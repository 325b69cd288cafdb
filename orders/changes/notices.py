"""Who is told in the app when a request moves."""

from collections.abc import Iterable
from datetime import datetime

from accounts.collaboration import inbox
from accounts.people.models import User
from orders.changes.models import ChangeRequest


def people_of(request: ChangeRequest, *, but: User) -> list[int]:
    """Who wrote it, and salesperson and executing owner of its order, each once, without ``but``."""
    order = request.order
    people = [request.created_by_id, order.salesperson_id, order.executing_owner_id]
    return [pk for pk in dict.fromkeys(people) if pk and pk != but.pk]


def tell(
    request: ChangeRequest,
    message: str,
    *,
    kind: str,
    actor: User,
    at: datetime,
    reason: str = "",
    people: Iterable[int] | None = None,
) -> None:
    """The people of a request, but not the one who did it; by mail as well. ``message`` is a source text with
    %(request)s, %(order)s, %(reason)s."""
    inbox.notify(
        people_of(request, but=actor) if people is None else people,
        kind=kind,
        message=message,
        parameters={"request": request.display_number, "order": str(request.order), "reason": reason[:200]},
        subject=request,
        mail=True,
        at=at,
    )
