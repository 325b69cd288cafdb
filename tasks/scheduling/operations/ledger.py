"""What is said about moves of days afterwards."""

from collections.abc import Collection
from datetime import datetime

from accounts.people.models import User
from common import errors, events
from common.operation import operation
from orders.order import together
from tasks.scheduling import policies
from tasks.scheduling.models import DateMove


@operation
def note_told(*, actor: User, move_ids: Collection[int], is_told: bool, at: datetime) -> int:
    """Note that the customer was told of moves of days (or, by mistake, was not); returns for how many that is new.
    Raises NotFound (also for "not yours"), NotAllowed: who answers for the order says so."""
    rows = {one.pk: one for one in policies.visible_moves(actor).filter(pk__in=move_ids).order_by("pk")}
    if not move_ids or set(move_ids) - rows.keys():
        raise errors.NotFound()
    orders = together.lock_orders(sorted({one.order_id for one in rows.values()}))
    for order in orders.values():
        policies.require_tell(actor, order)
    fresh = list(
        DateMove.objects.select_for_update(no_key=True).filter(pk__in=rows).exclude(is_told=is_told).order_by("pk")
    )
    for row in fresh:
        row.is_told, row.told_by, row.told_at = is_told, actor if is_told else None, at if is_told else None
        row.save(update_fields=["is_told", "told_by", "told_at"])
        events.record(
            "task.move_told", row, at=at, number=str(orders[row.order_id]), is_told=is_told, day=row.after.isoformat()
        )
    return len(fresh)
